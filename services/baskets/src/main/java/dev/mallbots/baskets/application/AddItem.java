package dev.mallbots.baskets.application;

import dev.mallbots.baskets.domain.Basket;
import dev.mallbots.baskets.domain.Offer;
import dev.mallbots.baskets.domain.Participation;
import dev.mallbots.platform.idempotency.Once;
import dev.mallbots.platform.idempotency.Task;
import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.platform.service.security.Caller;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

@ApplicationScoped
public class AddItem {

    private final Baskets baskets;
    private final FindOffers findOffers;
    private final Once once;
    private final Participation participation;
    private final Caller caller;

    AddItem(
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

    public Uni<Void> handle(UUID basketId, UUID productId, int quantity) {
        Basket.requireSome(quantity);
        return once.asking(
                Task.of(AddItem.class, Void.class, basketId, productId, quantity),
                () -> own(basketId).chain(() -> offerOf(productId)),
                offer -> baskets.update(basketId, basket -> basket.add(offer, quantity, participation))
                        .replaceWithVoid());
    }

    private Uni<Basket> own(UUID basketId) {
        return Panache.withSession(() -> baskets.get(basketId)).invoke(basket -> caller.mustBe(basket.customerId()));
    }

    private Uni<Offer> offerOf(UUID productId) {
        return findOffers
                .handle(Set.of(productId))
                .map(offers -> offers.of(productId).orElseThrow(AddItem::notLocated));
    }

    /** Clients compare this text, so it must not change. */
    private static NotFound notLocated() {
        return NotFound.of("productId", "product fallback failed: product was not located");
    }
}
