package dev.mallbots.ordering.out.grpc;

import dev.mallbots.contracts.stores.v1.GetProductsRequest;
import dev.mallbots.contracts.stores.v1.GetProductsResponse;
import dev.mallbots.contracts.stores.v1.GetStoresRequest;
import dev.mallbots.contracts.stores.v1.GetStoresResponse;
import dev.mallbots.contracts.stores.v1.Product;
import dev.mallbots.contracts.stores.v1.Store;
import dev.mallbots.contracts.stores.v1.StoresService;
import dev.mallbots.ordering.application.Catalogue;
import dev.mallbots.ordering.domain.Offer;
import dev.mallbots.platform.kernel.Unavailable;
import dev.mallbots.platform.service.Amounts;
import dev.mallbots.platform.service.security.OwnIdentity;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcClient;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Calls stores twice: once for all products, once for their stores. */
@ApplicationScoped
class StoresCatalogue implements Catalogue {

    private final StoresService stores;
    private final OwnIdentity identity;
    private final Amounts amounts;

    StoresCatalogue(@GrpcClient("stores") StoresService stores, OwnIdentity identity, Amounts amounts) {
        this.stores = stores;
        this.identity = identity;
        this.amounts = amounts;
    }

    @Override
    public Uni<Map<UUID, Offer>> offersOf(Set<UUID> productIds) {
        return productsOf(productIds)
                .chain(products -> storesOf(products).map(found -> offers(products, found)))
                .onFailure(StoresCatalogue::isAway)
                .transform(away -> new Unavailable("the stores service", away));
    }

    private Uni<List<Product>> productsOf(Set<UUID> ids) {
        var request = GetProductsRequest.newBuilder()
                .addAllIds(ids.stream().map(UUID::toString).toList())
                .build();
        return identity.calling(stores, client -> client.getProducts(request))
                .map(GetProductsResponse::getProductsList);
    }

    private Uni<Map<String, Store>> storesOf(List<Product> products) {
        var ids = products.stream().map(Product::getStoreId).collect(Collectors.toSet());
        var request = GetStoresRequest.newBuilder().addAllIds(ids).build();
        return identity.calling(stores, client -> client.getStores(request))
                .map(GetStoresResponse::getStoresList)
                .map(found -> found.stream().collect(Collectors.toMap(Store::getId, store -> store)));
    }

    /** A product whose store is unknown can't be collected, so it is not on sale. */
    private Map<UUID, Offer> offers(List<Product> products, Map<String, Store> known) {
        return products.stream()
                .filter(product -> known.containsKey(product.getStoreId()))
                .map(product -> offer(product, known.get(product.getStoreId())))
                .collect(Collectors.toMap(Offer::productId, offer -> offer));
    }

    private Offer offer(Product product, Store store) {
        return new Offer(
                UUID.fromString(product.getStoreId()),
                UUID.fromString(product.getId()),
                store.getName(),
                product.getName(),
                amounts.read("price", product.getPrice()),
                store.getParticipating());
    }

    private static boolean isAway(Throwable failure) {
        return failure instanceof StatusRuntimeException status
                && (status.getStatus().getCode() == Status.Code.UNAVAILABLE
                        || status.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED);
    }
}
