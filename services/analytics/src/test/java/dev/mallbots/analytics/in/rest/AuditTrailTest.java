package dev.mallbots.analytics.in.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.mallbots.analytics.Others;
import dev.mallbots.analytics.Others.Line;
import dev.mallbots.contracts.baskets.v1.BasketCanceled;
import dev.mallbots.contracts.baskets.v1.BasketItem;
import dev.mallbots.contracts.baskets.v1.BasketItemAdded;
import dev.mallbots.contracts.stores.v1.StoreParticipationToggled;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.testing.WithMall;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithMall
class AuditTrailTest {

    private static final Others OTHERS = new Others();
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Instant NOON = Instant.parse("2030-01-31T12:00:00Z");

    @AfterAll
    static void close() {
        OTHERS.topics().close();
    }

    @Test
    void an_orders_trail_goes_through_all_topics_in_the_order_of_time() {
        UUID order = Ids.next();
        OTHERS.orderCreated(order, NOON.plusMillis(3), Line.of("1", 1));
        OTHERS.orderApproved(order, NOON.plusMillis(4));
        OTHERS.basketCheckedOut(order, NOON.plusMillis(2));
        OTHERS.basketStarted(order, NOON);

        assertThat(trail(order, 4).getList("events.type"))
                .containsExactly(
                        "mallbots.baskets.v1.BasketStarted",
                        "mallbots.baskets.v1.BasketCheckedOut",
                        "mallbots.ordering.v1.OrderCreated",
                        "mallbots.ordering.v1.OrderApproved");
    }

    @Test
    void the_events_of_one_aggregate_keep_their_order_even_if_a_clock_was_set_back() {
        UUID order = Ids.next();
        OTHERS.orderCreated(order, NOON, Line.of("1", 1));
        OTHERS.orderApproved(order, NOON.minusSeconds(3600));
        OTHERS.orderReadied(order, NOON.minusSeconds(3600));
        OTHERS.orderCompleted(order, NOON);

        JsonPath trail = trail(order, 4);
        assertThat(trail.getList("events.sequence")).containsExactly(1, 2, 3, 4);
        assertThat(trail.getString("events[1].time")).isEqualTo("2030-01-31T11:00:00Z");
    }

    @Test
    void an_event_is_in_the_trail_of_every_id_that_it_names_with_its_data() {
        UUID basket = Ids.next();
        UUID customer = Ids.next();
        UUID product = Ids.next();
        UUID store = Ids.next();
        UUID process = Ids.next();
        UUID cause = Ids.next();
        BasketItemAdded added = BasketItemAdded.newBuilder()
                .setBasketId(basket.toString())
                .setCustomerId(customer.toString())
                .setItem(BasketItem.newBuilder()
                        .setProductId(product.toString())
                        .setStoreId(store.toString())
                        .setProductName("Bread")
                        .setQuantity(2))
                .build();
        UUID message = OTHERS.topics()
                .draft(added)
                .sequence(2)
                .header("ce_time", NOON.toString())
                .correlatedWith(process)
                .causedBy(cause)
                .publish(Others.BASKETS, basket);

        for (UUID thing : List.of(product, basket, customer, store)) {
            JsonPath event = trail(thing, 1);
            assertThat(event.getString("events[0].id")).isEqualTo(message.toString());
            assertThat(event.getString("events[0].subject")).isEqualTo(basket.toString());
            assertThat(event.getInt("events[0].sequence")).isEqualTo(2);
            assertThat(event.getString("events[0].source")).isEqualTo("/services/test");
            assertThat(event.getString("events[0].time")).isEqualTo(NOON.toString());
            assertThat(event.getString("events[0].correlationId")).isEqualTo(process.toString());
            assertThat(event.getString("events[0].causationId")).isEqualTo(cause.toString());
            assertThat(event.getString("events[0].data.item.productName")).isEqualTo("Bread");
            assertThat(event.getInt("events[0].data.item.quantity")).isEqualTo(2);
        }
    }

    @Test
    void fields_with_false_or_zero_are_part_of_the_data() {
        UUID store = Ids.next();
        StoreParticipationToggled closed = StoreParticipationToggled.newBuilder()
                .setStoreId(store.toString())
                .setParticipating(false)
                .build();
        OTHERS.tell(Others.STORES, store, closed, 1, NOON);

        assertThat(trail(store, 1).getMap("events[0].data")).containsEntry("participating", false);
    }

    @Test
    void a_page_continues_where_the_one_before_ended_even_if_events_arrive() {
        UUID basket = Ids.next();
        BasketCanceled cancelled =
                BasketCanceled.newBuilder().setBasketId(basket.toString()).build();
        for (int i = 1; i <= 5; i++) {
            OTHERS.tell(Others.BASKETS, basket, cancelled, i, NOON.plusSeconds(i));
        }
        List<Object> all = trail(basket, 5).getList("events.sequence");

        List<Object> pages = new ArrayList<>();
        String next = "";
        do {
            JsonPath page = given().queryParam("limit", 2)
                    .queryParam("next", next)
                    .get("/api/audit/{id}", basket)
                    .jsonPath();
            pages.addAll(page.getList("events.sequence"));
            next = page.getString("next");
        } while (next != null);

        assertThat(pages).isEqualTo(all);
    }

    @Test
    void an_id_that_no_event_names_is_not_found() {
        UUID unknown = Ids.next();
        given().get("/api/audit/{id}", unknown)
                .then()
                .statusCode(404)
                .body("detail", equalTo("there is no event of %s".formatted(unknown)));
    }

    @ParameterizedTest
    @CsvSource({
        "limit, 0",
        "next, nonsense",
        // a cursor with a time outside of the range of the database
        "next, KzEyMzQ1LTAxLTAxVDAwOjAwOjAwWg~MDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAw"
    })
    void a_bad_request_is_refused_and_its_field_named(String field, String value) {
        given().queryParam(field, value)
                .get("/api/audit/{id}", Ids.next())
                .then()
                .statusCode(400)
                .body("violations[0].field", equalTo(field));
    }

    private static JsonPath trail(UUID thing, int events) {
        await().atMost(SOON).until(() -> {
            List<Object> found =
                    given().get("/api/audit/{id}", thing).jsonPath().getList("events");
            return found != null && found.size() == events;
        });
        return given().get("/api/audit/{id}", thing).jsonPath();
    }
}
