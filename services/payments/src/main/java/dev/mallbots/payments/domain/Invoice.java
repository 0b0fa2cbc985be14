package dev.mallbots.payments.domain;

import static dev.mallbots.payments.domain.InvoiceStatus.CANCELLED;
import static dev.mallbots.payments.domain.InvoiceStatus.PAID;
import static dev.mallbots.payments.domain.InvoiceStatus.PENDING;

import dev.mallbots.payments.domain.InvoiceEvent.InvoiceAdjusted;
import dev.mallbots.payments.domain.InvoiceEvent.InvoiceCanceled;
import dev.mallbots.payments.domain.InvoiceEvent.InvoiceCreated;
import dev.mallbots.payments.domain.InvoiceEvent.InvoicePaid;
import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.kernel.Violation;
import java.util.List;
import java.util.UUID;

/**
 * What is asked of a customer for an order that is ready.
 *
 * @param id the order's id
 */
public record Invoice(UUID id, UUID paymentId, UUID customerId, Money amount, InvoiceStatus status) {

    /** Makes out the invoice of an order, on the payment that was confirmed for it. */
    public static List<InvoiceEvent> create(UUID order, Money total, Payment payment) {
        if (payment.status() != PaymentStatus.CONFIRMED || !payment.isFor(order)) {
            throw new Conflict("payment %s is %s and does not pay for order %s"
                    .formatted(payment.id(), payment.status().word(), order));
        }
        if (payment.amount().isLessThan(total)) {
            throw new Conflict(
                    "payment %s of %s does not cover the total of %s".formatted(payment.id(), payment.amount(), total));
        }
        return List.of(new InvoiceCreated(order, payment.id(), payment.customerId(), total));
    }

    public List<InvoiceEvent> pay() {
        if (status != PENDING) {
            throw new Conflict("invoice cannot be paid for", List.of(new Violation("status", "is " + status.word())));
        }
        return List.of(new InvoicePaid());
    }

    /** @param authorized what the payment covers */
    public List<InvoiceEvent> adjust(Money newAmount, Money authorized) {
        if (status != PENDING) {
            throw new Conflict("invoice %s is %s and can't be adjusted".formatted(id, status.word()));
        }
        if (!newAmount.isPositive()) {
            throw new RuleBroken("amount", "must be more than zero");
        }
        if (newAmount.isMoreThan(authorized)) {
            throw new RuleBroken("amount", "must not be more than the %s authorized".formatted(authorized));
        }
        return newAmount.equals(amount) ? List.of() : List.of(new InvoiceAdjusted(newAmount));
    }

    /** Its order is cancelled. Once paid or cancelled there is nothing left to be cancelled. */
    public List<InvoiceEvent> orderEnded() {
        return status == PENDING ? List.of(new InvoiceCanceled()) : List.of();
    }

    /** @param current null before the first event */
    public static Invoice apply(Invoice current, InvoiceEvent event) {
        return switch (event) {
            case InvoiceCreated(var order, var payment, var customer, var amount) ->
                new Invoice(order, payment, customer, amount, PENDING);
            case InvoiceAdjusted(var amount) ->
                new Invoice(current.id, current.paymentId, current.customerId, amount, current.status);
            case InvoicePaid _ -> current.with(PAID);
            case InvoiceCanceled _ -> current.with(CANCELLED);
        };
    }

    private Invoice with(InvoiceStatus next) {
        return new Invoice(id, paymentId, customerId, amount, next);
    }
}
