package dev.mallbots.ordersaga;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mallbots.contracts.customers.v1.AuthorizeCustomer;
import dev.mallbots.contracts.depot.v1.CreateShoppingList;
import dev.mallbots.contracts.depot.v1.InitiateShopping;
import dev.mallbots.contracts.ordering.v1.ApproveOrder;
import dev.mallbots.contracts.payments.v1.ConfirmPayment;
import dev.mallbots.platform.testing.Topics;
import dev.mallbots.platform.testing.Vocabulary;
import dev.mallbots.platform.testing.WithMall;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URL;
import org.junit.jupiter.api.Test;

/** docs/telemetry.md says what this service's metrics are. */
@QuarkusTest
@WithMall
class TelemetryTest {

    private static final String APPROVED =
            "saga_step_seconds_count{outcome=\"done\",saga=\"create-order\",step=\"approve order\"}";

    @TestHTTPResource(management = true)
    URL management;

    @Test
    void every_documented_series_exists_from_the_start_with_the_documented_labels() {
        String scrape = scrape();

        assertThat(Vocabulary.ofProject()
                        .differences(scrape, "platform/service", "platform/messaging", "platform/saga"))
                .isEmpty();
    }

    @Test
    void a_saga_is_counted_when_it_starts_and_with_its_duration_when_it_ends() {
        double started = value("saga_started_total{saga=\"create-order\"}");
        double completed = value("saga_duration_seconds_count{outcome=\"completed\",saga=\"create-order\"}");
        double approved = value(APPROVED);
        double handled = value("inbox_handled_total{type=\"mallbots.ordering.v1.OrderCreated\"}");
        try (var topics = new Topics()) {
            var process = new OrderProcess(topics).created();
            process.succeed(process.expect("customers", AuthorizeCustomer.class));
            process.listCreated(process.expect("depot", CreateShoppingList.class));
            process.succeed(process.expect("payments", ConfirmPayment.class));
            process.succeed(process.expect("depot", InitiateShopping.class));
            process.succeed(process.expect("ordering", ApproveOrder.class));
            process.awaitState("completed");
        }

        assertThat(value("saga_started_total{saga=\"create-order\"}")).isGreaterThan(started);
        assertThat(value("saga_duration_seconds_count{outcome=\"completed\",saga=\"create-order\"}"))
                .isGreaterThan(completed);
        assertThat(value(APPROVED)).isGreaterThan(approved);
        await().untilAsserted(() -> assertThat(value("inbox_handled_total{type=\"mallbots.ordering.v1.OrderCreated\"}"))
                .isGreaterThan(handled));
        assertThat(value("outbox_relayed_total{type=\"mallbots.customers.v1.AuthorizeCustomer\"}"))
                .isPositive();
        assertThat(value("outbox_relay_active")).isEqualTo(1);
        await().untilAsserted(
                        () -> assertThat(value("database_sessions")).isNotNaN().isPositive());
        await().untilAsserted(() ->
                assertThat(value("saga_stuck{saga=\"create-order\"}")).isNotNaN());
    }

    private double value(String series) {
        return scrape().lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + series));
    }

    private String scrape() {
        return given().get(management + "metrics").asString();
    }
}
