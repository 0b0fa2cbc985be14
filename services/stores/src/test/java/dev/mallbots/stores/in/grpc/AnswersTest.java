package dev.mallbots.stores.in.grpc;

import com.google.protobuf.Message;
import dev.mallbots.contracts.common.v1.Money;
import dev.mallbots.contracts.stores.v1.AddProductRequest;
import dev.mallbots.contracts.stores.v1.CreateStoreRequest;
import dev.mallbots.contracts.stores.v1.GetProductsRequest;
import dev.mallbots.contracts.stores.v1.GetStoresRequest;
import dev.mallbots.contracts.stores.v1.StoresServiceGrpc;
import dev.mallbots.contracts.stores.v1.StoresServiceGrpc.StoresServiceBlockingStub;
import dev.mallbots.platform.pacts.AnswerPacts;
import dev.mallbots.platform.testing.Tokens;
import dev.mallbots.platform.testing.WithMall;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

@QuarkusTest
@WithMall
class AnswersTest extends AnswerPacts {

    @TestHTTPResource
    URL service;

    private ManagedChannel channel;

    AnswersTest() {
        super("stores", StoresServiceGrpc.getServiceDescriptor());
    }

    @BeforeEach
    void connect() {
        channel = NettyChannelBuilder.forAddress(service.getHost(), service.getPort())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
    }

    @Override
    protected Channel channel(String consumer) {
        return ClientInterceptors.intercept(channel, Tokens.on(Tokens.service(consumer)));
    }

    @Override
    protected Message known(String method) {
        StoresServiceBlockingStub stores =
                StoresServiceGrpc.newBlockingStub(channel).withInterceptors(Tokens.on(Tokens.operator()));
        String store = stores.createStore(CreateStoreRequest.newBuilder()
                        .setName("Bakery")
                        .setLocation("Ground floor")
                        .build())
                .getId();
        return switch (method) {
            case "GetStores" -> GetStoresRequest.newBuilder().addIds(store).build();
            case "GetProducts" ->
                GetProductsRequest.newBuilder().addIds(addBread(stores, store)).build();
            default -> throw new AssertionError("this test has no example for the call " + method);
        };
    }

    private static String addBread(StoresServiceBlockingStub stores, String store) {
        return stores.addProduct(AddProductRequest.newBuilder()
                        .setStoreId(store)
                        .setName("Bread")
                        .setPrice(Money.newBuilder().setAmount("3.2").setCurrency("EUR"))
                        .build())
                .getId();
    }
}
