package dev.mallbots.baskets;

import dev.mallbots.contracts.common.v1.Money;
import dev.mallbots.contracts.stores.v1.GetProductsRequest;
import dev.mallbots.contracts.stores.v1.GetProductsResponse;
import dev.mallbots.contracts.stores.v1.GetStoresRequest;
import dev.mallbots.contracts.stores.v1.GetStoresResponse;
import dev.mallbots.contracts.stores.v1.Product;
import dev.mallbots.contracts.stores.v1.Store;
import dev.mallbots.contracts.stores.v1.StoresServiceGrpc;
import dev.mallbots.platform.kernel.Ids;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A small stores service on a free port, with the products that a test sets. */
public class StoresForTests implements QuarkusTestResourceLifecycleManager {

    private final Map<String, Store> stores = new ConcurrentHashMap<>();
    private final Map<String, Product> products = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile boolean silent;
    private Server server;

    @Override
    public Map<String, String> start() {
        listen(0);
        return Map.of("quarkus.grpc.clients.stores.test-port", Integer.toString(server.getPort()));
    }

    private void listen(int port) {
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                    .addService(new Answers())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (server != null) {
            server.shutdownNow();
        }
    }

    @Override
    public void inject(TestInjector testInjector) {
        testInjector.injectIntoFields(this, new TestInjector.MatchesType(StoresForTests.class));
    }

    UUID opens(String name) {
        UUID id = Ids.next();
        stores.put(
                id.toString(),
                Store.newBuilder()
                        .setId(id.toString())
                        .setName(name)
                        .setParticipating(true)
                        .setVersion(2)
                        .build());
        return id;
    }

    UUID sells(UUID store, String name, String price, long version) {
        UUID id = Ids.next();
        products.put(
                id.toString(),
                Product.newBuilder()
                        .setId(id.toString())
                        .setStoreId(store.toString())
                        .setName(name)
                        .setPrice(Money.newBuilder().setAmount(price).setCurrency("EUR"))
                        .setVersion(version)
                        .build());
        return id;
    }

    /** The number of calls for this product. */
    long timesAsked(UUID product) {
        return asked.stream().filter(product.toString()::equals).count();
    }

    /** Stops the server, so that connections are refused. */
    void whileAway(Runnable what) {
        int port = server.getPort();
        try {
            server.shutdownNow().awaitTermination();
            what.run();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            listen(port);
        }
    }

    /** Accepts calls and never answers them. */
    void whileSilent(Runnable what) {
        silent = true;
        try {
            what.run();
        } finally {
            silent = false;
        }
    }

    private final class Answers extends StoresServiceGrpc.StoresServiceImplBase {

        @Override
        public void getProducts(GetProductsRequest request, StreamObserver<GetProductsResponse> caller) {
            asked.addAll(request.getIdsList());
            answer(
                    caller,
                    GetProductsResponse.newBuilder()
                            .addAllProducts(request.getIdsList().stream()
                                    .map(products::get)
                                    .filter(Objects::nonNull)
                                    .toList())
                            .build());
        }

        @Override
        public void getStores(GetStoresRequest request, StreamObserver<GetStoresResponse> caller) {
            answer(
                    caller,
                    GetStoresResponse.newBuilder()
                            .addAllStores(request.getIdsList().stream()
                                    .map(stores::get)
                                    .filter(Objects::nonNull)
                                    .toList())
                            .build());
        }

        private <A> void answer(StreamObserver<A> caller, A answer) {
            if (!silent) {
                caller.onNext(answer);
                caller.onCompleted();
            }
        }
    }
}
