package dev.mallbots.notifications.in.messaging;

import static dev.mallbots.notifications.out.sending.WatchedSender.Trouble.FAILS;
import static dev.mallbots.notifications.out.sending.WatchedSender.Trouble.KEEPS_SILENT;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mallbots.contracts.customers.v1.CustomerRegistered;
import dev.mallbots.contracts.ordering.v1.OrderApproved;
import dev.mallbots.contracts.ordering.v1.OrderCreated;
import dev.mallbots.notifications.CustomersStandIn;
import dev.mallbots.notifications.application.SendNotifications;
import dev.mallbots.notifications.domain.Notification;
import dev.mallbots.notifications.domain.NotificationKind;
import dev.mallbots.notifications.out.sending.WatchedSender;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.service.Pruning;
import dev.mallbots.platform.testing.Tokens;
import dev.mallbots.platform.testing.Topics;
import dev.mallbots.platform.testing.WithMall;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each (order, kind) is sent at most once, whatever fails before, during and after the call. */
@QuarkusTest
@WithMall(encryptedFor = "notifications")
@QuarkusTestResource(CustomersStandIn.Address.class)
class SentOnceTest {

    private static final String ORDERS = "mallbots.ordering.events.Order";
    private static final String CUSTOMERS = "mallbots.customers.events.Customer";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    AgroalDataSource database;

    @Inject
    SendNotifications sendNotifications;

    @Inject
    Pruning pruning;

    private final Topics topics = new Topics();
    private final String customer = Ids.next().toString();

    @AfterEach
    void close() {
        topics.close();
    }

    @Test
    void a_message_that_fails_its_batch_causes_no_second_sending_of_the_others() {
        register();
        List<String> orders =
                Stream.generate(() -> Ids.next().toString()).limit(60).toList();

        for (int i = 0; i < orders.size(); i++) {
            topics.publish(ORDERS, orders.get(i), created(orders.get(i)), 1);
            if (i % 10 == 5) {
                publishUnreadable();
            }
        }

        await().atMost(PATIENCE)
                .until(() -> orders.stream()
                        .noneMatch(order -> WatchedSender.callsFor(order).isEmpty()));
        String last = Ids.next().toString();
        topics.publish(ORDERS, last, created(last), 1);
        await().atMost(PATIENCE).until(() -> !WatchedSender.callsFor(last).isEmpty());
        assertThat(orders)
                .allSatisfy(order -> assertThat(WatchedSender.callsFor(order)).hasSize(1));
    }

    @Test
    void each_call_of_the_default_sender_is_recorded_independently_of_notifications() {
        register();
        String order = Ids.next().toString();
        topics.publish(ORDERS, order, created(order), 1);
        topics.publish(ORDERS, order, created(order), 1);
        topics.publish(ORDERS, order, approved(order), 2);

        await().atMost(PATIENCE).until(() -> calls(order, "order-approved") == 1);
        assertThat(calls(order, "order-created")).isEqualTo(1);
    }

    @Test
    void a_message_that_the_sender_refuses_is_shown_to_operators_and_never_sent_again() {
        register();
        String order = Ids.next().toString();
        WatchedSender.from(order, FAILS);
        topics.publish(ORDERS, order, created(order), 1);
        topics.publish(ORDERS, order, created(order), 1);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(unconfirmed(order)).hasSize(1));
        assertThat(unconfirmed(order).getFirst())
                .containsEntry("kind", "order-created")
                .containsEntry("customerId", customer)
                .containsEntry("outcome", "failed")
                .containsEntry("reason", "java.lang.IllegalStateException: the number is out of service");
        assertThat(toldTo(customer)).isEmpty();
        assertThat(WatchedSender.callsFor(order)).hasSize(1);
    }

    @Test
    void a_message_without_an_answer_of_the_sender_is_shown_to_operators_and_never_sent_again() {
        register();
        String order = Ids.next().toString();
        WatchedSender.from(order, KEEPS_SILENT);
        topics.publish(ORDERS, order, created(order), 1);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(unconfirmed(order)).hasSize(1));
        assertThat(unconfirmed(order).getFirst()).containsEntry("outcome", "unknown");
        assertThat(toldTo(customer)).isEmpty();
        assertThat(WatchedSender.callsFor(order)).hasSize(1);
    }

    @Test
    void an_attempt_of_a_dead_process_is_shown_to_operators_and_never_repeated() {
        String order = Ids.next().toString();
        stored(order, "ORDER_CREATED", "now() - interval '10 minutes'");
        stored(order, "ORDER_APPROVED", "null");

        await().atMost(PATIENCE).until(() -> !WatchedSender.callsFor(order).isEmpty());
        assertThat(WatchedSender.callsFor(order))
                .extracting(Notification::kind)
                .containsExactly(NotificationKind.ORDER_APPROVED);
        assertThat(unconfirmed(order)).hasSize(1);
        assertThat(unconfirmed(order).getFirst())
                .containsEntry("kind", "order-created")
                .containsEntry("outcome", "unknown");
    }

    @Test
    void messages_of_one_order_are_sent_in_order_and_each_waits_for_the_outcome_of_the_one_before() {
        register();
        String order = Ids.next().toString();
        WatchedSender.from(order, KEEPS_SILENT);
        topics.publish(ORDERS, order, created(order), 1);
        topics.publish(ORDERS, order, approved(order), 2);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(unconfirmed(order)).hasSize(2));
        assertThat(WatchedSender.callsFor(order))
                .extracting(Notification::kind)
                .containsExactly(NotificationKind.ORDER_CREATED, NotificationKind.ORDER_APPROVED);
    }

    @Test
    void parallel_instances_never_send_the_same_notification() {
        List<String> orders =
                Stream.generate(() -> Ids.next().toString()).limit(60).toList();
        orders.forEach(order -> stored(order, "ORDER_CREATED", "null"));

        Uni.join()
                .all(Stream.generate(() -> Multi.createBy()
                                .repeating()
                                .uni(sendNotifications::handle)
                                .whilst(sent -> sent)
                                .collect()
                                .last())
                        .limit(5)
                        .toList())
                .andFailFast()
                .await()
                .atMost(PATIENCE);

        await().atMost(PATIENCE)
                .until(() -> orders.stream()
                        .noneMatch(order -> WatchedSender.callsFor(order).isEmpty()));
        assertThat(orders)
                .allSatisfy(order -> assertThat(WatchedSender.callsFor(order)).hasSize(1));
    }

    @Test
    void a_deleted_notification_is_not_sent_again_when_history_is_replayed() {
        register();
        String order = Ids.next().toString();
        topics.publish(ORDERS, order, created(order), 1);
        await().atMost(PATIENCE).until(() -> toldTo(customer).size() == 1);
        execute("update notifications set sent_at = now() - interval '91 days' where order_id = '%s'".formatted(order));
        pruning.prune().await().atMost(PATIENCE);
        assertThat(toldTo(customer)).isEmpty();

        topics.publish(ORDERS, order, created(order), 1);
        topics.publish(ORDERS, order, approved(order), 2);

        await().atMost(PATIENCE).until(() -> toldTo(customer).size() == 1);
        assertThat(toldTo(customer).getFirst()).containsEntry("kind", "order-approved");
        assertThat(WatchedSender.callsFor(order)).hasSize(2);
    }

    @Test
    void only_operators_see_unconfirmed_notifications() {
        given().header("Authorization", "Bearer " + Tokens.customer(UUID.fromString(customer)))
                .get("/api/ops/notifications/unconfirmed")
                .then()
                .statusCode(403);
    }

    private static List<Map<String, String>> unconfirmed(String order) {
        return given()
                .queryParam("limit", 500)
                .get("/api/ops/notifications/unconfirmed")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .<Map<String, String>>getList("notifications")
                .stream()
                .filter(notification -> notification.get("orderId").equals(order))
                .toList();
    }

    private static List<Map<String, String>> toldTo(String customer) {
        return given().queryParam("customerId", customer)
                .get("/api/notifications")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("notifications");
    }

    private long calls(String order, String kind) {
        return count(
                "select count(*) from sender_call where kind = '%s' and order_id::text = ?".formatted(kind), order);
    }

    /** The state before the sender has answered or was called. */
    private void stored(String order, String kind, String attemptedAt) {
        execute("""
                insert into notifications (id, order_id, kind, customer_id, sms_number, message, sent_at, attempted_at, outcome)
                values ('%s', '%s', '%s', '%s', '555-1234', 'Hello', now(), %s, null)
                """.formatted(Ids.next(), order, kind, customer, attemptedAt));
    }

    private void execute(String sql) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void publishUnreadable() {
        String key = Ids.next().toString();
        topics.publishRaw(
                ORDERS,
                key,
                new byte[] {-1, -1, -1},
                Map.of(
                        "ce_id",
                        UUID.randomUUID().toString(),
                        "ce_source",
                        "/services/test",
                        "ce_type",
                        OrderCreated.getDescriptor().getFullName(),
                        "ce_sequence",
                        "1"));
    }

    private void register() {
        topics.publish(
                CUSTOMERS,
                customer,
                CustomerRegistered.newBuilder()
                        .setCustomerId(customer)
                        .setName("Ada")
                        .setSmsNumber("555-1234")
                        .build(),
                1);
        await().atMost(PATIENCE)
                .until(() -> count("select count(*) from contacts where customer_id::text = ?", customer) == 1);
    }

    private long count(String sql, String id) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(sql)) {
            statement.setString(1, id);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private OrderCreated created(String order) {
        return OrderCreated.newBuilder()
                .setOrderId(order)
                .setCustomerId(customer)
                .build();
    }

    private OrderApproved approved(String order) {
        return OrderApproved.newBuilder()
                .setOrderId(order)
                .setCustomerId(customer)
                .build();
    }
}
