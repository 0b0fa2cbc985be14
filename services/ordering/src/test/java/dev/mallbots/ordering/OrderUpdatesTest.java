package dev.mallbots.ordering;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;

import dev.mallbots.contracts.baskets.v1.BasketCheckedOut;
import dev.mallbots.contracts.baskets.v1.BasketItem;
import dev.mallbots.contracts.common.v1.Money;
import dev.mallbots.contracts.depot.v1.ShoppingListCompleted;
import dev.mallbots.contracts.depot.v1.ShoppingListStarted;
import dev.mallbots.contracts.ordering.v1.ApproveOrder;
import dev.mallbots.contracts.ordering.v1.OrderCreated;
import dev.mallbots.contracts.payments.v1.InvoicePaid;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.testing.Tokens;
import dev.mallbots.platform.testing.Topics;
import dev.mallbots.platform.testing.WithMall;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithMall(encryptedFor = "ordering")
@QuarkusTestResource(StoresForTests.class)
class OrderUpdatesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Shorter than the interval at which all followed orders are read without a notification. */
    private static final Duration SOON = Duration.ofSeconds(3);

    private static final int MOST_WATCHERS = 40;

    @TestHTTPResource
    URL service;

    @Inject
    AgroalDataSource database;

    @Inject
    MeterRegistry metrics;

    private AnotherInstance another;

    @BeforeEach
    void nobodyWatches() {
        another = new AnotherInstance(database);
        awaitWatchers(0);
    }

    @Test
    void the_current_status_is_sent_at_once() {
        var order = another.createsAnOrder();
        another.approves(order);

        try (var follower = Follower.of(service, order).awaitTold("approved")) {
            assertThat(follower.status()).isEqualTo(200);
            assertThat(follower.header("Content-Type")).startsWith("text/event-stream");
            assertThat(follower.header("Cache-Control")).isEqualTo("no-store");
            assertThat(follower.retries()).containsExactly("1000");
            assertThat(follower.statuses()).containsExactly("approved");
            assertThat(follower.last().name()).isEqualTo("status");
            assertThat(follower.last().id()).isEqualTo("2");
            assertThat(follower.last().data().path("id").asText()).isEqualTo(order.toString());
            assertThat(Instant.parse(follower.last().data().path("at").asText()))
                    .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
            assertThat(follower.last().data().has("reason")).isFalse();
        }
    }

    @Test
    void an_event_that_does_not_change_the_status_is_not_sent() {
        var order = another.createsAnOrder();
        another.notesThatShoppingStartedEarly(order);

        try (var follower = Follower.of(service, order).awaitTold("pending")) {
            another.notesThatShoppingStartedEarly(order);
            another.approves(order);
            follower.awaitTold("approved");

            assertThat(follower.statuses()).containsExactly("pending", "approved");
            assertThat(follower.events()).extracting(Follower.Event::id).containsExactly("1", "4");
        }
    }

    @Test
    void an_order_is_followed_from_check_out_to_its_end() {
        var topics = new Topics();
        var order = Ids.next();
        var list = Ids.next().toString();
        topics.publish("mallbots.baskets.events.Basket", order, checkedOut(order));
        topics.await("mallbots.ordering.events.Order", order, OrderCreated.class);

        try (var follower = Follower.of(service, order).awaitTold("pending")) {
            topics.publish(
                    "mallbots.ordering.commands",
                    order,
                    ApproveOrder.newBuilder()
                            .setOrderId(order.toString())
                            .setShoppingListId(list)
                            .build());
            follower.awaitTold("approved");
            topics.publish(
                    "mallbots.depot.events.ShoppingList",
                    list,
                    ShoppingListStarted.newBuilder()
                            .setShoppingListId(list)
                            .setOrderId(order.toString())
                            .build());
            follower.awaitTold("in-progress");
            topics.publish(
                    "mallbots.depot.events.ShoppingList",
                    list,
                    ShoppingListCompleted.newBuilder()
                            .setShoppingListId(list)
                            .setOrderId(order.toString())
                            .build());
            follower.awaitTold("ready");
            topics.publish(
                    "mallbots.payments.events.Invoice",
                    order,
                    InvoicePaid.newBuilder()
                            .setInvoiceId(order.toString())
                            .setOrderId(order.toString())
                            .build());
            follower.awaitOver();

            assertThat(follower.statuses()).containsExactly("pending", "approved", "in-progress", "ready", "completed");
        }
    }

    @Test
    void a_change_made_by_another_instance_is_sent_soon() {
        var order = another.createsAnOrder();

        try (var follower = Follower.of(service, order).awaitTold("pending")) {
            another.approves(order);

            await().atMost(SOON).until(() -> follower.statuses().contains("approved"));
        }
    }

    @Test
    void changes_in_quick_succession_are_each_sent_once_and_in_order() {
        var orders = Stream.generate(another::createsAnOrder).limit(8).toList();
        var followers =
                orders.stream().map(order -> Follower.of(service, order)).toList();

        orders.parallelStream().forEach(order -> {
            another.approves(order);
            another.starts(order);
            another.readies(order);
            another.completes(order);
        });

        assertThat(followers).allSatisfy(follower -> {
            follower.awaitOver();
            assertThat(follower.statuses()).endsWith("approved", "in-progress", "ready", "completed");
            assertThat(follower.statuses()).doesNotHaveDuplicates();
        });
    }

    @Test
    void a_client_that_reconnects_receives_missed_changes_and_nothing_twice() {
        var order = another.createsAnOrder();
        String known;
        try (var follower = Follower.of(service, order).awaitTold("pending")) {
            known = follower.last().id();
        }
        another.approves(order);
        another.starts(order);

        try (var again = Follower.of(service, order, known).awaitTold("in-progress")) {
            another.readies(order);
            again.awaitTold("ready");

            assertThat(again.statuses()).containsExactly("approved", "in-progress", "ready");
        }
    }

    @Test
    void a_client_that_reconnects_after_no_change_receives_the_next_one() {
        var order = another.createsAnOrder();

        try (var again = Follower.of(service, order, "1")) {
            another.approves(order);

            assertThat(again.awaitTold("approved").statuses()).containsExactly("approved");
        }
    }

    @Test
    void a_client_with_an_event_id_that_this_order_does_not_have_receives_the_current_status() {
        var order = another.createsAnOrder();

        try (var confused = Follower.of(service, order, "999")) {
            confused.awaitTold("pending");
            another.approves(order);

            assertThat(confused.awaitTold("approved").statuses()).containsExactly("pending", "approved");
        }
    }

    @Test
    void a_delay_is_sent_once_and_hides_no_change_from_a_client_that_reconnects() {
        var order = another.createsAnOrder();
        String known;
        try (var follower = Follower.of(service, order).awaitTold("pending")) {
            another.isToldOfADelay(order);
            await().atMost(SOON).until(() -> follower.events().size() == 2);
            assertThat(follower.last().name()).isEqualTo("delayed");
            assertThat(follower.last().id()).isNull();
            assertThat(follower.last().status()).isEqualTo("pending");
            assertThat(follower.last().data().path("delayed").asBoolean()).isTrue();
            assertThat(Instant.parse(follower.last().data().path("at").asText()))
                    .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
            known = follower.events().getFirst().id();
        }

        try (var again = Follower.of(service, order, known)) {
            await().atMost(SOON).until(() -> again.events().size() == 1);
            another.approves(order);
            again.awaitTold("approved");

            assertThat(again.events()).extracting(Follower.Event::name).containsExactly("delayed", "status");
        }
    }

    @Test
    void an_order_that_is_no_longer_pending_is_not_delayed() {
        var order = another.createsAnOrder();
        another.isToldOfADelay(order);
        another.approves(order);

        try (var follower = Follower.of(service, order).awaitTold("approved")) {
            another.starts(order);
            follower.awaitTold("in-progress");

            assertThat(follower.statuses()).containsExactly("approved", "in-progress");
        }
    }

    @Test
    void an_order_that_has_ended_ends_the_stream_and_a_client_that_knows_its_end_gets_a_204() {
        var order = another.createsAnOrder();
        var follower = Follower.of(service, order).awaitTold("pending");

        another.rejects(order, "the card was declined");

        follower.awaitOver();
        assertThat(follower.last().status()).isEqualTo("rejected");
        assertThat(follower.last().data().path("reason").asText()).isEqualTo("the card was declined");
        assertThat(Follower.of(service, order, follower.last().id()).status()).isEqualTo(204);
        assertThat(Follower.of(service, order).awaitOver().statuses()).containsExactly("rejected");
        assertThat(Follower.of(service, order, "0").awaitOver().statuses()).containsExactly("pending", "rejected");
    }

    @Test
    void an_order_can_be_followed_shortly_before_it_exists() {
        var order = Ids.next();
        var watchers = metrics.get("orders.watchers").gauge();
        var asked = CompletableFuture.supplyAsync(() -> Follower.of(service, order));
        await().atMost(PATIENCE).until(() -> watchers.value() == 1);

        another.creates(order);

        try (var follower = asked.join().awaitTold("pending")) {
            another.approves(order);
            assertThat(follower.awaitTold("approved").statuses()).containsExactly("pending", "approved");
        }
    }

    @Test
    void an_unknown_order_is_not_found() {
        asked(Ids.next(), null)
                .statusCode(404)
                .contentType("application/problem+json")
                .body("message", containsString("there is no order"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "-1", "1.5", "0x1", "99999999999999999999"})
    void an_invalid_last_event_id_is_refused_and_named(String lastEventId) {
        asked(another.createsAnOrder(), lastEventId)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("violations.field", equalTo(List.of("Last-Event-ID")));
    }

    @Test
    void an_invalid_order_id_is_refused_and_named() {
        given().accept("text/event-stream")
                .get("/api/ordering/7/updates")
                .then()
                .statusCode(400)
                .body("violations.field", equalTo(List.of("id")));
    }

    @Test
    void there_can_be_more_followers_than_database_connections_and_other_calls_go_on() {
        var order = another.createsAnOrder();
        var followers = Stream.generate(() -> Follower.of(service, order))
                .limit(MOST_WATCHERS)
                .toList();
        try {
            given().get("/api/ordering/{id}", order).then().statusCode(200);
            another.approves(order);

            followers.forEach(follower -> follower.awaitTold("approved"));
        } finally {
            followers.forEach(Follower::close);
        }
    }

    @Test
    void a_follower_above_the_limit_is_refused_and_admitted_after_another_has_left() {
        var order = another.createsAnOrder();
        var followers = Stream.generate(() -> Follower.of(service, order).awaitTold("pending"))
                .limit(MOST_WATCHERS)
                .toList();
        try {
            asked(order, null)
                    .statusCode(503)
                    .header("Retry-After", matchesPattern("\\d+"))
                    .body("message", containsString("reached its limit of followed orders"));

            followers.getFirst().close();
            awaitWatchers(MOST_WATCHERS - 1);
            try (var next = Follower.of(service, order)) {
                next.awaitTold("pending");
            }
        } finally {
            followers.forEach(Follower::close);
        }
    }

    @Test
    void a_client_that_disconnects_leaves_no_follower_behind() {
        var order = another.createsAnOrder();
        var follower = Follower.of(service, order).awaitTold("pending");
        awaitWatchers(1);

        follower.close();

        awaitWatchers(0);
    }

    @Test
    void a_stream_sends_heartbeats() {
        var order = another.createsAnOrder();

        try (var follower = Follower.of(service, order)) {
            await().atMost(PATIENCE).until(() -> follower.signsOfLife() >= 2);
        }
    }

    @Test
    void a_broken_listening_connection_is_replaced_and_no_change_is_lost() {
        var order = another.createsAnOrder();

        try (var follower = Follower.of(service, order).awaitTold("pending")) {
            assertThat(another.breaksTheListeningConnection()).isTrue();
            another.approves(order);
            follower.awaitTold("approved");
            await().atMost(PATIENCE).until(() -> another.listeningConnections() == 1);
            another.starts(order);
            await().atMost(SOON).until(() -> follower.statuses().contains("in-progress"));

            assertThat(follower.statuses()).containsExactly("pending", "approved", "in-progress");
        }
    }

    @Test
    void only_its_customer_can_follow_an_order() {
        var order = another.createsAnOrder();

        given().header("Authorization", "Bearer " + Tokens.customer(Ids.next()))
                .get("/api/ordering/{id}/updates", order)
                .then()
                .statusCode(403);
        given().header("Authorization", "Bearer " + Tokens.staff())
                .get("/api/ordering/{id}/updates", order)
                .then()
                .statusCode(403);
    }

    @Test
    void a_stream_ends_when_its_token_expires_and_continues_for_a_client_with_a_new_token() {
        var order = another.createsAnOrder();
        var expiry = Instant.now().plus(Duration.ofSeconds(3)).truncatedTo(ChronoUnit.SECONDS);
        var token = Tokens.signed(Tokens.claims("the-operator", "operator").expiresAt(expiry));
        var known = Follower.withToken(service, order, token)
                .awaitTold("pending")
                .awaitOver()
                .last()
                .id();
        assertThat(Instant.now()).isBetween(expiry, expiry.plus(SOON));
        awaitWatchers(0);

        another.approves(order);

        assertThat(Follower.withToken(service, order, token).status()).isEqualTo(401);
        try (var again = Follower.of(service, order, known).awaitTold("approved")) {
            assertThat(again.statuses()).containsExactly("approved");
        }
    }

    @Test
    void the_openapi_document_describes_the_stream() {
        var updates = "paths.'/api/ordering/{id}/updates'.get";
        given().get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .body(updates + ".responses.'200'.content", hasKey("text/event-stream"))
                .body(updates + ".responses", hasKey("204"))
                .body(updates + ".responses", hasKey("404"))
                .body(updates + ".parameters.findAll { it.in == 'header' }.name", hasItem("Last-Event-ID"));
    }

    private static ValidatableResponse asked(UUID order, String lastEventId) {
        var request = given().accept("text/event-stream");
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        return request.get("/api/ordering/{id}/updates", order).then();
    }

    private void awaitWatchers(int count) {
        await("watchers")
                .atMost(PATIENCE)
                .until(() -> metrics.get("orders.watchers").gauge().value() == count);
    }

    private static BasketCheckedOut checkedOut(UUID basket) {
        return BasketCheckedOut.newBuilder()
                .setBasketId(basket.toString())
                .setCustomerId(Ids.next().toString())
                .setPaymentId(Ids.next().toString())
                .addItems(BasketItem.newBuilder()
                        .setStoreId(Ids.next().toString())
                        .setProductId(Ids.next().toString())
                        .setStoreName("Corner Shop")
                        .setProductName("Tea")
                        .setPrice(Money.newBuilder().setAmount("2.5").setCurrency("EUR"))
                        .setQuantity(1))
                .build();
    }
}
