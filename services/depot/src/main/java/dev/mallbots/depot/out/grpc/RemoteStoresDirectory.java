package dev.mallbots.depot.out.grpc;

import dev.mallbots.contracts.stores.v1.GetProductsRequest;
import dev.mallbots.contracts.stores.v1.GetStoresRequest;
import dev.mallbots.contracts.stores.v1.StoresService;
import dev.mallbots.depot.application.Copies.ProductCopy;
import dev.mallbots.depot.application.Copies.StoreCopy;
import dev.mallbots.depot.application.StoresDirectory;
import dev.mallbots.depot.domain.Product;
import dev.mallbots.depot.domain.Store;
import dev.mallbots.platform.kernel.Unavailable;
import dev.mallbots.platform.service.security.OwnIdentity;
import io.quarkus.grpc.GrpcClient;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Asks the stores service. */
@ApplicationScoped
class RemoteStoresDirectory implements StoresDirectory {

    private final StoresService stores;
    private final OwnIdentity identity;

    RemoteStoresDirectory(@GrpcClient("stores") StoresService stores, OwnIdentity identity) {
        this.stores = stores;
        this.identity = identity;
    }

    @Override
    public Uni<List<StoreCopy>> stores(Set<UUID> ids) {
        var request = GetStoresRequest.newBuilder().addAllIds(texts(ids)).build();
        return identity.calling(stores, client -> client.getStores(request))
                .map(response -> response.getStoresList().stream()
                        .map(RemoteStoresDirectory::copy)
                        .toList())
                .onFailure()
                .transform(RemoteStoresDirectory::away);
    }

    @Override
    public Uni<List<ProductCopy>> products(Set<UUID> ids) {
        var request = GetProductsRequest.newBuilder().addAllIds(texts(ids)).build();
        return identity.calling(stores, client -> client.getProducts(request))
                .map(response -> response.getProductsList().stream()
                        .map(RemoteStoresDirectory::copy)
                        .toList())
                .onFailure()
                .transform(RemoteStoresDirectory::away);
    }

    private static List<String> texts(Set<UUID> ids) {
        return ids.stream().map(UUID::toString).toList();
    }

    private static StoreCopy copy(dev.mallbots.contracts.stores.v1.Store store) {
        return new StoreCopy(
                new Store(UUID.fromString(store.getId()), store.getName(), store.getLocation()), store.getVersion());
    }

    private static ProductCopy copy(dev.mallbots.contracts.stores.v1.Product product) {
        return new ProductCopy(
                new Product(UUID.fromString(product.getId()), UUID.fromString(product.getStoreId()), product.getName()),
                product.getVersion());
    }

    // whatever it is, it says nothing about what was asked for: to be tried again
    private static Unavailable away(Throwable failure) {
        return new Unavailable("the stores service", failure);
    }
}
