package dev.mallbots.ordering.application;

import dev.mallbots.ordering.domain.CatalogueCheck;
import dev.mallbots.ordering.domain.Order;
import dev.mallbots.ordering.domain.OrderItem;
import dev.mallbots.ordering.domain.Participation;
import dev.mallbots.ordering.domain.RequestedItem;
import dev.mallbots.platform.idempotency.Once;
import dev.mallbots.platform.idempotency.Task;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.service.security.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Creates an order without a basket, at the catalogue's prices. */
@ApplicationScoped
public class PlaceOrder {

    private final Catalogue catalogue;
    private final CreateOrder createOrder;
    private final Once once;
    private final Participation participation;
    private final Caller caller;

    PlaceOrder(
            Catalogue catalogue,
            CreateOrder createOrder,
            Once once,
            @ConfigProperty(name = "mallbots.ordering.require-participation") boolean requireParticipation,
            Caller caller) {
        this.catalogue = catalogue;
        this.createOrder = createOrder;
        this.once = once;
        this.participation = Participation.required(requireParticipation);
        this.caller = caller;
    }

    /** No transaction stays open during a call to another service. */
    public Uni<UUID> handle(UUID customerId, UUID paymentId, List<RequestedItem> requested) {
        Order.requireSome(requested);
        caller.mustBe(customerId);
        return once.asking(
                Task.of(PlaceOrder.class, UUID.class, customerId, paymentId, requested),
                () -> atCataloguePrices(requested),
                items -> create(Ids.next(), customerId, paymentId, items));
    }

    private Uni<List<OrderItem>> atCataloguePrices(List<RequestedItem> requested) {
        return catalogue
                .offersOf(productsOf(requested))
                .map(offers -> CatalogueCheck.check(requested, offers, participation));
    }

    private Uni<UUID> create(UUID id, UUID customerId, UUID paymentId, List<OrderItem> items) {
        return createOrder.handle(id, customerId, paymentId, items).replaceWith(id);
    }

    private static Set<UUID> productsOf(List<RequestedItem> requested) {
        return requested.stream().map(RequestedItem::productId).collect(Collectors.toUnmodifiableSet());
    }
}
