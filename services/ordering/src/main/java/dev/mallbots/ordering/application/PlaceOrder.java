package dev.mallbots.ordering.application;

import dev.mallbots.ordering.domain.CatalogueCheck;
import dev.mallbots.ordering.domain.RequestedItem;
import dev.mallbots.platform.kernel.Ids;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Orders without a basket, at the catalogue's prices. */
@ApplicationScoped
public class PlaceOrder {

    private final Catalogue catalogue;
    private final CreateOrder createOrder;

    PlaceOrder(Catalogue catalogue, CreateOrder createOrder) {
        this.catalogue = catalogue;
        this.createOrder = createOrder;
    }

    /** No transaction here: none is held open while another service is asked. */
    public Uni<UUID> handle(UUID customerId, UUID paymentId, List<RequestedItem> requested) {
        var id = Ids.next();
        return catalogue
                .offersOf(productsOf(requested))
                .map(offers -> CatalogueCheck.check(requested, offers))
                .chain(items -> createOrder.handle(id, customerId, paymentId, items))
                .replaceWith(id);
    }

    private static Set<UUID> productsOf(List<RequestedItem> requested) {
        return requested.stream().map(RequestedItem::productId).collect(Collectors.toUnmodifiableSet());
    }
}
