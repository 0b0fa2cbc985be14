package dev.mallbots.notifications.in.messaging;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Message;
import dev.mallbots.contracts.customers.v1.Customer;
import dev.mallbots.contracts.customers.v1.CustomerDisabled;
import dev.mallbots.contracts.customers.v1.CustomerRegistered;
import dev.mallbots.contracts.customers.v1.CustomerSmsChanged;
import dev.mallbots.contracts.notifications.v1.ListNotificationsRequest;
import dev.mallbots.contracts.notifications.v1.Notification;
import dev.mallbots.contracts.notifications.v1.NotificationKind;
import dev.mallbots.contracts.notifications.v1.NotificationsServiceGrpc;
import dev.mallbots.contracts.ordering.v1.OrderApproved;
import dev.mallbots.contracts.ordering.v1.OrderCanceled;
import dev.mallbots.contracts.ordering.v1.OrderCompleted;
import dev.mallbots.contracts.ordering.v1.OrderCreated;
import dev.mallbots.contracts.ordering.v1.OrderInProgress;
import dev.mallbots.contracts.ordering.v1.OrderReadied;
import dev.mallbots.contracts.ordering.v1.OrderRejected;
import dev.mallbots.notifications.CustomersStandIn;
import dev.mallbots.notifications.out.sending.WatchedSender;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.testing.LostOffsets;
import dev.mallbots.platform.testing.Tokens;
import dev.mallbots.platform.testing.Topics;
import dev.mallbots.platform.testing.WithMall;
import io.agroal.api.AgroalDataSource;
import io.grpc.netty.NettyChannelBuilder;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URL;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithMall(encryptedFor = "notifications")
@QuarkusTestResource(CustomersStandIn.Address.class)
class NotificationsTest {

    private static final String ORDERS = "mallbots.ordering.events.Order";
    private static final String CUSTOMERS = "mallbots.customers.events.Customer";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    AgroalDataSource database;

    @TestHTTPResource
    URL service;

    private final Topics topics = new Topics();
    private final CustomersStandIn customers = new CustomersStandIn();
    private final String customer = Ids.next().toString();
    private final String order = Ids.next().toString();

    @AfterEach
    void close() {
        topics.close();
        customers.close();
    }

    @Test
    void every_kind_of_event_of_an_order_is_sent_once() {
        handled(publish(CUSTOMERS, customer, registered("555-1234"), 1));
        publish(ORDERS, order, created(), 1);
        publish(ORDERS, order, approved(), 2);
        publish(ORDERS, order, inProgress(), 3);
        publish(ORDERS, order, readied(), 4);
        handled(publish(ORDERS, order, completed(), 5));
        String other = Ids.next().toString();
        handled(publish(ORDERS, other, canceled(other), 2));
        String third = Ids.next().toString();
        handled(publish(ORDERS, third, rejected(third, "the payment is too small"), 2));

        assertThat(told(order))
                .extracting(Told::kind)
                .containsExactly("order-completed", "order-ready", "order-approved", "order-created");
        assertThat(told(other)).extracting(Told::kind).containsExactly("order-cancelled");
        assertThat(told(third)).extracting(Told::kind).containsExactly("order-rejected");
        assertThat(told(third).getFirst().message()).contains("Ada", third, "the payment is too small");
        assertThat(told()).extracting(Told::smsNumber).containsOnly("555-1234");
    }

    @Test
    void a_message_goes_to_the_customers_number_at_the_time_of_sending() {
        handled(publish(CUSTOMERS, customer, registered("555-1234"), 1));
        handled(publish(ORDERS, order, created(), 1));
        publish(CUSTOMERS, customer, CustomerDisabled.getDefaultInstance(), 2);
        handled(publish(CUSTOMERS, customer, smsChanged("555-9999"), 3));
        handled(publish(ORDERS, order, approved(), 2));

        assertThat(told(order))
                .extracting(Told::kind, Told::smsNumber)
                .containsExactly(tuple("order-approved", "555-9999"), tuple("order-created", "555-1234"));
    }

    @Test
    void an_older_event_of_a_customer_never_overwrites_newer_data() {
        handled(publish(CUSTOMERS, customer, registered("555-1234"), 1));
        handled(publish(CUSTOMERS, customer, smsChanged("555-9999"), 2));
        handled(publish(CUSTOMERS, customer, registered("555-1234"), 1));
        handled(publish(ORDERS, order, created(), 1));

        assertThat(told(order)).extracting(Told::smsNumber).containsExactly("555-9999");
    }

    @Test
    void no_message_is_sent_twice_even_if_its_event_comes_again() {
        handled(publish(CUSTOMERS, customer, registered("555-1234"), 1));
        UUID first = handled(publish(ORDERS, order, created(), 1));
        // the same message again, and the same event in a message with another id
        topics.draft(created()).id(first).sequence(1).publish(ORDERS, order);
        handled(publish(ORDERS, order, created(), 1));
        handled(publish(ORDERS, order, approved(), 2));

        assertThat(told(order)).extracting(Told::kind).containsExactly("order-approved", "order-created");
    }

    @Test
    void an_unknown_customer_is_fetched_once_and_kept() {
        customers.come();
        customers.knows(customer("555-3333", 3));
        handled(publish(ORDERS, order, created(), 1));
        handled(publish(CUSTOMERS, customer, registered("555-1111"), 1));
        handled(publish(CUSTOMERS, customer, smsChanged("555-2222"), 2));
        handled(publish(ORDERS, order, approved(), 2));

        assertThat(told(order)).extracting(Told::smsNumber).containsExactly("555-3333", "555-3333");
        assertThat(customers.questions()).isEqualTo(1);

        handled(publish(CUSTOMERS, customer, smsChanged("555-4444"), 4));
        handled(publish(ORDERS, order, canceled(order), 3));
        assertThat(told(order).getFirst().smsNumber()).isEqualTo("555-4444");
    }

    @Test
    void events_wait_while_customers_is_down_and_do_not_delay_other_customers() {
        customers.knows(customer("555-3333", 3));
        publish(ORDERS, order, created(), 1);
        String known = Ids.next().toString();
        String anotherOrder = Ids.next().toString();
        handled(publish(CUSTOMERS, known, registered(known, "555-1234"), 1));
        handled(publish(ORDERS, anotherOrder, created(anotherOrder, known), 1));
        assertThat(told()).isEmpty();

        customers.come();

        await().atMost(PATIENCE).until(() -> told(order).size() == 1);
        assertThat(told(order).getFirst().smsNumber()).isEqualTo("555-3333");
    }

    @Test
    void customers_is_asked_again_after_a_missing_answer() {
        customers.knows(customer("555-3333", 3));
        customers.keepsSilent(1);
        customers.come();
        handled(publish(ORDERS, order, created(), 1));

        assertThat(told(order)).extracting(Told::smsNumber).containsExactly("555-3333");
        assertThat(customers.questions()).isEqualTo(2);
    }

    @Test
    void an_event_for_a_customer_who_does_not_exist_is_ignored() {
        customers.come();
        UUID news = handled(publish(ORDERS, order, created(), 1));

        assertThat(told()).isEmpty();
        assertThat(count("select count(*) from dead_letter where id = ?", news)).isZero();
    }

    @Test
    void the_list_works_over_grpc_too() {
        handled(publish(CUSTOMERS, customer, registered("555-1234"), 1));
        handled(publish(ORDERS, order, created(), 1));
        var channel = NettyChannelBuilder.forAddress(service.getHost(), service.getPort())
                .usePlaintext()
                .intercept(Tokens.on(Tokens.operator()))
                .build();
        try {
            var answer = NotificationsServiceGrpc.newBlockingStub(channel)
                    .listNotifications(ListNotificationsRequest.newBuilder()
                            .setCustomerId(customer)
                            .build());

            assertThat(answer.getNext()).isEmpty();
            assertThat(answer.getNotificationsList())
                    .extracting(Notification::getOrderId, Notification::getKind, Notification::getSmsNumber)
                    .containsExactly(tuple(order, NotificationKind.NOTIFICATION_KIND_ORDER_CREATED, "555-1234"));
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void replayed_history_sends_no_message() {
        handled(publish(CUSTOMERS, customer, registered("555-1234"), 1));
        handled(publish(CUSTOMERS, customer, smsChanged("555-9999"), 2));
        handled(publish(ORDERS, order, created(), 1));
        handled(publish(ORDERS, order, approved(), 2));
        assertThat(told(order)).hasSize(2);

        new LostOffsets(database, topics).changeNothingFor(customer, order);

        assertThat(WatchedSender.callsFor(order)).hasSize(2);
    }

    private record Told(String kind, String smsNumber, String message) {}

    private List<Told> told() {
        return told(null);
    }

    /** Waits until the sender has answered for every stored notification. */
    private List<Told> told(String aboutOrder) {
        await().atMost(PATIENCE)
                .until(() -> count(
                                "select count(*) from notifications where customer_id = ? and outcome is null",
                                UUID.fromString(customer))
                        == 0);
        return given()
                .queryParam("customerId", customer)
                .get("/api/notifications")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("notifications", NotificationRow.class)
                .stream()
                .filter(row -> aboutOrder == null || row.orderId().equals(aboutOrder))
                .map(row -> new Told(row.kind(), row.smsNumber(), row.message()))
                .toList();
    }

    record NotificationRow(
            String id,
            String orderId,
            String kind,
            String customerId,
            String smsNumber,
            String message,
            String sentAt) {}

    private UUID publish(String topic, String key, Message payload, long sequence) {
        return topics.publish(topic, key, payload, sequence);
    }

    /** Waits until the message has taken effect. */
    private UUID handled(UUID message) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> count("select count(*) from inbox where message_id = ?", message) == 1);
        return message;
    }

    private long count(String sql, UUID id) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(sql)) {
            statement.setObject(1, id);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Customer customer(String number, long version) {
        return Customer.newBuilder()
                .setId(customer)
                .setName("Ada")
                .setSmsNumber(number)
                .setEnabled(true)
                .setVersion(version)
                .build();
    }

    private CustomerRegistered registered(String number) {
        return registered(customer, number);
    }

    private static CustomerRegistered registered(String id, String number) {
        return CustomerRegistered.newBuilder()
                .setCustomerId(id)
                .setName("Ada")
                .setSmsNumber(number)
                .build();
    }

    private CustomerSmsChanged smsChanged(String number) {
        return CustomerSmsChanged.newBuilder()
                .setCustomerId(customer)
                .setSmsNumber(number)
                .build();
    }

    private OrderCreated created() {
        return created(order, customer);
    }

    private static OrderCreated created(String order, String customer) {
        return OrderCreated.newBuilder()
                .setOrderId(order)
                .setCustomerId(customer)
                .build();
    }

    private OrderApproved approved() {
        return OrderApproved.newBuilder()
                .setOrderId(order)
                .setCustomerId(customer)
                .build();
    }

    private OrderCanceled canceled(String id) {
        return OrderCanceled.newBuilder().setOrderId(id).setCustomerId(customer).build();
    }

    private OrderRejected rejected(String id, String reason) {
        return OrderRejected.newBuilder()
                .setOrderId(id)
                .setCustomerId(customer)
                .setReason(reason)
                .build();
    }

    private OrderInProgress inProgress() {
        return OrderInProgress.newBuilder()
                .setOrderId(order)
                .setCustomerId(customer)
                .build();
    }

    private OrderReadied readied() {
        return OrderReadied.newBuilder()
                .setOrderId(order)
                .setCustomerId(customer)
                .build();
    }

    private OrderCompleted completed() {
        return OrderCompleted.newBuilder()
                .setOrderId(order)
                .setCustomerId(customer)
                .build();
    }
}
