package dev.mallbots.baskets.out.grpc;

import dev.mallbots.baskets.application.Catalogue;
import dev.mallbots.baskets.application.ProductCopy;
import dev.mallbots.baskets.application.StoreCopy;
import dev.mallbots.contracts.stores.v1.GetProductsRequest;
import dev.mallbots.contracts.stores.v1.GetProductsResponse;
import dev.mallbots.contracts.stores.v1.GetStoresRequest;
import dev.mallbots.contracts.stores.v1.GetStoresResponse;
import dev.mallbots.contracts.stores.v1.Product;
import dev.mallbots.contracts.stores.v1.Store;
import dev.mallbots.contracts.stores.v1.StoresService;
import dev.mallbots.platform.kernel.Unavailable;
import dev.mallbots.platform.service.Amounts;
import dev.mallbots.platform.service.security.OwnIdentity;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcClient;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Calls stores twice: once for all products, once for all their stores. */
@ApplicationScoped
class RemoteCatalogue implements Catalogue {

    private final StoresService stores;
    private final OwnIdentity identity;
    private final Amounts amounts;

    RemoteCatalogue(@GrpcClient("stores") StoresService stores, OwnIdentity identity, Amounts amounts) {
        this.stores = stores;
        this.identity = identity;
        this.amounts = amounts;
    }

    @Override
    public Uni<Found> find(Set<UUID> productIds) {
        return products(productIds)
                .chain(products -> storesOf(products)
                        .map(found -> new Found(
                                found.stream().map(RemoteCatalogue::copy).toList(),
                                products.stream().map(this::copy).toList())))
                // of the answers of stores only "not found" is a decision; any other failure means that stores can't
                // answer
                .onFailure(StatusRuntimeException.class)
                .transform(failure -> new Unavailable("the stores service", failure));
    }

    private Uni<List<Product>> products(Set<UUID> ids) {
        var request = GetProductsRequest.newBuilder()
                .addAllIds(ids.stream().map(UUID::toString).toList())
                .build();
        return identity.calling(stores, client -> client.getProducts(request))
                .map(GetProductsResponse::getProductsList);
    }

    private Uni<List<Store>> storesOf(List<Product> products) {
        Set<String> ids = products.stream().map(Product::getStoreId).collect(Collectors.toSet());
        return ids.isEmpty()
                ? Uni.createFrom().item(List.of())
                : identity.calling(
                                stores,
                                client -> client.getStores(GetStoresRequest.newBuilder()
                                        .addAllIds(ids)
                                        .build()))
                        .map(GetStoresResponse::getStoresList);
    }

    private static StoreCopy copy(Store store) {
        return new StoreCopy(
                UUID.fromString(store.getId()), store.getName(), store.getParticipating(), store.getVersion());
    }

    private ProductCopy copy(Product product) {
        return new ProductCopy(
                UUID.fromString(product.getId()),
                UUID.fromString(product.getStoreId()),
                product.getName(),
                amounts.read("price", product.getPrice()),
                product.getVersion());
    }
}
