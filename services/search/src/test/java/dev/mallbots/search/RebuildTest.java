package dev.mallbots.search;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.testing.WithMall;
import dev.mallbots.search.Others.Line;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Rebuilds search from all topics; the tests of platform/read-model cover how a rebuild works. */
@QuarkusTest
@WithMall
class RebuildTest {

    private static final Others OTHERS = new Others();
    private static final Duration SOON = Duration.ofSeconds(30);

    @Inject
    AgroalDataSource database;

    private final UUID customer = Ids.next();

    @AfterAll
    static void close() {
        OTHERS.topics().close();
    }

    @Test
    void after_events_of_every_kind_the_rebuilt_copy_equals_the_old_one() {
        Line line = Line.of("12.5", 2);
        UUID payment = Ids.next();
        UUID completed = OTHERS.ordered(customer, payment, "25", line, Line.of("0.0001", 1));
        UUID rejected = OTHERS.ordered(customer, "1", line);
        UUID cancelled = OTHERS.ordered(customer, "1", line);
        // after the orders, because a rebuild may read them in that order too
        OTHERS.customerRegistered(customer, "Ada");
        OTHERS.storeCreated(line.store(), "Waldorf Books");
        OTHERS.storeRebranded(line.store(), "Statler Books", 3);
        OTHERS.storeRebranded(line.store(), "too late", 2);
        OTHERS.productAdded(line.product(), "Opera glasses");
        OTHERS.productRebranded(line.product(), "Binoculars", 2);
        OTHERS.paymentAuthorized(payment);
        OTHERS.paymentConfirmed(payment, completed);
        OTHERS.invoiceCreated(completed);
        OTHERS.rejected(rejected);
        OTHERS.cancelled(cancelled);
        OTHERS.approved(completed);
        OTHERS.inProgress(completed);
        OTHERS.readied(completed);
        OTHERS.completed(completed);
        awaitOrder(completed, "status", "completed");
        awaitOrder(rejected, "status", "rejected");
        awaitOrder(cancelled, "status", "cancelled");
        awaitOrder(completed, "invoiceStatus", "pending");
        awaitOrder(completed, "paymentStatus", "confirmed");
        awaitOrder(completed, "customerName", "Ada");
        awaitOrder(completed, "items[0].productName", "Binoculars");
        String before = orders();

        assertThat(rebuild().getInt("differences.count")).isZero();
        assertThat(orders()).isEqualTo(before).contains("Statler Books");
    }

    @Test
    void a_damaged_order_is_reported_and_repaired_and_follows_later_events() throws SQLException {
        UUID order = OTHERS.ordered(customer, "1", Line.of("1", 1));
        awaitOrder(order, "status", "pending");
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "update read_model.placed_order set status = 'ready', total = 2 where id = '%s'".formatted(order));
        }

        JsonPath rebuilt = rebuild();

        String row = "differences.first.find { it.key.id == '%s' }".formatted(order);
        assertThat(rebuilt.getString(row + ".table")).isEqualTo("placed_order");
        assertThat(rebuilt.getString(row + ".kind")).isEqualTo("DIFFERENT");
        assertThat(rebuilt.getMap(row + ".columns")).containsOnlyKeys("status", "total");
        awaitOrder(order, "status", "pending");
        OTHERS.approved(order);
        awaitOrder(order, "status", "approved");
    }

    private static JsonPath rebuild() {
        await().atMost(SOON)
                .until(() -> given().post("/api/ops/search/rebuilds").statusCode() == 200);
        await().atMost(SOON).until(() -> !newest("state").equals("running"));
        JsonPath rebuilt =
                given().get("/api/ops/search/rebuilds/{id}", newest("id")).jsonPath();
        assertThat(rebuilt.getString("rebuild.state")).as(rebuilt.prettify()).isEqualTo("done");
        return rebuilt;
    }

    private static String newest(String field) {
        return given().get("/api/ops/search/rebuilds").jsonPath().getString("rebuilds[0]." + field);
    }

    private String orders() {
        return given().contentType(ContentType.JSON)
                .body("{\"filters\": {\"customerId\": \"%s\"}}".formatted(customer))
                .post("/api/search/orders")
                .asString();
    }

    private static void awaitOrder(UUID id, String path, String value) {
        await(path)
                .atMost(SOON)
                .until(
                        () -> given().get("/api/search/orders/{id}", id)
                                .jsonPath()
                                .getString("order." + path),
                        shown -> Objects.equals(shown, value));
    }
}
