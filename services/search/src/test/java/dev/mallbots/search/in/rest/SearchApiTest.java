package dev.mallbots.search.in.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import dev.mallbots.contracts.ordering.v1.OrderApproved;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.testing.LostOffsets;
import dev.mallbots.platform.testing.WithMall;
import dev.mallbots.search.Others;
import dev.mallbots.search.Others.Line;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.path.json.config.JsonPathConfig;
import io.restassured.path.json.config.JsonPathConfig.NumberReturnType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithMall
class SearchApiTest {

    private static final Others OTHERS = new Others();

    @Inject
    AgroalDataSource database;

    private final UUID customer = Ids.next();

    @AfterAll
    static void close() {
        OTHERS.topics().close();
    }

    @Test
    void an_order_is_shown_with_names_total_and_status() {
        Line line = Line.of("12.5", 2);
        OTHERS.customerRegistered(customer, "Ada");
        OTHERS.storeCreated(line.store(), "Waldorf Books");
        OTHERS.productAdded(line.product(), "Opera glasses");
        UUID order = OTHERS.ordered(customer, "25", line);
        awaitOrder(order, "items[0].productName", "Opera glasses");
        awaitOrder(order, "items[0].storeName", "Waldorf Books");
        awaitOrder(order, "customerName", "Ada");

        JsonPath shown = order(order);
        assertThat(shown.getString("order.orderId")).isEqualTo(order.toString());
        assertThat(shown.getString("order.customerId")).isEqualTo(customer.toString());
        assertThat(shown.getString("order.status")).isEqualTo("pending");
        assertThat(amount(shown, "order.total")).isEqualByComparingTo("25");
        assertThat(shown.getString("order.items[0].storeId"))
                .isEqualTo(line.store().toString());
        assertThat(shown.getString("order.items[0].productId"))
                .isEqualTo(line.product().toString());
        assertThat(amount(shown, "order.items[0].price")).isEqualByComparingTo("12.5");
        assertThat(shown.getInt("order.items[0].quantity")).isEqualTo(2);
        assertThat(read(find("{\"filters\": {\"customerId\": \"%s\"}}".formatted(customer)))
                        .<Object>get("orders[0]"))
                .isEqualTo(shown.get("order"));
    }

    @Test
    void names_that_arrive_after_the_order_appear_and_follow_renames() {
        Line line = Line.of("1", 1);
        UUID order = OTHERS.ordered(customer, "1", line);
        awaitOrder(order, "customerName", "");
        awaitOrder(order, "items[0].storeName", "old store");

        OTHERS.customerRegistered(customer, "Ada");
        OTHERS.storeCreated(line.store(), "Waldorf Books");
        OTHERS.productAdded(line.product(), "Opera glasses");
        awaitOrder(order, "customerName", "Ada");
        awaitOrder(order, "items[0].storeName", "Waldorf Books");
        awaitOrder(order, "items[0].productName", "Opera glasses");

        OTHERS.storeRebranded(line.store(), "Statler Books", 3);
        OTHERS.productRebranded(line.product(), "Binoculars", 2);
        awaitOrder(order, "items[0].storeName", "Statler Books");
        awaitOrder(order, "items[0].productName", "Binoculars");
    }

    @Test
    void an_older_name_that_arrives_late_never_replaces_a_newer_one() {
        Line line = Line.of("1", 1);
        UUID order = OTHERS.ordered(customer, "1", line);
        OTHERS.storeRebranded(line.store(), "Newest", 5);
        OTHERS.storeRebranded(line.store(), "Older", 4);
        OTHERS.productAdded(line.product(), "Marker");
        awaitOrder(order, "items[0].storeName", "Newest");
        // the next message of the same key is handled after the late one
        OTHERS.storeRebranded(line.store(), "After all", 6);
        awaitOrder(order, "items[0].storeName", "After all");
    }

    @Test
    void an_orders_status_follows_its_events() {
        UUID order = OTHERS.ordered(customer, "1", Line.of("1", 1));
        awaitOrder(order, "status", "pending");
        OTHERS.approved(order);
        awaitOrder(order, "status", "approved");
        OTHERS.inProgress(order);
        awaitOrder(order, "status", "in-progress");
        OTHERS.readied(order);
        awaitOrder(order, "status", "ready");
        OTHERS.completed(order);
        awaitOrder(order, "status", "completed");

        UUID rejected = OTHERS.ordered(customer, "1", Line.of("1", 1));
        OTHERS.rejected(rejected);
        awaitOrder(rejected, "status", "rejected");
        UUID cancelled = OTHERS.ordered(customer, "1", Line.of("1", 1));
        OTHERS.cancelled(cancelled);
        awaitOrder(cancelled, "status", "cancelled");
        assertThat(found("\"status\": \"rejected\"")).containsExactly(rejected);
        assertThat(found("\"status\": \"completed\"")).containsExactly(order);
    }

    @Test
    void payment_and_invoice_are_shown_once_they_are_known() {
        UUID payment = Ids.next();
        UUID order = OTHERS.ordered(customer, payment, "1", Line.of("1", 1));
        awaitOrder(order, "paymentId", payment.toString());
        given().get("/api/search/orders/{id}", order)
                .then()
                .body("order", not(hasKey("paymentStatus")))
                .body("order", not(hasKey("invoiceStatus")));

        OTHERS.paymentAuthorized(payment);
        awaitOrder(order, "paymentStatus", "authorized");
        OTHERS.paymentConfirmed(payment, order);
        awaitOrder(order, "paymentStatus", "confirmed");
        OTHERS.invoiceCreated(order);
        awaitOrder(order, "invoiceStatus", "pending");
    }

    @Test
    void orders_are_found_by_store_product_total_and_time() {
        Line books = Line.of("10", 1);
        Line films = Line.of("20", 1);
        UUID cheap = OTHERS.ordered(customer, "10", books);
        awaitOrder(cheap, "status", "pending");
        Instant between =
                Instant.parse(order(cheap).getString("order.createdAt")).plusNanos(1000);
        UUID dear = OTHERS.ordered(customer, "30", books, films);
        awaitOrder(dear, "status", "pending");

        assertThat(found("\"storeIds\": [\"%s\"]".formatted(books.store()))).containsExactly(dear, cheap);
        assertThat(found("\"storeIds\": [\"%s\", \"%s\"]".formatted(films.store(), Ids.next())))
                .containsExactly(dear);
        assertThat(found("\"productIds\": [\"%s\"]".formatted(films.product()))).containsExactly(dear);
        assertThat(found("\"productIds\": [\"%s\"], \"storeIds\": [\"%s\"]".formatted(films.product(), Ids.next())))
                .isEmpty();
        assertThat(found("\"storeIds\": [], \"productIds\": []")).containsExactly(dear, cheap);
        assertThat(found("\"minTotal\": 10.0001")).containsExactly(dear);
        assertThat(found("\"maxTotal\": 29.9999")).containsExactly(cheap);
        assertThat(found("\"minTotal\": 10, \"maxTotal\": 30")).containsExactly(dear, cheap);
        assertThat(found("\"after\": \"%s\"".formatted(between))).containsExactly(dear);
        assertThat(found("\"before\": \"%s\"".formatted(between))).containsExactly(cheap);
        assertThat(found("\"after\": \"2000-01-01T00:00:00+01:00\", \"before\": \"2000-01-02T00:00:00Z\""))
                .isEmpty();
    }

    @Test
    void pages_are_stable_while_orders_arrive() {
        List<UUID> orders = IntStream.range(0, 5)
                .mapToObj(i -> OTHERS.ordered(customer, "1", Line.of("1", 1)))
                .toList();
        orders.forEach(order -> awaitOrder(order, "status", "pending"));

        List<UUID> seen = new ArrayList<>();
        String next = "";
        do {
            ValidatableResponse page = find("{\"filters\": {\"customerId\": \"%s\"}, \"limit\": 2, \"next\": \"%s\"}"
                            .formatted(customer, next))
                    .statusCode(200);
            page.extract().<List<String>>path("orders.orderId").forEach(id -> seen.add(UUID.fromString(id)));
            next = page.extract().path("next");
            awaitOrder(OTHERS.ordered(customer, "1", Line.of("1", 1)), "status", "pending");
        } while (next != null);

        assertThat(seen).containsExactlyElementsOf(orders.reversed());
    }

    @Test
    void a_search_without_filters_finds_all_orders() {
        UUID order = OTHERS.ordered(customer, "1", Line.of("1", 1));
        awaitOrder(order, "status", "pending");

        find("{}").statusCode(200).body("orders.size()", greaterThan(0));
        find("{\"filters\": {}, \"limit\": 1}").statusCode(200).body("orders.size()", equalTo(1));
    }

    @Test
    void an_event_of_an_order_that_was_never_placed_is_a_dead_letter_and_holds_up_no_other_order() {
        List<UUID> orders = IntStream.range(0, 20)
                .mapToObj(i -> OTHERS.ordered(customer, "1", Line.of("1", 1)))
                .toList();
        UUID unknown = Ids.next();
        UUID message = Ids.next();
        OTHERS.topics()
                .draft(OrderApproved.newBuilder().setOrderId(unknown.toString()).build())
                .id(message)
                .sequence(2)
                .publish(Others.ORDERS, unknown);
        orders.forEach(OTHERS::approved);

        orders.forEach(order -> awaitOrder(order, "status", "approved"));
        await().until(() -> deadLetters(message) == 1);
    }

    @Test
    void a_repeated_event_changes_nothing() {
        UUID order = Ids.next();
        UUID message = Ids.next();
        var created = Others.created(order, customer, Ids.next(), "1", Line.of("1", 1));
        OTHERS.topics().draft(created).id(message).sequence(1).publish(Others.ORDERS, order);
        OTHERS.topics().draft(created).id(message).sequence(1).publish(Others.ORDERS, order);
        OTHERS.approved(order);

        awaitOrder(order, "status", "approved");
        assertThat(order(order).getList("order.items")).hasSize(1);
    }

    @Test
    void replayed_history_changes_nothing() {
        Line line = Line.of("1", 1);
        UUID payment = Ids.next();
        OTHERS.customerRegistered(customer, "Ada");
        OTHERS.storeCreated(line.store(), "Waldorf Books");
        OTHERS.storeRebranded(line.store(), "Statler Books", 3);
        OTHERS.productAdded(line.product(), "Opera glasses");
        OTHERS.productRebranded(line.product(), "Binoculars", 2);
        OTHERS.paymentAuthorized(payment);
        UUID order = OTHERS.ordered(customer, payment, "1", line);
        OTHERS.approved(order);
        OTHERS.inProgress(order);
        OTHERS.readied(order);
        OTHERS.paymentConfirmed(payment, order);
        OTHERS.invoiceCreated(order);
        awaitOrder(order, "status", "ready");
        awaitOrder(order, "customerName", "Ada");
        awaitOrder(order, "items[0].storeName", "Statler Books");
        awaitOrder(order, "items[0].productName", "Binoculars");
        awaitOrder(order, "paymentStatus", "confirmed");
        awaitOrder(order, "invoiceStatus", "pending");

        new LostOffsets(database, OTHERS.topics())
                .changeNothingFor(order, customer, payment, line.store(), line.product());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"filters": {"customerId": "seven"}}                       | filters.customerId
                    {"filters": {"storeIds": ["seven"]}}                       | filters.storeIds[0]
                    {"filters": {"productIds": "seven"}}                       | filters.productIds
                    {"filters": {"after": "yesterday"}}                        | filters.after
                    {"filters": {"before": "+12345-01-01T00:00:00Z"}}          | filters.before
                    {"filters": {"after": "2030-01-02T00:00:00Z", "before": "2030-01-01T00:00:00Z"}} | filters.after
                    {"filters": {"minTotal": 2, "maxTotal": 1}}                | filters.minTotal
                    {"filters": {"minTotal": -1}}                              | filters.minTotal
                    {"filters": {"maxTotal": 1e15}}                            | filters.maxTotal
                    {"filters": {"maxTotal": "many"}}                          | filters.maxTotal
                    {"filters": {"status": "canceled"}}                        | filters.status
                    {"filters": {"colour": "red"}}                             | filters.colour
                    {"limit": 0}                                               | limit
                    {"limit": 501}                                             | limit
                    {"next": "nonsense"}                                       | next
                    {"next": "KzEyMzQ1LTAxLTAxVDAwOjAwOjAwWg~MDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAw"} | next
                    """)
    void an_invalid_search_is_refused_with_the_field(String body, String field) {
        find(body).statusCode(400).body("code", equalTo(3)).body("violations.field", contains(field));
    }

    @Test
    void an_unknown_order_is_not_found() {
        given().get("/api/search/orders/{id}", Ids.next())
                .then()
                .statusCode(404)
                .body("code", equalTo(5));
        given().get("/api/search/orders/{id}", "seven").then().statusCode(400).body("violations.field", contains("id"));
    }

    private List<UUID> found(String filters) {
        return find("{\"filters\": {\"customerId\": \"%s\", %s}}".formatted(customer, filters))
                .statusCode(200)
                .extract()
                .<List<String>>path("orders.orderId")
                .stream()
                .map(UUID::fromString)
                .toList();
    }

    private static ValidatableResponse find(String body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/search/orders")
                .then();
    }

    private static JsonPath order(UUID id) {
        return read(given().get("/api/search/orders/{id}", id).then());
    }

    private static JsonPath read(ValidatableResponse answer) {
        return answer.extract()
                .jsonPath(JsonPathConfig.jsonPathConfig().numberReturnType(NumberReturnType.BIG_DECIMAL));
    }

    private static BigDecimal amount(JsonPath shown, String path) {
        return shown.getObject(path, BigDecimal.class);
    }

    private long deadLetters(UUID message) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query =
                        connection.prepareStatement("select count(*) from dead_letter where id = ?")) {
            query.setObject(1, message);
            ResultSet result = query.executeQuery();
            result.next();
            return result.getLong(1);
        }
    }

    private static void awaitOrder(UUID id, String path, String value) {
        await(path).until(() -> order(id).getString("order." + path), shown -> Objects.equals(shown, value));
    }
}
