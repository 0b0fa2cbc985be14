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
import dev.mallbots.platform.service.grpc.Silence;
import dev.mallbots.platform.service.security.OwnIdentity;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcClient;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Calls the service stores over gRPC. */
@ApplicationScoped
class RemoteStoresDirectory implements StoresDirectory {

    /** The limit of ids in one request to stores. */
    private static final int MOST_AT_ONCE = 500;

    private final Silence silence = new Silence(Duration.ofSeconds(3));
    private final StoresService stores;
    private final OwnIdentity identity;

    RemoteStoresDirectory(@GrpcClient("stores") StoresService stores, OwnIdentity identity) {
        this.stores = stores;
        this.identity = identity;
    }

    @Override
    public Uni<List<StoreCopy>> stores(Set<UUID> ids) {
        return inParts(ids, part -> {
            var request = GetStoresRequest.newBuilder().addAllIds(part).build();
            return identity.calling(stores, client -> client.getStores(request))
                    .map(response -> response.getStoresList().stream()
                            .map(RemoteStoresDirectory::copy)
                            .toList());
        });
    }

    @Override
    public Uni<List<ProductCopy>> products(Set<UUID> ids) {
        return inParts(ids, part -> {
            var request = GetProductsRequest.newBuilder().addAllIds(part).build();
            return identity.calling(stores, client -> client.getProducts(request))
                    .map(response -> response.getProductsList().stream()
                            .map(RemoteStoresDirectory::copy)
                            .toList());
        });
    }

    private <T> Uni<List<T>> inParts(Set<UUID> ids, Function<List<String>, Uni<List<T>>> ask) {
        return Multi.createFrom()
                .iterable(ids)
                .map(UUID::toString)
                .group()
                .intoLists()
                .of(MOST_AT_ONCE)
                .onItem()
                .transformToUniAndConcatenate(part -> silence.orAsk(() ->
                        ask.apply(part).onFailure(StatusRuntimeException.class).transform(RemoteStoresDirectory::away)))
                .collect()
                .asList()
                .map(parts -> parts.stream().flatMap(List::stream).toList());
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

    // a technical failure tells nothing about the products, so the message is tried again
    private static Unavailable away(Throwable failure) {
        return new Unavailable("the stores service", failure);
    }
}
