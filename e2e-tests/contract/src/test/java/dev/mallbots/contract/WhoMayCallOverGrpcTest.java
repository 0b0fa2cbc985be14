package dev.mallbots.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import dev.mallbots.contract.Permission.Outcome;
import dev.mallbots.contracts.analytics.v1.AnalyticsServiceGrpc;
import dev.mallbots.contracts.baskets.v1.BasketsServiceGrpc;
import dev.mallbots.contracts.common.v1.Money;
import dev.mallbots.contracts.customers.v1.CustomersServiceGrpc;
import dev.mallbots.contracts.depot.v1.DepotServiceGrpc;
import dev.mallbots.contracts.notifications.v1.NotificationsServiceGrpc;
import dev.mallbots.contracts.ordering.v1.OrderingServiceGrpc;
import dev.mallbots.contracts.ordersaga.v1.OrderSagaServiceGrpc;
import dev.mallbots.contracts.payments.v1.PaymentsServiceGrpc;
import dev.mallbots.contracts.search.v1.SearchServiceGrpc;
import dev.mallbots.contracts.stores.v1.StoresServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every gRPC call by every role, with valid and invalid tokens: the same rules as over HTTP. */
@Tag("starts-processes")
@ExtendWith(Mall.Open.class)
class WhoMayCallOverGrpcTest {

    private static final Map<String, Permission> PERMISSIONS = Permission.table("/who-may-grpc.csv");

    private static final Map<String, ServiceDescriptor> SERVICES = Map.of(
            "stores", StoresServiceGrpc.getServiceDescriptor(),
            "customers", CustomersServiceGrpc.getServiceDescriptor(),
            "baskets", BasketsServiceGrpc.getServiceDescriptor(),
            "ordering", OrderingServiceGrpc.getServiceDescriptor(),
            "payments", PaymentsServiceGrpc.getServiceDescriptor(),
            "depot", DepotServiceGrpc.getServiceDescriptor(),
            "order-saga", OrderSagaServiceGrpc.getServiceDescriptor(),
            "notifications", NotificationsServiceGrpc.getServiceDescriptor(),
            "search", SearchServiceGrpc.getServiceDescriptor(),
            "analytics", AnalyticsServiceGrpc.getServiceDescriptor());

    private static Belongings things;
    private static Badges badges;

    /** @param service the service of the call */
    record Call(String service, MethodDescriptor<?, ?> method) {

        @Override
        public String toString() {
            return method.getFullMethodName();
        }
    }

    @BeforeAll
    static void create_test_data() {
        things = Belongings.of(UUID.randomUUID(), UUID.randomUUID());
        badges = new Badges(things.customer(), things.storeOwner());
    }

    static List<Call> calls() {
        return SERVICES.entrySet().stream()
                .flatMap(service ->
                        service.getValue().getMethods().stream().map(method -> new Call(service.getKey(), method)))
                .toList();
    }

    @Test
    void every_call_has_a_permission() {
        assertThat(new TreeSet<>(PERMISSIONS.keySet()))
                .as("calls in who-may-grpc.csv and in the contracts")
                .containsExactlyElementsOf(
                        new TreeSet<>(calls().stream().map(Call::toString).toList()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void a_call_is_open_to_the_permitted_callers_only(Call call) {
        Permission permission = PERMISSIONS.get(call.toString());
        assertThat(Stream.of(Who.values()))
                .allSatisfy(who ->
                        assertThat(outcome(call, who)).as("%s as %s", call, who).isEqualTo(permission.of(who)));
    }

    private static Outcome outcome(Call call, Who who) {
        Status.Code code = codeOf(call.service(), call.method(), badges.of(who));
        assertThat(code)
                .as("%s as %s", call, who)
                .isNotIn(Status.Code.INTERNAL, Status.Code.UNKNOWN, Status.Code.UNAVAILABLE);
        return switch (code) {
            case UNAUTHENTICATED -> Outcome.UNAUTHENTICATED;
            case PERMISSION_DENIED -> Outcome.FORBIDDEN;
            default -> Outcome.LET_IN;
        };
    }

    private static <Q, A> Status.Code codeOf(String service, MethodDescriptor<Q, A> method, String token) {
        URI address = URI.create(Mall.get().url(service));
        ManagedChannel channel = NettyChannelBuilder.forAddress(address.getHost(), address.getPort())
                .usePlaintext()
                .build();
        try {
            Channel asCaller = token == null
                    ? channel
                    : ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(bearer(token)));
            ClientCalls.blockingUnaryCall(
                    asCaller, method, CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS), request(method));
            return Status.Code.OK;
        } catch (StatusRuntimeException refused) {
            return refused.getStatus().getCode();
        } finally {
            channel.shutdownNow();
        }
    }

    private static Metadata bearer(String token) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("Authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        return headers;
    }

    private static <Q> Q request(MethodDescriptor<Q, ?> method) {
        var schema = ((ProtoMethodDescriptorSupplier) method.getSchemaDescriptor()).getMethodDescriptor();
        Message message = filled(DynamicMessage.newBuilder(schema.getInputType()), method.getBareMethodName())
                .build();
        return method.parseRequest(message.toByteString().newInput());
    }

    private static DynamicMessage.Builder filled(DynamicMessage.Builder message, String method) {
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            Object value = value(field, method);
            if (value != null && field.isRepeated()) {
                message.addRepeatedField(field, value);
            } else if (value != null) {
                message.setField(field, value);
            }
        }
        return message;
    }

    /** Null to leave it out. */
    private static Object value(FieldDescriptor field, String method) {
        return switch (field.getJavaType()) {
            case STRING -> text(field.getName(), method);
            case INT -> 1;
            case LONG -> 1L;
            case MESSAGE ->
                switch (field.getMessageType().getName()) {
                    case "Money" ->
                        Money.newBuilder().setAmount("10").setCurrency("EUR").build();
                    case "SearchFilters", "OrderItem", "ShoppingItem", "Item" ->
                        filled(DynamicMessage.newBuilder(field.getMessageType()), method)
                                .build();
                    default -> null;
                };
            default -> null;
        };
    }

    private static String text(String field, String method) {
        return switch (field) {
            case "id", "ids" -> idFor(method);
            case "customer_id" -> things.customer().toString();
            case "payment_id" -> things.payment();
            case "product_id", "product_ids" -> things.product();
            case "store_id", "store_ids" -> things.store();
            case "order_id" -> UUID.randomUUID().toString();
            case "bot_id" -> things.bot();
            case "sms_number" -> "+44 20 7946 0958";
            case "next", "state" -> null;
            default -> "something";
        };
    }

    private static String idFor(String method) {
        if (method.contains("Product")) {
            return things.product();
        }
        if (method.contains("Store") || method.contains("Participation")) {
            return things.store();
        }
        if (method.contains("Customer") || method.contains("SmsNumber")) {
            return things.customer().toString();
        }
        if (method.contains("Basket") || method.contains("Item")) {
            return things.basket();
        }
        if (method.contains("ShoppingList")) {
            return things.shoppingList();
        }
        return method.equals("GetPayment") ? things.payment() : things.order();
    }
}
