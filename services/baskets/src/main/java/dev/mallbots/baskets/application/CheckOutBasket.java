package dev.mallbots.baskets.application;

import dev.mallbots.baskets.application.Baskets.Decided;
import dev.mallbots.baskets.domain.BasketEvent.BasketPricesChanged;
import dev.mallbots.baskets.domain.Offers;
import dev.mallbots.baskets.domain.Participation;
import dev.mallbots.platform.idempotency.Once;
import dev.mallbots.platform.idempotency.Task;
import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.Violation;
import dev.mallbots.platform.service.security.Caller;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Turns a basket into an order, unless a price has changed or a store has stopped participating since. */
@ApplicationScoped
public class CheckOutBasket {

    /**
     * The result of a check-out. A refusal is a result here and not a failure: its transaction commits, because the basket has new prices.
     * A repeated request with the same key must get the same refusal, or the customer would buy at prices that were never shown.
     *
     * @param refusal the reason for which the basket is not checked out; null when it is checked out
     * @param newPrices line by line
     */
    record Outcome(String refusal, List<Violation> newPrices) {

        private static final Outcome CHECKED_OUT = new Outcome(null, List.of());

        static Outcome of(Decided decided) {
            return decided.events().stream()
                    .filter(BasketPricesChanged.class::isInstance)
                    .map(BasketPricesChanged.class::cast)
                    .map(decided.basket()::explain)
                    .map(why -> new Outcome(why.getMessage(), why.violations()))
                    .findFirst()
                    .orElse(CHECKED_OUT);
        }

        void orThrow() {
            if (refusal != null) {
                throw new Conflict(refusal, newPrices);
            }
        }
    }

    private final Baskets baskets;
    private final FindOffers findOffers;
    private final Once once;
    private final Participation participation;
    private final Caller caller;

    CheckOutBasket(
            Baskets baskets,
            FindOffers findOffers,
            Once once,
            @ConfigProperty(name = "mallbots.baskets.require-participation") boolean requireParticipation,
            Caller caller) {
        this.baskets = baskets;
        this.findOffers = findOffers;
        this.once = once;
        this.participation = Participation.required(requireParticipation);
        this.caller = caller;
    }

    public Uni<Void> handle(UUID id, UUID paymentId) {
        return once.asking(
                        Task.of(CheckOutBasket.class, Outcome.class, id, paymentId),
                        () -> offersFor(id),
                        offers -> decide(id, paymentId, offers))
                // fail only after the commit: the basket must keep its new prices
                .invoke(Outcome::orThrow)
                .replaceWithVoid();
    }

    private Uni<Offers> offersFor(UUID id) {
        return Panache.withSession(() -> baskets.get(id))
                .invoke(basket -> caller.mustBe(basket.customerId()))
                .chain(basket -> findOffers.handle(Set.copyOf(basket.productIds())));
    }

    private Uni<Outcome> decide(UUID id, UUID paymentId, Offers offers) {
        return baskets.update(id, basket -> basket.checkOut(paymentId, offers, participation))
                .map(Outcome::of);
    }
}
