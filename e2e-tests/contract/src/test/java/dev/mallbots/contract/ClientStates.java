package dev.mallbots.contract;

import au.com.dius.pact.provider.junitsupport.State;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The states of the mall that the pacts of its clients name. Each method brings the mall into a state through the public API, with objects
 * and users of its own, and returns the ids and tokens that the requests of the pacts contain.
 */
final class ClientStates {

    /** The content of an unreadable message, and its {@code ce_id}. */
    static final String RUBBISH = "rubbish";

    private static final String COMMANDS = "mallbots.depot.commands";

    /** Nothing changes it any more, so all interactions share it. */
    private static Map<String, Object> completed;

    private final Mall mall = Mall.get();

    @State("a store owner")
    Map<String, Object> storeOwner() {
        return Map.of("ownerToken", token("store-owner:" + UUID.randomUUID()));
    }

    @State("a store does not participate")
    Map<String, Object> storeThatDoesNotParticipate() {
        String owner = "store-owner:" + UUID.randomUUID();
        return Map.of("ownerToken", token(owner), "storeId", Belongings.store(owner));
    }

    @State("a store sells a product")
    Map<String, Object> storeWithProduct() {
        String owner = "store-owner:" + UUID.randomUUID();
        String store = Belongings.store(owner);
        mall.mustAs(owner, "PUT", "/api/stores/%s/participating".formatted(store), "{}");
        String product = Belongings.product(owner, store);
        Belongings.await(
                "/api/stores/" + store,
                answer -> answer.at("/store/participating").asBoolean());
        return Map.of("ownerToken", token(owner), "storeId", store, "productId", product);
    }

    @State("a person who has not registered")
    Map<String, Object> personWhoHasNotRegistered() {
        return Map.of("customerToken", token("customer:" + UUID.randomUUID()));
    }

    @State("another customer")
    Map<String, Object> anotherCustomer() {
        return Map.of("otherCustomerToken", token("customer:" + UUID.randomUUID()));
    }

    @State("a customer")
    Map<String, Object> customer() {
        UUID id = UUID.randomUUID();
        Belongings.register("customer:" + id);
        return Map.of("customerToken", token("customer:" + id), "customerId", id.toString());
    }

    @State("an empty basket")
    Map<String, Object> emptyBasket() {
        Map<String, Object> state = shopping();
        state.put("basketId", Belongings.basket(buyer(state), idOf(state)));
        return state;
    }

    @State("a basket with a product")
    Map<String, Object> basketWithProduct() {
        Map<String, Object> state = shopping();
        state.put("basketId", Belongings.basketWith(buyer(state), idOf(state), (String) state.get("productId")));
        return state;
    }

    @State("a basket and its authorized payment")
    Map<String, Object> basketAndPayment() {
        Map<String, Object> state = basketWithProduct();
        state.put("paymentId", Belongings.payment(buyer(state), idOf(state)));
        return state;
    }

    private Map<String, Object> shopping() {
        Map<String, Object> state = new HashMap<>(storeWithProduct());
        state.putAll(customer());
        return state;
    }

    private static UUID idOf(Map<String, Object> state) {
        return UUID.fromString((String) state.get("customerId"));
    }

    private static String buyer(Map<String, Object> state) {
        return "customer:" + idOf(state);
    }

    @State("an order that is ready")
    Map<String, Object> orderThatIsReady() {
        Belongings things = Belongings.of(UUID.randomUUID(), UUID.randomUUID());
        return Map.of(
                "customerToken", token("customer:" + things.customer()),
                "customerId", things.customer().toString(),
                "paymentId", things.payment(),
                "orderId", things.order());
    }

    @State("a completed order")
    Map<String, Object> completedOrder() {
        if (completed == null) {
            completed = newCompletedOrder();
        }
        return completed;
    }

    private Map<String, Object> newCompletedOrder() {
        Map<String, Object> state = new HashMap<>(orderThatIsReady());
        Object order = state.get("orderId");
        mall.mustAs(buyer(state), "PUT", "/api/payments/invoices/%s/pay".formatted(order), "{}");
        Belongings.await("/api/ordering/" + order, answer -> completed(answer.at("/order/status")));
        Belongings.await("/api/search/orders/" + order, answer -> completed(answer.at("/order/status")));
        Belongings.await("/api/ops/sagas/" + order, answer -> completed(answer.at("/saga/state")));
        Belongings.await(
                "/api/payments/invoices/" + order,
                answer -> answer.at("/invoice/status").asText().equals("paid"));
        Belongings.await(
                "/api/notifications?customerId=" + state.get("customerId"),
                answer -> !answer.path("notifications").isEmpty());
        state.put("eventId", eventThatTheSagaHasHandled(order));
        return state;
    }

    private static boolean completed(JsonNode status) {
        return status.asText().equals("completed");
    }

    private String eventThatTheSagaHasHandled(Object order) {
        String trail = "/api/audit/" + order;
        Belongings.await(trail, answer -> created(answer) != null);
        String event = created(mall.must("GET", trail, null));
        Belongings.await(
                "/api/ops/order-saga/messages?id=" + event,
                answer -> !answer.path("messages").isEmpty());
        return event;
    }

    /** Null while analytics has not handled it. */
    private static String created(JsonNode trail) {
        return StreamSupport.stream(trail.path("events").spliterator(), false)
                .filter(event -> event.path("type").asText().endsWith(".OrderCreated"))
                .map(event -> event.path("id").asText())
                .findFirst()
                .orElse(null);
    }

    @State("an operator")
    Map<String, Object> operator() {
        return Map.of("operatorToken", token("operator"));
    }

    /** No public call makes a dead letter: somebody publishes a message that nobody can read. */
    @State("depot has a dead letter")
    Map<String, Object> deadLetter() throws ExecutionException, InterruptedException {
        String key = UUID.randomUUID().toString();
        try (var producer =
                new KafkaProducer<>(mall.kafkaSettings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            var rubbish = new ProducerRecord<>(
                    COMMANDS, key.getBytes(StandardCharsets.UTF_8), RUBBISH.getBytes(StandardCharsets.UTF_8));
            rubbish.headers().add("ce_id", RUBBISH.getBytes(StandardCharsets.UTF_8));
            producer.send(rubbish).get();
        }
        String letters = "/api/ops/depot/dead-letters";
        Belongings.await(letters, answer -> idOfLetter(answer, key) != null);
        return Map.of("deadLetterId", idOfLetter(mall.must("GET", letters, null), key));
    }

    /** Null if there is none. */
    private static String idOfLetter(JsonNode letters, String key) {
        return StreamSupport.stream(letters.path("deadLetters").spliterator(), false)
                .filter(letter -> letter.path("key").asText().equals(key))
                .map(letter -> letter.path("id").asText())
                .findFirst()
                .orElse(null);
    }

    private String token(String username) {
        return mall.tokenOf(username);
    }
}
