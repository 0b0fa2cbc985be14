package dev.mallbots.analytics.in.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import dev.mallbots.analytics.Others;
import dev.mallbots.analytics.Others.Line;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.testing.WithMall;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.path.json.config.JsonPathConfig;
import io.restassured.path.json.config.JsonPathConfig.NumberReturnType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithMall
class SalesTest {

    private static final Others OTHERS = new Others();
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Instant NOON = Instant.parse("2030-01-31T12:00:00Z");

    private final Map<String, Object> january =
            Map.of("after", "2030-01-01T00:00:00Z", "before", "2030-02-01T00:00:00Z");

    @AfterAll
    static void close() {
        OTHERS.topics().close();
    }

    @Test
    void lines_are_sold_in_the_hour_in_which_their_order_was_completed() {
        Line line = Line.of("3.2", 2);
        UUID order = Ids.next();
        OTHERS.orderCreated(order, NOON.minusSeconds(1), line);
        OTHERS.orderApproved(order, NOON.minusSeconds(1));
        OTHERS.storeCreated(line.store(), "Bakery");
        OTHERS.productAdded(line.product(), "Bread");
        OTHERS.orderReadied(order, NOON);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                given().get("/api/audit/{id}", order).jsonPath().<Object>getList("events.id"))
                        .hasSize(3));
        assertThat(sales(Map.of("storeId", line.store())).getList("sales")).isEmpty();

        OTHERS.orderCompleted(order, NOON.plusSeconds(3599));

        awaitSales(line, 1);
        awaitNames(line, "Bakery", "Bread");
        JsonPath sold = sales(Map.of("storeId", line.store()));
        assertThat(sold.getString("after")).isEqualTo("2030-01-01T00:00:00Z");
        assertThat(sold.getString("sales[0].hour")).isEqualTo("2030-01-31T12:00:00Z");
        assertThat(sold.getString("sales[0].storeId")).isEqualTo(line.store().toString());
        assertThat(sold.getString("sales[0].productId"))
                .isEqualTo(line.product().toString());
        assertThat(sold.getInt("sales[0].quantity")).isEqualTo(2);
        assertThat(amount(sold, "sales[0].total")).isEqualByComparingTo("6.4");
    }

    @Test
    void sales_are_grouped_by_the_requested_fields_and_sorted_by_them() {
        UUID store = Ids.next();
        Line bread = new Line(store, Ids.next(), "3", 1);
        Line cake = new Line(store, Ids.next(), "0.0001", 10);
        OTHERS.sold(NOON, bread, cake);
        OTHERS.sold(NOON.plusSeconds(3600), bread);
        OTHERS.sold(NOON.plusSeconds(3601), bread);
        awaitSales(bread, 2);

        assertThat(sums("hour,store,product", store)).containsExactlyInAnyOrder("1 3.0", "10 0.001", "2 6.0");
        assertThat(sums("store", store)).containsExactly("13 9.001");
        assertThat(sums("hour", store)).containsExactly("11 3.001", "2 6.0");
        assertThat(sums("product,hour", store)).hasSize(3);
        assertThat(sums("product", store)).containsExactlyInAnyOrder("3 9.0", "10 0.001");
        assertThat(sales(Map.of("storeId", store, "by", "store")).getMap("sales[0]"))
                .containsOnlyKeys("storeId", "storeName", "quantity", "total");
    }

    @Test
    void a_sum_may_be_larger_than_any_amount() {
        Line line = Line.of("999999999999999.9999", 1);
        OTHERS.sold(NOON, line);
        OTHERS.sold(NOON, line);

        awaitSales(line, 1);
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(sums("store", line.store())).containsExactly("2 1999999999999999.9998"));
    }

    @Test
    void the_limits_of_a_period_are_exact() {
        Line line = Line.of("1", 1);
        OTHERS.sold(NOON, line);
        OTHERS.sold(NOON.plusSeconds(60), line);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(sums("hour", line.store())).containsExactly("2 2.0"));

        assertThat(quantity(line, NOON, NOON.plusSeconds(60))).isEqualTo(1);
        assertThat(quantity(line, NOON.plusSeconds(1), NOON.plusSeconds(61))).isEqualTo(1);
        assertThat(quantity(line, NOON, NOON.plusSeconds(61))).isEqualTo(2);
        assertThat(quantity(line, NOON.plusSeconds(1), NOON.plusSeconds(60))).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hour,store,product", "store", "product", "hour", "store,product"})
    void a_page_continues_where_the_one_before_ended(String by) {
        UUID product = Ids.next();
        for (int i = 0; i < 5; i++) {
            OTHERS.sold(NOON.plusSeconds(3600 * i), new Line(Ids.next(), product, "1", 1));
        }
        await().atMost(SOON)
                .until(() ->
                        sales(Map.of("productId", product)).getList("sales").size() == 5);
        List<Object> all = sales(Map.of("productId", product, "by", by)).getList("sales");

        List<Object> pages = new ArrayList<>();
        String next = "";
        do {
            JsonPath page = sales(Map.of("productId", product, "by", by, "limit", 2, "next", next));
            pages.addAll(page.getList("sales"));
            next = page.getString("next");
        } while (next != null);

        assertThat(pages).isEqualTo(all);
    }

    @Test
    void a_store_is_shown_with_its_current_name() {
        Line line = Line.of("1", 1);
        OTHERS.sold(NOON, line);
        awaitSales(line, 1);
        assertThat(sales(Map.of("storeId", line.store())).getString("sales[0].storeName"))
                .isEmpty();
        OTHERS.storeCreated(line.store(), "Bakery");
        OTHERS.productAdded(line.product(), "Bread");
        OTHERS.storeRebranded(line.store(), "Boulangerie", 2);
        awaitNames(line, "Boulangerie", "Bread");
    }

    @Test
    void the_default_period_is_the_last_thirty_days() {
        JsonPath sold = given().get("/api/analytics/sales").jsonPath();

        Instant before = Instant.parse(sold.getString("before"));
        assertThat(before).isAfter(Instant.now()).isBefore(Instant.now().plus(Duration.ofHours(2)));
        assertThat(Instant.parse(sold.getString("after"))).isEqualTo(before.minus(Duration.ofDays(30)));
    }

    @ParameterizedTest
    @CsvSource({
        "by, minute",
        "by, 'hour,hour'",
        "by, 'store,'",
        "after, yesterday",
        "after, 2031-01-01T00:00:00Z",
        "after, 2028-12-01T00:00:00Z",
        "after, -0001-01-01T00:00:00Z",
        "before, +10000-01-01T00:00:00Z",
        "storeId, 7",
        "productId, 7",
        "limit, 0",
        "limit, 501",
        "next, nonsense"
    })
    void a_bad_request_is_refused_and_its_field_named(String field, String value) {
        Map<String, Object> parameters = new HashMap<>(january);
        parameters.put(field, value);

        given().queryParams(parameters)
                .get("/api/analytics/sales")
                .then()
                .statusCode(400)
                .body("violations.field", contains(equalTo(field)));
    }

    private JsonPath sales(Map<String, ?> parameters) {
        return given().queryParams(january)
                .queryParams(parameters)
                .get("/api/analytics/sales")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath(JsonPathConfig.jsonPathConfig().numberReturnType(NumberReturnType.BIG_DECIMAL));
    }

    private List<String> sums(String by, UUID store) {
        return sales(Map.of("by", by, "storeId", store)).<Map<String, Object>>getList("sales").stream()
                .map(row -> row.get("quantity") + " "
                        + plain(new BigDecimal(row.get("total").toString())))
                .toList();
    }

    private static String plain(BigDecimal total) {
        BigDecimal stripped = total.stripTrailingZeros();
        return stripped.setScale(Math.max(1, stripped.scale())).toPlainString();
    }

    private static int quantity(Line line, Instant after, Instant before) {
        return given()
                .queryParams(Map.of(
                        "storeId", line.store(), "by", "store", "after", after.toString(), "before", before.toString()))
                .get("/api/analytics/sales")
                .jsonPath()
                .getList("sales.quantity", Integer.class)
                .stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    private void awaitSales(Line line, int hours) {
        await().atMost(SOON)
                .until(() -> sales(Map.of("productId", line.product()))
                                .getList("sales")
                                .size()
                        == hours);
    }

    private void awaitNames(Line line, String store, String product) {
        await().atMost(SOON).untilAsserted(() -> {
            JsonPath sold = sales(Map.of("productId", line.product()));
            assertThat(sold.getString("sales[0].storeName")).isEqualTo(store);
            assertThat(sold.getString("sales[0].productName")).isEqualTo(product);
        });
    }

    private static BigDecimal amount(JsonPath json, String path) {
        return new BigDecimal(json.getString(path));
    }
}
