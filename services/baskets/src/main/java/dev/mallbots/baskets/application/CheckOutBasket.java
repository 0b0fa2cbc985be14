package dev.mallbots.baskets.application;

import dev.mallbots.baskets.application.Baskets.Decided;
import dev.mallbots.baskets.domain.BasketEvent.BasketPricesChanged;
import dev.mallbots.baskets.domain.Offers;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.UUID;

/** The basket becomes an order, unless its prices are not those of the moment any more. */
@ApplicationScoped
public class CheckOutBasket {

    private final Baskets baskets;
    private final FindOffers findOffers;

    CheckOutBasket(Baskets baskets, FindOffers findOffers) {
        this.baskets = baskets;
        this.findOffers = findOffers;
    }

    public Uni<Void> handle(UUID id, UUID paymentId) {
        return Panache.withSession(() -> baskets.get(id))
                .chain(basket -> findOffers.handle(Set.copyOf(basket.productIds())))
                .chain(offers -> decide(id, paymentId, offers))
                // after the commit: the basket keeps its new prices although the answer is a no
                .invoke(CheckOutBasket::refuseWhatGotNewPrices)
                .replaceWithVoid();
    }

    private Uni<Decided> decide(UUID id, UUID paymentId, Offers offers) {
        return Panache.withTransaction(() -> baskets.update(id, basket -> basket.checkOut(paymentId, offers)));
    }

    private static void refuseWhatGotNewPrices(Decided decided) {
        decided.events().forEach(event -> {
            if (event instanceof BasketPricesChanged changed) {
                throw decided.basket().explain(changed);
            }
        });
    }
}
