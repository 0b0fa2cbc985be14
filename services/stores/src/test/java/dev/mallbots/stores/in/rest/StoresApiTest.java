package dev.mallbots.stores.in.rest;

import static dev.mallbots.stores.StoresCalls.createStore;
import static dev.mallbots.stores.StoresCalls.delete;
import static dev.mallbots.stores.StoresCalls.get;
import static dev.mallbots.stores.StoresCalls.post;
import static dev.mallbots.stores.StoresCalls.put;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;

import dev.mallbots.contracts.stores.v1.StoreCreated;
import dev.mallbots.contracts.stores.v1.StoreParticipationToggled;
import dev.mallbots.contracts.stores.v1.StoreRebranded;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.testing.Topics;
import dev.mallbots.platform.testing.WithMall;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithMall
class StoresApiTest {

    private static final String TOPIC = "mallbots.stores.events.Store";
    private static final Topics TOPICS = new Topics();

    @AfterAll
    static void close() {
        TOPICS.close();
    }

    @Test
    void a_new_store_is_in_the_mall_when_the_call_returns_and_does_not_participate() {
        UUID id = createStore("Waldorf Books");

        get("/api/stores/{id}", id)
                .statusCode(200)
                .body(
                        "",
                        equalTo(Map.of(
                                "store",
                                Map.of(
                                        "id",
                                        id.toString(),
                                        "name",
                                        "Waldorf Books",
                                        "location",
                                        "North wing",
                                        "participating",
                                        false))));
        assertThat(idsOf("/api/stores")).contains(id);
        assertThat(idsOf("/api/stores/participating")).doesNotContain(id);
    }

    @Test
    void participation_is_enabled_and_disabled_and_repeating_either_is_a_conflict() {
        UUID id = createStore("Waldorf Books");

        delete("/api/stores/{id}/participating", id).statusCode(409);
        put("{}", "/api/stores/{id}/participating", id).statusCode(200).body("", anEmptyMap());
        assertThat(idsOf("/api/stores/participating")).contains(id);
        put("{}", "/api/stores/{id}/participating", id).statusCode(409);
        delete("/api/stores/{id}/participating", id).statusCode(200).body("", anEmptyMap());
        assertThat(idsOf("/api/stores/participating")).doesNotContain(id);
    }

    @Test
    void under_one_key_a_store_is_created_once_and_the_repetition_gets_the_same_answer() {
        String key = "create-" + Ids.next();
        String first =
                createdUnder(key, "Waldorf Books").statusCode(200).extract().asString();

        assertThat(createdUnder(key, "Waldorf Books").statusCode(200).extract().asString())
                .isEqualTo(first);
        createdUnder(key, "Other Books").statusCode(422);
    }

    private static ValidatableResponse createdUnder(String key, String name) {
        return given().header("Idempotency-Key", key)
                .contentType("application/json")
                .body(Map.of("name", name, "location", "North wing"))
                .post("/api/stores")
                .then();
    }

    @Test
    void events_of_a_store_are_published_in_order() {
        UUID id = createStore("Waldorf Books");
        put("{}", "/api/stores/{id}/participating", id).statusCode(200);
        put(Map.of("name", "Statler Books"), "/api/stores/{id}/rebrand", id).statusCode(200);

        var rebranded = TOPICS.awaitReceived(TOPIC, id, StoreRebranded.class);
        assertThat(rebranded.payload())
                .isEqualTo(StoreRebranded.newBuilder()
                        .setStoreId(id.toString())
                        .setName("Statler Books")
                        .build());
        assertThat(rebranded.sequence()).isEqualTo(3);
        assertThat(TOPICS.types(TOPIC, id))
                .containsExactly("StoreCreated", "StoreParticipationToggled", "StoreRebranded");
        assertThat(TOPICS.await(TOPIC, id, StoreCreated.class))
                .isEqualTo(StoreCreated.newBuilder()
                        .setStoreId(id.toString())
                        .setName("Waldorf Books")
                        .setLocation("North wing")
                        .build());
        assertThat(TOPICS.await(TOPIC, id, StoreParticipationToggled.class).getParticipating())
                .isTrue();
    }

    @Test
    void of_two_concurrent_enablings_one_is_a_conflict() {
        UUID id = createStore("Waldorf Books");

        List<Integer> answers = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> put("{}", "/api/stores/{id}/participating", id)
                                .extract()
                                .statusCode(),
                        Thread::startVirtualThread))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers).containsExactlyInAnyOrder(200, 409, 409, 409);
        assertThat(TOPICS.awaitReceived(TOPIC, id, StoreParticipationToggled.class)
                        .sequence())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"name": " ", "location": "North wing"}                        | name
                    {"location": "North wing"}                                     | name
                    {"name": "Waldorf", "location": null}                          | location
                    {"name": "Waldorf\\u0000", "location": "North wing"}           | name
                    {"name": 7, "location": "North wing"}                          | name
                    {"name": "Waldorf", "location": "North wing", "colour": "red"} | colour
                    """)
    void a_store_that_breaks_a_rule_is_refused_with_the_field(String body, String field) {
        post(body, "/api/stores").statusCode(400).body("code", equalTo(3)).body("violations.field", contains(field));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u00a0", "\u2007", "\u202f", "\ufeff", "\u200b"})
    void a_blank_name_is_refused_with_the_message_that_clients_know(String blank) {
        post(Map.of("name", blank, "location", "North wing"), "/api/stores")
                .statusCode(400)
                .body("message", equalTo("the store name cannot be blank"))
                .body("violations.message", contains("must not be blank"));
    }

    @Test
    void all_errors_are_reported_at_once() {
        post(Map.of("name", "n".repeat(201), "location", "l".repeat(501)), "/api/stores")
                .statusCode(400)
                .body("violations.field", containsInAnyOrder("name", "location"));
    }

    @Test
    void an_unknown_store_is_not_found_and_not_created() {
        UUID nobody = Ids.next();

        get("/api/stores/{id}", nobody).statusCode(404);
        put("{}", "/api/stores/{id}/participating", nobody).statusCode(404);
        delete("/api/stores/{id}/participating", nobody).statusCode(404);
        put(Map.of("name", "Statler Books"), "/api/stores/{id}/rebrand", nobody).statusCode(404);
        get("/api/stores/{id}", nobody).statusCode(404);
        get("/api/stores/{id}", "seven").statusCode(400).body("violations.field", contains("id"));
    }

    @Test
    void the_list_is_paged_and_continues_correctly_while_stores_are_added() {
        UUID first = createStore("First");
        UUID second = createStore("Second");

        List<UUID> seen = new ArrayList<>();
        String next = "";
        do {
            var page = get("/api/stores?limit=1&next=" + next).statusCode(200);
            page.extract().<List<String>>path("stores.id").forEach(id -> seen.add(UUID.fromString(id)));
            next = page.extract().path("next");
            if (seen.size() == 1) {
                createStore("Third, while somebody reads");
            }
        } while (next != null);

        assertThat(seen).doesNotHaveDuplicates().containsSubsequence(first, second);
    }

    @ParameterizedTest
    @CsvSource({"limit=0, limit", "limit=501, limit", "limit=many, limit", "next=nonsense, next"})
    void an_invalid_page_request_is_refused(String query, String field) {
        get("/api/stores?" + query).statusCode(400).body("violations.field", contains(field));
    }

    private static List<UUID> idsOf(String path) {
        return get(path + "?limit=500").statusCode(200).extract().<List<String>>path("stores.id").stream()
                .map(UUID::fromString)
                .toList();
    }
}
