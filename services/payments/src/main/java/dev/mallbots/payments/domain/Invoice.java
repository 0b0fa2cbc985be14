package dev.mallbots.payments.domain;

import static dev.mallbots.payments.domain.InvoiceStatus.CANCELLED;
import static dev.mallbots.payments.domain.InvoiceStatus.PAID;
import static dev.mallbots.payments.domain.InvoiceStatus.PENDING;

import dev.mallbots.payments.domain.InvoiceEvent.InvoiceAdjusted;
import dev.mallbots.payments.domain.InvoiceEvent.InvoiceCanceled;
import dev.mallbots.payments.domain.InvoiceEvent.InvoiceCreated;
import dev.mallbots.payments.domain.InvoiceEvent.InvoicePaid;
import dev.mallbots.payments.domain.InvoiceEvent.InvoicePayingBegun;
import dev.mallbots.payments.domain.InvoiceEvent.InvoicePayingDeclined;
import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.LostRace;
import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.kernel.Violation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The amount that a customer owes for an order that is ready.
 *
 * @param id the order's id
 * @param payingUntil the time until which an answer of the bank is awaited; empty if no call is open
 */
public record Invoice(
        UUID id, UUID paymentId, UUID customerId, Money amount, InvoiceStatus status, Optional<Instant> payingUntil) {

    /** Creates the invoice of an order, on its confirmed payment. */
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

    /**
     * The call to the bank begins. Only one call is open at a time; after an unknown result the same call is repeated.
     *
     * @param until the time after which no answer is expected
     */
    public List<InvoiceEvent> beginPaying(Instant now, Instant until) {
        requirePayable();
        if (payingUntil.filter(now::isBefore).isPresent()) {
            throw new BeingPaid(id);
        }
        return List.of(new InvoicePayingBegun(until));
    }

    /** The bank has transferred the money. */
    public List<InvoiceEvent> paid() {
        requirePayable();
        return List.of(new InvoicePaid());
    }

    /** The bank has declined. */
    public List<InvoiceEvent> declined() {
        return payingUntil.isPresent() ? List.of(new InvoicePayingDeclined()) : List.of();
    }

    /** The bank has not answered: the call may be repeated from now on. */
    public List<InvoiceEvent> unanswered(Instant now) {
        return payingUntil.isPresent() ? List.of(new InvoicePayingBegun(now)) : List.of();
    }

    /** @param authorized the amount that the payment covers */
    public List<InvoiceEvent> adjust(Money newAmount, Money authorized) {
        if (status != PENDING) {
            throw new Conflict("invoice %s is %s and can't be adjusted".formatted(id, status.word()));
        }
        requireNobodyPays();
        if (!newAmount.isPositive()) {
            throw new RuleBroken("amount", "must be more than zero");
        }
        if (newAmount.isMoreThan(authorized)) {
            throw new RuleBroken("amount", "must not be more than the %s authorized".formatted(authorized));
        }
        return newAmount.equals(amount) ? List.of() : List.of(new InvoiceAdjusted(newAmount));
    }

    /**
     * The invoice's order is cancelled. A paid or cancelled invoice stays as it is. While a call to the bank is open, its result is unknown
     * and the cancellation is refused.
     */
    public List<InvoiceEvent> orderEnded() {
        if (status != PENDING) {
            return List.of();
        }
        if (payingUntil.isPresent()) {
            throw new LostRace("invoice", id);
        }
        return List.of(new InvoiceCanceled());
    }

    /** @param current null before the first event */
    public static Invoice apply(Invoice current, InvoiceEvent event) {
        return switch (event) {
            case InvoiceCreated(var order, var payment, var customer, var amount) ->
                new Invoice(order, payment, customer, amount, PENDING, Optional.empty());
            case InvoiceAdjusted(var amount) ->
                new Invoice(
                        current.id, current.paymentId, current.customerId, amount, current.status, current.payingUntil);
            case InvoicePayingBegun(var until) -> current.with(current.status, Optional.of(until));
            case InvoicePayingDeclined _ -> current.with(current.status, Optional.empty());
            case InvoicePaid _ -> current.with(PAID, Optional.empty());
            case InvoiceCanceled _ -> current.with(CANCELLED, Optional.empty());
        };
    }

    private Invoice with(InvoiceStatus next, Optional<Instant> until) {
        return new Invoice(id, paymentId, customerId, amount, next, until);
    }

    private void requirePayable() {
        if (status != PENDING) {
            throw new Conflict("invoice cannot be paid for", List.of(new Violation("status", "is " + status.word())));
        }
    }

    private void requireNobodyPays() {
        if (payingUntil.isPresent()) {
            throw new Conflict("invoice %s is being paid and can't be adjusted".formatted(id));
        }
    }
}
