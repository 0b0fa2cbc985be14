package dev.mallbots.customers.in.grpc;

import com.google.protobuf.Message;
import dev.mallbots.contracts.customers.v1.CustomersServiceGrpc;
import dev.mallbots.contracts.customers.v1.GetCustomerRequest;
import dev.mallbots.contracts.customers.v1.RegisterCustomerRequest;
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
        super("customers", CustomersServiceGrpc.getServiceDescriptor());
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
        if (!method.equals("GetCustomer")) {
            throw new AssertionError("this test has no example for the call " + method);
        }
        String customer = CustomersServiceGrpc.newBlockingStub(channel)
                .withInterceptors(Tokens.on(Tokens.operator()))
                .registerCustomer(RegisterCustomerRequest.newBuilder()
                        .setName("Ada")
                        .setSmsNumber("5551234")
                        .build())
                .getId();
        return GetCustomerRequest.newBuilder().setId(customer).build();
    }
}
