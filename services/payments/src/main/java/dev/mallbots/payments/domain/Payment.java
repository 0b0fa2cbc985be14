package dev.mallbots.payments.domain;

import static dev.mallbots.payments.domain.PaymentStatus.AUTHORIZED;
import static dev.mallbots.payments.domain.PaymentStatus.CAPTURED;
import static dev.mallbots.payments.domain.PaymentStatus.CONFIRMED;
import static dev.mallbots.payments.domain.PaymentStatus.VOIDED;

import dev.mallbots.payments.domain.PaymentEvent.PaymentAuthorized;
import dev.mallbots.payments.domain.PaymentEvent.PaymentCaptured;
import dev.mallbots.payments.domain.PaymentEvent.PaymentConfirmed;
import dev.mallbots.payments.domain.PaymentEvent.PaymentVoided;
import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.kernel.RuleBroken;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An amount that a customer's bank holds for the mall. It pays for one order of that customer, up to the authorized amount.
 *
 * @param orderId the order that it pays for; empty before its confirmation
 */
public record Payment(UUID id, UUID customerId, Money amount, PaymentStatus status, Optional<UUID> orderId) {

    public static List<PaymentEvent> authorize(UUID id, UUID customerId, Money amount) {
        if (!amount.isPositive()) {
            throw new RuleBroken("amount", "must be more than zero");
        }
        return List.of(new PaymentAuthorized(id, customerId, amount));
    }

    /** Confirms the payment for an order; a repetition for the same order changes nothing. */
    public List<PaymentEvent> confirm(UUID order, UUID customer, Money total) {
        if (!customerId.equals(customer)) {
            throw new Conflict("payment %s is not of customer %s".formatted(id, customer));
        }
        if (amount.isLessThan(total)) {
            throw new Conflict("payment %s of %s does not cover the total of %s".formatted(id, amount, total));
        }
        return switch (status) {
            case AUTHORIZED -> List.of(new PaymentConfirmed(order));
            case CONFIRMED, CAPTURED -> alreadyConfirmedFor(order);
            case VOIDED -> throw new Conflict("payment %s has been voided".formatted(id));
        };
    }

    /** Takes the money for the order's invoice. */
    public List<PaymentEvent> capture(UUID order, Money due) {
        if (status != CONFIRMED || !isFor(order)) {
            throw new Conflict("payment %s is %s and can't pay for order %s".formatted(id, status.word(), order));
        }
        if (amount.isLessThan(due)) {
            throw new Conflict("payment %s of %s does not cover %s".formatted(id, amount, due));
        }
        return List.of(new PaymentCaptured(due));
    }

    /**
     * Undoes the confirmation for an order. A payment that is not confirmed for this order stays as it is.
     */
    public List<PaymentEvent> undoConfirmation(UUID order) {
        return switch (status) {
            case CONFIRMED -> isFor(order) ? List.of(new PaymentVoided()) : List.of();
            case AUTHORIZED, VOIDED -> List.of();
            case CAPTURED -> isFor(order) ? refuseToVoidWhatIsPaid() : List.of();
        };
    }

    /**
     * An order that names this payment was rejected or cancelled. A payment that another order uses or may use, or that belongs to another
     * customer, stays as it is.
     *
     * @param others whether other orders of its customer, which have not ended, name it too
     */
    public List<PaymentEvent> orderEnded(UUID order, UUID customer, boolean others) {
        if (status == AUTHORIZED && customerId.equals(customer)) {
            return others ? List.of() : List.of(new PaymentVoided());
        }
        return undoConfirmation(order);
    }

    public boolean isFor(UUID order) {
        return orderId.filter(order::equals).isPresent();
    }

    /** @param current null before the first event */
    public static Payment apply(Payment current, PaymentEvent event) {
        return switch (event) {
            case PaymentAuthorized(var id, var customer, var amount) ->
                new Payment(id, customer, amount, AUTHORIZED, Optional.empty());
            case PaymentConfirmed(var order) ->
                new Payment(current.id, current.customerId, current.amount, CONFIRMED, Optional.of(order));
            case PaymentCaptured _ -> current.with(CAPTURED);
            case PaymentVoided _ -> current.with(VOIDED);
        };
    }

    private Payment with(PaymentStatus next) {
        return new Payment(id, customerId, amount, next, orderId);
    }

    private List<PaymentEvent> alreadyConfirmedFor(UUID order) {
        if (isFor(order)) {
            return List.of();
        }
        throw new Conflict("payment %s is used by another order".formatted(id));
    }

    private List<PaymentEvent> refuseToVoidWhatIsPaid() {
        throw new Conflict("payment %s has been captured and can't be voided".formatted(id));
    }
}
