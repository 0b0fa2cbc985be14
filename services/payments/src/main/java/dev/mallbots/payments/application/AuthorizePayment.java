package dev.mallbots.payments.application;

import dev.mallbots.payments.application.Acquirer.Answer;
import dev.mallbots.payments.domain.Payment;
import dev.mallbots.payments.domain.PaymentEvent;
import dev.mallbots.platform.idempotency.Once;
import dev.mallbots.platform.idempotency.Task;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.service.security.Caller;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

@ApplicationScoped
public class AuthorizePayment {

    private final Payments payments;
    private final Acquirer acquirer;
    private final Once once;
    private final Caller caller;

    AuthorizePayment(Payments payments, Acquirer acquirer, Once once, Caller caller) {
        this.payments = payments;
        this.acquirer = acquirer;
        this.once = once;
        this.caller = caller;
    }

    /** Under a key, the key's row is held while the bank is asked, so that a twin waits and the bank is asked once. */
    public Uni<UUID> handle(UUID customer, Money amount) {
        caller.mustBe(customer);
        return once.allOf(
                Task.of(AuthorizePayment.class, UUID.class, customer, amount), () -> authorize(customer, amount));
    }

    private Uni<UUID> authorize(UUID customer, Money amount) {
        UUID id = Ids.next();
        List<PaymentEvent> authorized = Payment.authorize(id, customer, amount);
        // outside a transaction of its own: there is no row of the payment yet that would have to be held meanwhile
        return acquirer.authorize(id, amount)
                .invoke(AuthorizePayment::requireAccepted)
                .chain(() -> Panache.withTransaction(() -> payments.add(id, authorized)))
                .replaceWith(id);
    }

    private static void requireAccepted(Answer answer) {
        switch (answer) {
            case Answer.Accepted _ -> {}
            case Answer.Declined(var reason) -> throw new RuleBroken("amount", "was declined: " + reason);
        }
    }
}
