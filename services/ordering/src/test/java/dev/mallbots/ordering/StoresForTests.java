package dev.mallbots.ordering;

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
import io.grpc.Status;
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

/** A small stores service on a free port, with the products that a test sets. */
public class StoresForTests implements QuarkusTestResourceLifecycleManager {

    private enum Mood {
        WELL,
        AWAY,
        SILENT
    }

    private final Map<String, Store> stores = new ConcurrentHashMap<>();
    private final Map<String, Product> products = new ConcurrentHashMap<>();
    private volatile Mood mood = Mood.WELL;
    private Server server;

    @Override
    public Map<String, String> start() {
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .addService(new Answers())
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
        testInjector.injectIntoFields(this, new TestInjector.MatchesType(StoresForTests.class));
    }

    UUID opens(String name) {
        var id = Ids.next();
        stores.put(
                id.toString(),
                Store.newBuilder()
                        .setId(id.toString())
                        .setName(name)
                        .setParticipating(true)
                        .build());
        return id;
    }

    void closes(UUID store) {
        stores.computeIfPresent(
                store.toString(),
                (_, open) -> open.toBuilder().setParticipating(false).build());
    }

    UUID sells(UUID store, String name, String price) {
        var id = Ids.next();
        products.put(
                id.toString(),
                Product.newBuilder()
                        .setId(id.toString())
                        .setStoreId(store.toString())
                        .setName(name)
                        .setPrice(Money.newBuilder().setAmount(price).setCurrency("EUR"))
                        .build());
        return id;
    }

    void whileAway(Runnable what) {
        whileIn(Mood.AWAY, what);
    }

    void whileSilent(Runnable what) {
        whileIn(Mood.SILENT, what);
    }

    private void whileIn(Mood passing, Runnable what) {
        mood = passing;
        try {
            what.run();
        } finally {
            mood = Mood.WELL;
        }
    }

    private final class Answers extends StoresServiceGrpc.StoresServiceImplBase {

        @Override
        public void getProducts(GetProductsRequest request, StreamObserver<GetProductsResponse> caller) {
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
            switch (mood) {
                case WELL -> {
                    caller.onNext(answer);
                    caller.onCompleted();
                }
                case AWAY -> caller.onError(Status.UNAVAILABLE.asRuntimeException());
                case SILENT -> {}
            }
        }
    }
}
