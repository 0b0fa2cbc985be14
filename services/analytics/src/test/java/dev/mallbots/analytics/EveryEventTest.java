package dev.mallbots.analytics;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import dev.mallbots.contracts.baskets.v1.BasketStarted;
import dev.mallbots.contracts.common.v1.Money;
import dev.mallbots.contracts.customers.v1.CustomerRegistered;
import dev.mallbots.contracts.depot.v1.ShoppingListCreated;
import dev.mallbots.contracts.ordering.v1.OrderCreated;
import dev.mallbots.contracts.payments.v1.PaymentAuthorized;
import dev.mallbots.contracts.stores.v1.StoreCreated;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.testing.LostOffsets;
import dev.mallbots.platform.testing.WithMall;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Fails for a new event of the contracts that analytics does not consume; and compares the result of all events with a rebuild. */
@QuarkusTest
@WithMall
class EveryEventTest {

    private static final Others OTHERS = new Others();
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final List<String> AGGREGATES =
            List.of("Store", "Product", "Customer", "Basket", "Order", "Payment", "Invoice", "ShoppingList");
    private static final List<FileDescriptor> CONTEXTS = Stream.of(
                    StoreCreated.getDescriptor(),
                    CustomerRegistered.getDescriptor(),
                    BasketStarted.getDescriptor(),
                    OrderCreated.getDescriptor(),
                    PaymentAuthorized.getDescriptor(),
                    ShoppingListCreated.getDescriptor())
            .map(Descriptor::getFile)
            .toList();

    @Inject
    AgroalDataSource database;

    private final Map<String, UUID> ids = new HashMap<>();
    private final Map<String, Long> sequences = new HashMap<>();

    @AfterAll
    static void close() {
        OTHERS.topics().close();
    }

    @Test
    void every_event_of_the_mall_is_in_the_trail_of_each_id_that_it_names_before_and_after_a_rebuild() {
        tellEveryEvent();

        assertThat(rebuild().getInt("differences.count")).isZero();
        assertThat(trail(ids.get("order_id"))).hasSizeGreaterThan(20);
    }

    @Test
    void replayed_history_changes_nothing() {
        tellEveryEvent();

        new LostOffsets(database, OTHERS.topics()).changeNothingFor(ids.values().toArray());
    }

    /** Waits until the trail contains them. */
    private void tellEveryEvent() {
        List<Descriptor> events = CONTEXTS.stream()
                .flatMap(file -> file.getMessageTypes().stream())
                .filter(type -> AGGREGATES.stream().anyMatch(name -> isOf(name, type)))
                .toList();
        assertThat(events).hasSizeGreaterThan(30);
        // an order's id is its basket's and its invoice's
        UUID order = Ids.next();
        Stream.of("order_id", "basket_id", "invoice_id").forEach(name -> ids.put(name, order));

        events.forEach(this::tell);

        ids.forEach((name, id) -> await(name)
                .atMost(SOON)
                .untilAsserted(() -> assertThat(trail(id))
                        .containsExactlyInAnyOrderElementsOf(events.stream()
                                .filter(type -> names(type, name))
                                .map(Descriptor::getFullName)
                                .distinct()
                                .toList())));
    }

    /** An aggregate of that name, and not a part of a message such as {@code BasketItem}. */
    private static boolean isOf(String aggregate, Descriptor type) {
        return type.getName().startsWith(aggregate)
                && type.getFields().getFirst().getName().endsWith("_id")
                && type.getFile().getMessageTypes().stream()
                        .flatMap(other -> other.getFields().stream())
                        .filter(field -> field.getJavaType() == FieldDescriptor.JavaType.MESSAGE)
                        .noneMatch(field -> field.getMessageType().equals(type));
    }

    private void tell(Descriptor type) {
        String aggregate =
                AGGREGATES.stream().filter(name -> isOf(name, type)).findFirst().orElseThrow();
        String topic =
                "mallbots.%s.events.%s".formatted(type.getFile().getPackage().split("\\.")[1], aggregate);
        UUID subject = idOf(type.getFields().getFirst().getName());
        OTHERS.tell(topic, subject, sample(type), sequences.merge(topic, 1L, Long::sum), Instant.now());
    }

    private UUID idOf(String field) {
        return ids.computeIfAbsent(field, any -> Ids.next());
    }

    private Message sample(Descriptor type) {
        if (type.equals(Money.getDescriptor())) {
            return Money.newBuilder().setAmount("12.5").setCurrency("EUR").build();
        }
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        for (FieldDescriptor field : type.getFields()) {
            Object value = switch (field.getJavaType()) {
                case MESSAGE -> sample(field.getMessageType());
                case STRING ->
                    field.getName().endsWith("_id") ? idOf(field.getName()).toString() : "some " + field.getName();
                case INT -> 3;
                case BOOLEAN -> true;
                default -> throw new AssertionError("no sample for " + field);
            };
            if (field.isRepeated()) {
                message.addRepeatedField(field, value);
            } else {
                message.setField(field, value);
            }
        }
        return message.build();
    }

    /** Or another name of the same id. */
    private boolean names(Descriptor type, String id) {
        return type.getFields().stream()
                .anyMatch(field -> field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                        ? names(field.getMessageType(), id)
                        : field.getName().endsWith("_id")
                                && idOf(field.getName()).equals(ids.get(id)));
    }

    private static List<String> trail(UUID id) {
        return given().get("/api/audit/{id}", id).jsonPath().getList("events.type");
    }

    private static JsonPath rebuild() {
        await().atMost(SOON)
                .until(() -> given().post("/api/ops/analytics/rebuilds").statusCode() == 200);
        await().atMost(SOON).until(() -> !newest("state").equals("running"));
        JsonPath rebuilt =
                given().get("/api/ops/analytics/rebuilds/{id}", newest("id")).jsonPath();
        assertThat(rebuilt.getString("rebuild.state")).as(rebuilt.prettify()).isEqualTo("done");
        return rebuilt;
    }

    private static String newest(String field) {
        return given().get("/api/ops/analytics/rebuilds").jsonPath().getString("rebuilds[0]." + field);
    }
}
