package dev.mallbots.stores.in.rest;

import static dev.mallbots.stores.StoresCalls.addProduct;
import static dev.mallbots.stores.StoresCalls.createStore;
import static dev.mallbots.stores.StoresCalls.delete;
import static dev.mallbots.stores.StoresCalls.get;
import static dev.mallbots.stores.StoresCalls.post;
import static dev.mallbots.stores.StoresCalls.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import dev.mallbots.contracts.common.v1.Money;
import dev.mallbots.contracts.stores.v1.ProductAdded;
import dev.mallbots.contracts.stores.v1.ProductPriceChanged;
import dev.mallbots.contracts.stores.v1.ProductRebranded;
import dev.mallbots.contracts.stores.v1.ProductRemoved;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.testing.Topics;
import dev.mallbots.platform.testing.WithMall;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.config.JsonPathConfig;
import io.restassured.path.json.config.JsonPathConfig.NumberReturnType;
import java.math.BigDecimal;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithMall
class ProductsApiTest {

    private static final String TOPIC = "mallbots.stores.events.Product";
    private static final Topics TOPICS = new Topics();

    private UUID store;

    @AfterAll
    static void close() {
        TOPICS.close();
    }

    @BeforeEach
    void open_a_store() {
        store = createStore("Waldorf Books");
    }

    @Test
    void an_added_product_is_in_the_catalog_when_the_call_returns() {
        UUID id = addProduct(store, "Opera glasses", "9.99");

        get("/api/stores/products/{id}", id)
                .statusCode(200)
                .body("product.id", equalTo(id.toString()))
                .body("product.storeId", equalTo(store.toString()))
                .body("product.name", equalTo("Opera glasses"))
                .body("product.description", equalTo("Nice"))
                .body("product.sku", equalTo("SKU-1"));
        assertThat(price(id)).isEqualByComparingTo("9.99");
        get("/api/stores/{id}/products", store)
                .statusCode(200)
                .body("products.id", contains(id.toString()))
                .body("$", org.hamcrest.Matchers.not(org.hamcrest.Matchers.hasKey("next")));
    }

    @Test
    void description_and_sku_are_optional_and_the_price_may_be_zero() {
        String id = post("{\"name\": \"Leaflet\", \"price\": 0}", "/api/stores/{id}/products", store)
                .statusCode(200)
                .extract()
                .path("id");

        get("/api/stores/products/{id}", id)
                .body("product.description", equalTo(""))
                .body("product.sku", equalTo(""));
    }

    @Test
    void the_largest_price_is_stored_to_the_last_decimal() {
        UUID id = addProduct(store, "Theatre", "999999999999999.9999");

        assertThat(price(id)).isEqualByComparingTo("999999999999999.9999");
        assertThat(TOPICS.await(TOPIC, id, ProductAdded.class).getPrice()).isEqualTo(euros("999999999999999.9999"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-0.01", "1e15", "1000000000000000", "0.00001", "1e999999999", "null", "\"9.99\"", "true", "NaN"
            })
    void an_invalid_price_is_refused_with_its_field_and_no_product_is_added(String price) {
        post("{\"name\": \"Opera glasses\", \"price\": %s}".formatted(price), "/api/stores/{id}/products", store)
                .statusCode(400);

        get("/api/stores/{id}/products", store).body("products", empty());
    }

    @ParameterizedTest
    @CsvSource({"-0.01, price", "1000000000000000, price", "0.00001, price", "null, price"})
    void a_malformed_price_is_reported_with_its_field(String price, String field) {
        post("{\"name\": \"Opera glasses\", \"price\": %s}".formatted(price), "/api/stores/{id}/products", store)
                .statusCode(400)
                .body("violations.field", contains(field));
    }

    @Test
    void a_price_added_up_in_binary_fractions_is_stored_as_the_decimal_amount() {
        UUID id = addProduct(store, "Opera glasses", "0.30000000000000004");
        assertThat(price(id)).isEqualByComparingTo("0.3");

        put("{\"price\": 8.199999999999999}", "/api/stores/products/{id}/increasePrice", id)
                .statusCode(200);
        assertThat(price(id)).isEqualByComparingTo("8.2");
    }

    @Test
    void a_product_needs_a_name_and_a_store_that_exists() {
        post("{\"name\": \"\u200b\", \"price\": 1}", "/api/stores/{id}/products", store)
                .statusCode(400)
                .body("message", equalTo("the product name cannot be blank"))
                .body("violations.field", contains("name"));
        post("{\"name\": \"Opera glasses\", \"price\": 1}", "/api/stores/{id}/products", Ids.next())
                .statusCode(404)
                .body("message", containsString("store"));
        get("/api/stores/products/{id}", Ids.next())
                .statusCode(404)
                .body("message", equalTo("product with that ID does not exist"));
        get("/api/stores/{id}/products", Ids.next()).statusCode(404);
    }

    @Test
    void an_increase_raises_a_price_and_a_decrease_lowers_it() {
        UUID id = addProduct(store, "Opera glasses", "10");

        put("{\"price\": 9}", "/api/stores/products/{id}/increasePrice", id)
                .statusCode(400)
                .body("violations.field", contains("price"));
        put("{\"price\": 11}", "/api/stores/products/{id}/decreasePrice", id)
                .statusCode(400)
                .body("violations.field", contains("price"));
        assertThat(price(id)).isEqualByComparingTo("10");

        put("{\"price\": 12.5}", "/api/stores/products/{id}/increasePrice", id)
                .statusCode(200)
                .body("", anEmptyMap());
        assertThat(price(id)).isEqualByComparingTo("12.5");
        put("{\"price\": 8}", "/api/stores/products/{id}/decreasePrice", id)
                .statusCode(200)
                .body("", anEmptyMap());
        assertThat(price(id)).isEqualByComparingTo("8");
    }

    @Test
    void a_changed_price_is_published_with_the_new_price_and_the_difference() {
        UUID id = addProduct(store, "Opera glasses", "10");
        put("{\"price\": 8.5}", "/api/stores/products/{id}/decreasePrice", id).statusCode(200);

        assertThat(TOPICS.await(TOPIC, id, ProductPriceChanged.class))
                .isEqualTo(ProductPriceChanged.newBuilder()
                        .setProductId(id.toString())
                        .setStoreId(store.toString())
                        .setPrice(euros("8.5"))
                        .setDelta(euros("-1.5"))
                        .build());
    }

    @Test
    void a_rebranded_product_keeps_its_price() {
        UUID id = addProduct(store, "Opera glasses", "10");

        put(Map.of("name", "Binoculars", "description", "Strong"), "/api/stores/products/{id}/rebrand", id)
                .statusCode(200)
                .body("", anEmptyMap());

        get("/api/stores/products/{id}", id)
                .body("product.name", equalTo("Binoculars"))
                .body("product.description", equalTo("Strong"));
        assertThat(price(id)).isEqualByComparingTo("10");
        assertThat(TOPICS.await(TOPIC, id, ProductRebranded.class).getName()).isEqualTo("Binoculars");
    }

    @Test
    void a_removed_product_is_not_in_the_catalog_and_cannot_be_changed_again() {
        UUID id = addProduct(store, "Opera glasses", "10");

        delete("/api/stores/products/{id}", id).statusCode(200).body("", anEmptyMap());

        get("/api/stores/products/{id}", id).statusCode(404);
        get("/api/stores/{id}/products", store).body("products", empty());
        delete("/api/stores/products/{id}", id).statusCode(409);
        put(Map.of("name", "Binoculars"), "/api/stores/products/{id}/rebrand", id)
                .statusCode(409);
        put("{\"price\": 20}", "/api/stores/products/{id}/increasePrice", id).statusCode(409);
        put("{\"price\": 1}", "/api/stores/products/{id}/decreasePrice", id).statusCode(409);
        TOPICS.await(TOPIC, id, ProductRemoved.class);
        assertThat(TOPICS.types(TOPIC, id)).containsExactly("ProductAdded", "ProductRemoved");
    }

    @Test
    void an_unknown_product_is_not_found_and_not_created() {
        UUID nobody = Ids.next();

        get("/api/stores/products/{id}", nobody).statusCode(404);
        delete("/api/stores/products/{id}", nobody).statusCode(404);
        put(Map.of("name", "Binoculars"), "/api/stores/products/{id}/rebrand", nobody)
                .statusCode(404);
        put("{\"price\": 20}", "/api/stores/products/{id}/increasePrice", nobody)
                .statusCode(404);
        get("/api/stores/products/{id}", nobody).statusCode(404);
    }

    @Test
    void a_catalog_is_returned_page_by_page() {
        UUID first = addProduct(store, "First", "1");
        UUID second = addProduct(store, "Second", "2");
        addProduct(createStore("Statler Books"), "Elsewhere", "3");

        String next = get("/api/stores/{id}/products?limit=1", store)
                .body("products.id", contains(first.toString()))
                .extract()
                .path("next");
        get("/api/stores/{id}/products?limit=1&next={next}", store, next)
                .body("products.id", contains(second.toString()))
                .body("next", equalTo(null));
    }

    private static BigDecimal price(UUID id) {
        return get("/api/stores/products/{id}", id)
                .statusCode(200)
                .extract()
                .body()
                .jsonPath(JsonPathConfig.jsonPathConfig().numberReturnType(NumberReturnType.BIG_DECIMAL))
                .getObject("product.price", BigDecimal.class);
    }

    private static Money euros(String amount) {
        return Money.newBuilder().setAmount(amount).setCurrency("EUR").build();
    }
}
