package dev.mallbots.payments.application;

import dev.mallbots.payments.application.Acquirer.Answer;
import dev.mallbots.payments.domain.Payment;
import dev.mallbots.platform.idempotency.Once;
import dev.mallbots.platform.idempotency.RolledBack;
import dev.mallbots.platform.idempotency.Task;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.kernel.LostRace;
import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.service.security.Caller;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

@ApplicationScoped
public class AuthorizePayment {

    private final Payments payments;
    private final BegunAuthorizations begun;
    private final Acquirer acquirer;
    private final Once once;
    private final Caller caller;

    AuthorizePayment(Payments payments, BegunAuthorizations begun, Acquirer acquirer, Once once, Caller caller) {
        this.payments = payments;
        this.begun = begun;
        this.acquirer = acquirer;
        this.once = once;
        this.caller = caller;
    }

    /**
     * A transaction before the call to the bank records the call, so that no held amount is forgotten. Concurrent requests under one key
     * use the same payment id, so the bank holds the amount once.
     */
    public Uni<UUID> handle(UUID customer, Money amount) {
        caller.mustBe(customer);
        UUID fresh = Ids.next();
        // invalid requests are refused before the bank is asked
        Payment.authorize(fresh, customer, amount);
        return once.askingUnderKey(
                Task.of(AuthorizePayment.class, UUID.class, customer, amount),
                key -> begin(key.map(it -> "%s for %s of %s".formatted(it, amount, customer)), fresh)
                        .call(id -> setAside(id, amount)),
                id -> keep(id, customer, amount));
    }

    private Uni<UUID> begin(Optional<String> request, UUID fresh) {
        return RolledBack.triedAgain(() -> Panache.withTransaction(() -> begun.begin(request, fresh)));
    }

    /** Without an answer the record stays: the client may repeat the request, or {@link FinishBankBusiness} releases the amount. */
    private Uni<Void> setAside(UUID id, Money amount) {
        return acquirer.authorize(id, amount).chain(answer -> switch (answer) {
            case Answer.Accepted _ -> Uni.createFrom().voidItem();
            case Answer.Declined(var reason) ->
                Panache.withTransaction(() -> begun.end(id))
                        .invoke(() -> {
                            throw new RuleBroken("amount", "was declined: " + reason);
                        })
                        .replaceWithVoid();
        });
    }

    private Uni<UUID> keep(UUID id, UUID customer, Money amount) {
        return begun.end(id)
                .invoke(stillWanted -> {
                    if (!stillWanted) {
                        throw new LostRace("payment", id);
                    }
                })
                .chain(() -> payments.add(id, Payment.authorize(id, customer, amount)))
                .replaceWith(id);
    }
}
