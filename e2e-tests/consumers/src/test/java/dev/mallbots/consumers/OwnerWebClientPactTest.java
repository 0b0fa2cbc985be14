package dev.mallbots.consumers;

import static dev.mallbots.consumers.Expectation.id;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A store and its products: the pages of a store owner. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class OwnerWebClientPactTest {

    @RegisterExtension
    static final ClientPact<WebClient> PACT = WebPact.OF_ALL_ROLES;

    @Test
    void an_owner_opens_a_store() {
        UUID store = PACT.on("open a store")
                .given("a store owner")
                .as("owner")
                .post("/api/stores", body -> {
                    body.stringType("name", "Bakery");
                    body.stringType("location", "Aisle 1");
                })
                .answered(Fields::created, web -> web.openStore("Bakery", "Aisle 1"));

        assertThat(store).isEqualTo(id("id"));
    }

    @Test
    void an_owner_adds_a_product() {
        UUID product = PACT.on("add a product")
                .given("a store does not participate")
                .as("owner")
                .post("/api/stores/${storeId}/products", body -> {
                    body.stringType("name", "Bread");
                    body.stringType("description", "rye");
                    body.stringType("sku", "B1");
                    body.numberType("price", Fields.AMOUNT);
                })
                .answered(Fields::created, web -> web.addProduct(id("storeId"), "Bread", "rye", "B1", Fields.AMOUNT));

        assertThat(product).isEqualTo(id("id"));
    }

    @Test
    void an_owner_raises_a_price() {
        PACT.on("increase a price")
                .given("a store sells a product")
                .as("owner")
                .put("/api/stores/products/${productId}/increasePrice", body -> body.numberType("price", 12))
                .done(web -> web.increasePrice(id("productId"), BigDecimal.valueOf(12)));
    }

    @Test
    void an_owner_lowers_a_price() {
        PACT.on("decrease a price")
                .given("a store sells a product")
                .as("owner")
                .put("/api/stores/products/${productId}/decreasePrice", body -> body.numberType("price", 8))
                .done(web -> web.decreasePrice(id("productId"), BigDecimal.valueOf(8)));
    }

    @Test
    void an_owner_removes_a_product() {
        PACT.on("remove a product")
                .given("a store sells a product")
                .as("owner")
                .delete("/api/stores/products/${productId}")
                .done(web -> web.removeProduct(id("productId")));
    }

    @Test
    void an_owner_lets_a_store_participate() {
        PACT.on("let a store participate")
                .given("a store does not participate")
                .as("owner")
                .put("/api/stores/${storeId}/participating")
                .done(web -> web.participate(id("storeId")));
    }

    @Test
    void an_owner_withdraws_a_store() {
        PACT.on("withdraw a store")
                .given("a store sells a product")
                .as("owner")
                .delete("/api/stores/${storeId}/participating")
                .done(web -> web.stopParticipating(id("storeId")));
    }
}
