package dev.mallbots.consumers;

import static dev.mallbots.consumers.Expectation.id;
import static org.assertj.core.api.Assertions.assertThat;

import au.com.dius.pact.consumer.dsl.LambdaDslObject;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Looking around, without a token: the pages of a visitor. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class VisitorWebClientPactTest {

    @RegisterExtension
    static final ClientPact<WebClient> PACT = WebPact.OF_ALL_ROLES;

    @Test
    void a_visitor_sees_the_open_stores() {
        List<WebClient.Store> stores = PACT.on("list the open stores")
                .given("a store sells a product")
                .get("/api/stores/participating")
                .parameter("limit", "20")
                .answered(
                        body -> body.minArrayLike("stores", 1, VisitorWebClientPactTest::store), WebClient::openStores);

        assertThat(stores).singleElement().extracting(WebClient.Store::name).isEqualTo("Bakery");
    }

    @Test
    void a_visitor_sees_a_store() {
        WebClient.Store store = PACT.on("show a store")
                .given("a store sells a product")
                .get("/api/stores/${storeId}")
                .answered(
                        body -> body.object("store", VisitorWebClientPactTest::store), web -> web.store(id("storeId")));

        assertThat(store.participating()).isTrue();
    }

    private static void store(LambdaDslObject store) {
        Fields.id(store, "id");
        Fields.text(store, "name", "Bakery");
        Fields.text(store, "location", "Aisle 1");
        store.booleanType("participating", true);
    }

    @Test
    void a_visitor_sees_what_a_store_sells() {
        List<WebClient.Product> products = PACT.on("list the products of a store")
                .given("a store sells a product")
                .get("/api/stores/${storeId}/products")
                .parameter("limit", "20")
                .answered(
                        body -> body.minArrayLike("products", 1, VisitorWebClientPactTest::product),
                        web -> web.products(id("storeId")));

        assertThat(products)
                .singleElement()
                .extracting(WebClient.Product::price)
                .isEqualTo(Fields.AMOUNT);
    }

    @Test
    void a_visitor_sees_a_product() {
        WebClient.Product product = PACT.on("show a product")
                .given("a store sells a product")
                .get("/api/stores/products/${productId}")
                .answered(
                        body -> body.object("product", VisitorWebClientPactTest::product),
                        web -> web.product(id("productId")));

        assertThat(product.name()).isEqualTo("Bread");
    }

    private static void product(LambdaDslObject product) {
        Fields.id(product, "id");
        Fields.id(product, "storeId");
        Fields.text(product, "name", "Bread");
        Fields.text(product, "description", "rye");
        Fields.text(product, "sku", "B1");
        Fields.amount(product, "price");
    }

    @Test
    void a_visitor_is_told_that_there_is_no_such_product() {
        Refused refused = PACT.on("show a product that does not exist")
                .get("/api/stores/products/" + id("unknown"))
                .refused(404, Fields::reason, web -> web.product(id("unknown")));

        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.reason()).isEqualTo("no");
    }
}
