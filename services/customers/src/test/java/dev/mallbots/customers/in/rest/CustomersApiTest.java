package dev.mallbots.customers.in.rest;

import static dev.mallbots.customers.CustomersCalls.get;
import static dev.mallbots.customers.CustomersCalls.post;
import static dev.mallbots.customers.CustomersCalls.put;
import static dev.mallbots.customers.CustomersCalls.register;
import static dev.mallbots.customers.CustomersCalls.registerDisabled;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.mallbots.contracts.customers.v1.CustomerDisabled;
import dev.mallbots.contracts.customers.v1.CustomerEnabled;
import dev.mallbots.contracts.customers.v1.CustomerRegistered;
import dev.mallbots.contracts.customers.v1.CustomerSmsChanged;
import dev.mallbots.platform.testing.Tokens;
import dev.mallbots.platform.testing.Topics;
import dev.mallbots.platform.testing.WithMall;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithMall
class CustomersApiTest {

    private static final String TOPIC = "mallbots.customers.events.Customer";
    private static final Topics TOPICS = new Topics();

    @AfterAll
    static void close() {
        TOPICS.close();
    }

    @Test
    void a_registered_customer_is_enabled_and_the_number_is_stored_as_given() {
        UUID id = register("Ada", "(+49) 170-123.4567");

        get(id).statusCode(200)
                .body(
                        "customer",
                        equalTo(Map.of(
                                "id",
                                id.toString(),
                                "name",
                                "Ada",
                                "smsNumber",
                                "(+49) 170-123.4567",
                                "enabled",
                                true)));
    }

    @Test
    void people_who_register_themselves_keep_their_subject_as_id_and_register_once() {
        UUID id = UUID.randomUUID();

        registerAs(Tokens.customer(id)).statusCode(200).body("id", equalTo(id.toString()));
        registerAs(Tokens.customer(id))
                .statusCode(409)
                .body("message", equalTo("customer %s is registered already".formatted(id)));
        TOPICS.await(TOPIC, id, CustomerRegistered.class);
        assertThat(TOPICS.raw(TOPIC, id)).hasSize(1);
    }

    @Test
    void of_two_concurrent_registrations_of_the_same_customer_one_is_refused() {
        String token = Tokens.customer(UUID.randomUUID());

        List<Integer> statuses = IntStream.range(0, 2)
                .mapToObj(twin -> CompletableFuture.supplyAsync(
                        () -> registerAs(token).extract().statusCode(), Thread::startVirtualThread))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .sorted()
                .toList();

        assertThat(statuses).containsExactly(200, 409);
    }

    private static ValidatableResponse registerAs(String token) {
        return given().header("Authorization", "Bearer " + token)
                .contentType("application/json")
                .body(Map.of("name", "Ada", "smsNumber", "5551234"))
                .post("/api/customers")
                .then();
    }

    @Test
    void under_one_key_a_customer_is_disabled_once_and_the_repetition_gets_the_same_answer() {
        UUID id = register("Ada", "5551234");
        for (int time = 0; time < 2; time++) {
            given().header("Idempotency-Key", "disable-" + id)
                    .contentType("application/json")
                    .body("{}")
                    .put("/api/customers/{id}/disable", id)
                    .then()
                    .statusCode(200)
                    .body("$", anEmptyMap());
        }
        put(id, "disable").statusCode(409);
    }

    @Test
    void events_of_a_customer_are_published_in_order() {
        UUID id = register("Ada", "5551234");
        put(id, "disable").statusCode(200).body("$", anEmptyMap());
        put(id, "change-sms", Map.of("smsNumber", "555-9999")).statusCode(200).body("$", anEmptyMap());
        put(id, "enable").statusCode(200).body("$", anEmptyMap());

        var enabled = TOPICS.awaitReceived(TOPIC, id, CustomerEnabled.class);

        assertThat(enabled.sequence()).isEqualTo(4);
        assertThat(enabled.payload())
                .isEqualTo(CustomerEnabled.newBuilder()
                        .setCustomerId(id.toString())
                        .build());
        assertThat(TOPICS.await(TOPIC, id, CustomerRegistered.class))
                .isEqualTo(CustomerRegistered.newBuilder()
                        .setCustomerId(id.toString())
                        .setName("Ada")
                        .setSmsNumber("5551234")
                        .build());
        assertThat(TOPICS.await(TOPIC, id, CustomerSmsChanged.class))
                .isEqualTo(CustomerSmsChanged.newBuilder()
                        .setCustomerId(id.toString())
                        .setSmsNumber("555-9999")
                        .build());
        assertThat(TOPICS.types(TOPIC, id))
                .containsExactly("CustomerRegistered", "CustomerDisabled", "CustomerSmsChanged", "CustomerEnabled");
        get(id).body("customer.smsNumber", equalTo("555-9999")).body("customer.enabled", equalTo(true));
    }

    @Test
    void changing_a_number_to_another_spelling_of_it_replaces_the_spelling() {
        UUID id = register("Ada", "555-1234");

        put(id, "change-sms", Map.of("smsNumber", "+555 1234")).statusCode(200).body("$", anEmptyMap());

        get(id).body("customer.smsNumber", equalTo("+555 1234"));
        assertThat(TOPICS.await(TOPIC, id, CustomerSmsChanged.class).getSmsNumber())
                .isEqualTo("+555 1234");
    }

    @Test
    void changing_a_number_to_itself_changes_nothing() {
        UUID id = register("Ada", "555-1234");

        put(id, "change-sms", Map.of("smsNumber", "555-1234")).statusCode(200).body("$", anEmptyMap());
        put(id, "disable").statusCode(200);

        assertThat(TOPICS.awaitReceived(TOPIC, id, CustomerDisabled.class).sequence())
                .isEqualTo(2);
        assertThat(TOPICS.types(TOPIC, id)).containsExactly("CustomerRegistered", "CustomerDisabled");
    }

    @Test
    void a_blank_name_or_number_is_refused_with_the_message_that_clients_know() {
        for (String blank : List.of("", " ", "\u00a0", "\u2007", "\u202f", "\ufeff", "\u200b")) {
            given().contentType("application/json")
                    .body(Map.of("name", blank, "smsNumber", "5551234"))
                    .post("/api/customers")
                    .then()
                    .statusCode(400)
                    .body("message", equalTo("the customer name cannot be blank"))
                    .body("violations.field", equalTo(List.of("name")))
                    .body("violations.message", equalTo(List.of("must not be blank")));
        }
        put(register("Ada", "5551234"), "change-sms", Map.of("smsNumber", "\u200b"))
                .statusCode(400)
                .body("message", equalTo("the SMS number cannot be blank"));
    }

    @Test
    void enabling_an_enabled_customer_is_a_conflict_and_changes_nothing() {
        UUID enabled = register("Ada", "5551234");
        UUID disabled = registerDisabled();

        isConflict(put(enabled, "enable"), "the customer is already enabled");
        isConflict(put(disabled, "disable"), "the customer is already disabled");

        get(disabled).body("customer.enabled", equalTo(false));
    }

    @Test
    void of_many_concurrent_disablings_one_wins() {
        UUID id = register("Ada", "5551234");

        List<Integer> answers = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> put(id, "disable").extract().statusCode(), Thread::startVirtualThread))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .sorted()
                .toList();

        assertThat(answers).containsExactly(200, 409, 409, 409, 409, 409, 409, 409);
        assertThat(TOPICS.awaitReceived(TOPIC, id, CustomerDisabled.class).sequence())
                .isEqualTo(2);
        put(id, "enable").statusCode(200);
        assertThat(TOPICS.awaitReceived(TOPIC, id, CustomerEnabled.class).sequence())
                .isEqualTo(3);
        assertThat(TOPICS.types(TOPIC, id))
                .containsExactly("CustomerRegistered", "CustomerDisabled", "CustomerEnabled");
    }

    @Test
    void an_unknown_customer_is_not_found() {
        UUID nobody = UUID.randomUUID();

        for (var answer : List.of(
                get(nobody),
                put(nobody, "enable"),
                put(nobody, "disable"),
                put(nobody, "change-sms", Map.of("smsNumber", "5551234")))) {
            answer.statusCode(404)
                    .contentType("application/problem+json")
                    .body("status", equalTo(404))
                    .body("code", equalTo(5))
                    .body("message", equalTo("there is no customer " + nobody));
        }
    }

    @Test
    void every_wrong_field_is_named() {
        badRequest(post(Map.of("name", " ", "smsNumber", "")))
                .body("violations.field", containsInAnyOrder("name", "smsNumber"));
        badRequest(post(Map.of())).body("violations.field", containsInAnyOrder("name", "smsNumber"));
        badRequest(post(Map.of("name", "x".repeat(201), "smsNumber", "5551234")))
                .body("violations.field", contains("name"));
        badRequest(post("{\"name\": \"A\\u0000da\", \"smsNumber\": \"5551234\"}"))
                .body("violations.field", contains("name"));
        badRequest(post(Map.of("name", "Ada", "smsNumber", "5551234", "vip", true)))
                .body("violations.field", contains("vip"));
        badRequest(post("{\"name\": 7, \"smsNumber\": \"5551234\"}")).body("violations.field", contains("name"));
        badRequest(post("{\"name\": ")).body("violations.field", hasItem("body"));
        badRequest(get("seven")).body("violations.field", contains("id"));
        badRequest(put(register("Ada", "5551234"), "disable", "{\"why\": \"no idea\"}"))
                .body("violations.field", contains("why"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"123456", "1234567890123456", "call me", "+49+1701234567", "5551234;5551235"})
    void a_text_that_is_no_number_is_refused(String number) {
        badRequest(post(Map.of("name", "Ada", "smsNumber", number))).body("violations.field", contains("smsNumber"));

        UUID id = register("Ada", "5551234");
        badRequest(put(id, "change-sms", Map.of("smsNumber", number))).body("violations.field", contains("smsNumber"));
        get(id).body("customer.smsNumber", equalTo("5551234"));
    }

    private static ValidatableResponse badRequest(ValidatableResponse answer) {
        return answer.statusCode(400)
                .contentType("application/problem+json")
                .body("status", equalTo(400))
                .body("code", equalTo(3));
    }

    private static void isConflict(ValidatableResponse answer, String message) {
        answer.statusCode(409)
                .contentType("application/problem+json")
                .body("code", equalTo(9))
                .body("message", equalTo(message));
    }
}
