package dev.mallbots.notifications.in.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import dev.mallbots.contracts.customers.v1.CustomerRegistered;
import dev.mallbots.contracts.ordering.v1.OrderCreated;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.service.Pruning;
import dev.mallbots.platform.testing.Topics;
import dev.mallbots.platform.testing.WithMall;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithMall(encryptedFor = "notifications")
class ListNotificationsTest {

    @Inject
    AgroalDataSource database;

    @Inject
    Pruning pruning;

    @Test
    void a_customers_notifications_are_listed_newest_first_page_by_page() {
        UUID customer = Ids.next();
        List<String> orders = new ArrayList<>();
        try (var topics = new Topics()) {
            topics.publish("mallbots.customers.events.Customer", customer, registered(customer), 1);
            for (int i = 1; i <= 5; i++) {
                UUID order = Ids.next();
                topics.publish("mallbots.ordering.events.Order", order, created(order, customer), 1);
                int sent = i;
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> list(Map.of("customerId", customer))
                                        .extract()
                                        .<List<Object>>path("notifications")
                                        .size()
                                == sent);
                orders.addFirst(order.toString());
            }
        }

        var first = list(Map.of("customerId", customer, "limit", 2));
        first.body("notifications.orderId", equalTo(orders.subList(0, 2)));
        var second = list(Map.of("customerId", customer, "limit", 2, "next", next(first)));
        second.body("notifications.orderId", equalTo(orders.subList(2, 4)));
        list(Map.of("customerId", customer, "limit", 2, "next", next(second)))
                .body("notifications.orderId", equalTo(orders.subList(4, 5)))
                .body("$", not(hasKey("next")));
        list(Map.of("customerId", customer)).body("notifications[0].kind", equalTo("order-created"));
    }

    @Test
    void an_old_notification_is_deleted_and_the_others_stay() throws SQLException {
        UUID customer = Ids.next();
        sent(customer, "91 days");
        UUID young = sent(customer, "89 days");

        pruning.prune().await().atMost(Duration.ofSeconds(20));

        list(Map.of("customerId", customer)).body("notifications.orderId", contains(young.toString()));
    }

    private UUID sent(UUID customer, String ago) throws SQLException {
        UUID order = Ids.next();
        try (var connection = database.getConnection();
                var insert = connection.createStatement()) {
            insert.execute("""
                    insert into notifications values ('%s', '%s', 'ORDER_CREATED', '%s', '+49 151 1', 'Hello', now() - interval '%s')
                    """.formatted(Ids.next(), order, customer, ago));
        }
        return order;
    }

    @Test
    void a_customer_without_notifications_has_an_empty_list() {
        list(Map.of("customerId", Ids.next())).body("notifications", empty());
    }

    @Test
    void an_invalid_parameter_is_named() {
        badRequest(Map.of(), "customerId");
        badRequest(Map.of("customerId", "seven"), "customerId");
        badRequest(Map.of("customerId", Ids.next(), "limit", 0), "limit");
        badRequest(Map.of("customerId", Ids.next(), "limit", 501), "limit");
        badRequest(Map.of("customerId", Ids.next(), "limit", "all"), "limit");
        badRequest(Map.of("customerId", Ids.next(), "next", "behind"), "next");
    }

    private static ValidatableResponse list(Map<String, ?> query) {
        return given().queryParams(query)
                .when()
                .get("/api/notifications")
                .then()
                .statusCode(200);
    }

    private static String next(ValidatableResponse answer) {
        String next = answer.extract().path("next");
        assertThat(next).isNotBlank();
        return next;
    }

    private static void badRequest(Map<String, ?> query, String field) {
        given().queryParams(query)
                .when()
                .get("/api/notifications")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo(3))
                .body("violations.field", contains(field));
    }

    private static CustomerRegistered registered(UUID customer) {
        return CustomerRegistered.newBuilder()
                .setCustomerId(customer.toString())
                .setName("Ada")
                .setSmsNumber("555-1234")
                .build();
    }

    private static OrderCreated created(UUID order, UUID customer) {
        return OrderCreated.newBuilder()
                .setOrderId(order.toString())
                .setCustomerId(customer.toString())
                .build();
    }
}
