package dev.mallbots.depot;

import dev.mallbots.contracts.stores.v1.GetProductsRequest;
import dev.mallbots.contracts.stores.v1.GetProductsResponse;
import dev.mallbots.contracts.stores.v1.GetStoresRequest;
import dev.mallbots.contracts.stores.v1.GetStoresResponse;
import dev.mallbots.contracts.stores.v1.Product;
import dev.mallbots.contracts.stores.v1.Store;
import dev.mallbots.contracts.stores.v1.StoresServiceGrpc.StoresServiceImplBase;
import dev.mallbots.platform.kernel.Ids;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A small stores service on a free port, with the products that a test sets; it can stop answering for a while. */
public class StoresOfTheTest extends StoresServiceImplBase implements QuarkusTestResourceLifecycleManager {

    private final Map<String, Store> stores = new ConcurrentHashMap<>();
    private final Map<String, Product> products = new ConcurrentHashMap<>();
    private final AtomicInteger questions = new AtomicInteger();
    private volatile boolean silent;
    private Server server;

    @Override
    public Map<String, String> start() {
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .addService(this)
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of("quarkus.grpc.clients.stores.test-port", Integer.toString(server.getPort()));
    }

    @Override
    public void stop() {
        server.shutdownNow();
    }

    @Override
    public void inject(TestInjector testInjector) {
        testInjector.injectIntoFields(this, new TestInjector.MatchesType(StoresOfTheTest.class));
    }

    UUID open(String name, String location) {
        UUID id = Ids.next();
        stores.put(
                id.toString(),
                Store.newBuilder()
                        .setId(id.toString())
                        .setName(name)
                        .setLocation(location)
                        .setVersion(3)
                        .build());
        return id;
    }

    UUID sell(UUID store, String name) {
        UUID id = Ids.next();
        products.put(
                id.toString(),
                Product.newBuilder()
                        .setId(id.toString())
                        .setStoreId(store.toString())
                        .setName(name)
                        .setVersion(2)
                        .build());
        return id;
    }

    int questions() {
        return questions.get();
    }

    void keepSilent(boolean silent) {
        this.silent = silent;
    }

    @Override
    public void getStores(GetStoresRequest request, StreamObserver<GetStoresResponse> asker) {
        answer(
                asker,
                GetStoresResponse.newBuilder()
                        .addAllStores(request.getIdsList().stream()
                                .map(stores::get)
                                .filter(Objects::nonNull)
                                .toList())
                        .build());
    }

    @Override
    public void getProducts(GetProductsRequest request, StreamObserver<GetProductsResponse> asker) {
        answer(
                asker,
                GetProductsResponse.newBuilder()
                        .addAllProducts(request.getIdsList().stream()
                                .map(products::get)
                                .filter(Objects::nonNull)
                                .toList())
                        .build());
    }

    private <A> void answer(StreamObserver<A> asker, A answer) {
        questions.incrementAndGet();
        if (!silent) {
            asker.onNext(answer);
            asker.onCompleted();
        }
    }
}
