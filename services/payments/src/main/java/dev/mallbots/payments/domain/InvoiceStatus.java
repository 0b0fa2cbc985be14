package dev.mallbots.payments.domain;

/** Where an invoice stands: pending -> paid | cancelled. */
public enum InvoiceStatus {
    PENDING,
    PAID,
    CANCELLED;

    /** As customers and staff read it. */
    public String word() {
        return name().toLowerCase();
    }
}
