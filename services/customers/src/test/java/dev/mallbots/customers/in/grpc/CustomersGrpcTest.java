package dev.mallbots.customers.in.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mallbots.contracts.customers.v1.ChangeSmsNumberRequest;
import dev.mallbots.contracts.customers.v1.Customer;
import dev.mallbots.contracts.customers.v1.CustomersServiceGrpc;
import dev.mallbots.contracts.customers.v1.CustomersServiceGrpc.CustomersServiceBlockingStub;
import dev.mallbots.contracts.customers.v1.DisableCustomerRequest;
import dev.mallbots.contracts.customers.v1.EnableCustomerRequest;
import dev.mallbots.contracts.customers.v1.GetCustomerRequest;
import dev.mallbots.contracts.customers.v1.RegisterCustomerRequest;
import dev.mallbots.platform.testing.Tokens;
import dev.mallbots.platform.testing.WithMall;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URL;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithMall
class CustomersGrpcTest {

    @TestHTTPResource
    URL service;

    private ManagedChannel channel;
    private CustomersServiceBlockingStub customers;

    @BeforeEach
    void connect() {
        channel = NettyChannelBuilder.forAddress(service.getHost(), service.getPort())
                .usePlaintext()
                .intercept(Tokens.on(Tokens.operator()))
                .build();
        customers = CustomersServiceGrpc.newBlockingStub(channel);
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
    }

    @Test
    void a_customer_carries_the_sequence_of_its_last_event_so_that_a_copy_never_gets_older() {
        String id = register("5551234");
        assertThat(get(id).getVersion()).isEqualTo(1);

        customers.disableCustomer(DisableCustomerRequest.newBuilder().setId(id).build());
        customers.changeSmsNumber(ChangeSmsNumberRequest.newBuilder()
                .setId(id)
                .setSmsNumber("+1 555 9999")
                .build());

        assertThat(get(id))
                .isEqualTo(Customer.newBuilder()
                        .setId(id)
                        .setName("Ada")
                        .setSmsNumber("+1 555 9999")
                        .setEnabled(false)
                        .setVersion(3)
                        .build());
        customers.enableCustomer(EnableCustomerRequest.newBuilder().setId(id).build());
        assertThat(get(id).getEnabled()).isTrue();
    }

    @Test
    void refusals_have_the_matching_grpc_status() {
        assertThat(refusal(() -> get(UUID.randomUUID().toString()))).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(refusal(() -> get("seven"))).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refusal(() -> register("seven"))).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refusal(() -> customers.enableCustomer(EnableCustomerRequest.newBuilder()
                        .setId(register("5551234"))
                        .build())))
                .isEqualTo(Status.Code.FAILED_PRECONDITION);
    }

    private String register(String number) {
        return customers
                .registerCustomer(RegisterCustomerRequest.newBuilder()
                        .setName("Ada")
                        .setSmsNumber(number)
                        .build())
                .getId();
    }

    private Customer get(String id) {
        return customers
                .getCustomer(GetCustomerRequest.newBuilder().setId(id).build())
                .getCustomer();
    }

    private static Status.Code refusal(Runnable call) {
        return catchThrowableOfType(StatusRuntimeException.class, call::run)
                .getStatus()
                .getCode();
    }
}
