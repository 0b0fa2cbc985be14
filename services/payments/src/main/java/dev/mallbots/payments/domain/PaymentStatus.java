package dev.mallbots.payments.domain;

/** The status of a payment: authorized -> confirmed -> captured, or voided from either of the first two. */
public enum PaymentStatus {
    AUTHORIZED,
    CONFIRMED,
    CAPTURED,
    VOIDED;

    /** The status as a word in the API. */
    public String word() {
        return name().toLowerCase();
    }
}
