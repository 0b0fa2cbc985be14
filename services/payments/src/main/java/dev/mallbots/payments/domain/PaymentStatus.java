package dev.mallbots.payments.domain;

/** Where a payment stands: authorized -> confirmed -> captured, or voided from either of the first two. */
public enum PaymentStatus {
    AUTHORIZED,
    CONFIRMED,
    CAPTURED,
    VOIDED;

    /** As customers and staff read it. */
    public String word() {
        return name().toLowerCase();
    }
}
