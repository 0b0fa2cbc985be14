package dev.mallbots.payments.domain;

/** The status of an invoice: pending -> paid | cancelled. */
public enum InvoiceStatus {
    PENDING,
    PAID,
    CANCELLED;

    /** The status as a word in the API. */
    public String word() {
        return name().toLowerCase();
    }
}
