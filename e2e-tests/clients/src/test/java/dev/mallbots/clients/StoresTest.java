package dev.mallbots.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mallbots.clients.stores.AddProductRequest;
import dev.mallbots.clients.stores.IncreaseProductPriceRequest;
import dev.mallbots.clients.stores.RebrandProductRequest;
import dev.mallbots.clients.stores.RebrandStoreRequest;
import dev.mallbots.clients.stores.StorespbProduct;
import dev.mallbots.clients.stores.StorespbStore;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Mall.Open.class)
class StoresTest {

    private final MallBotsClient mall = Mall.client();

    @Test
    void a_store_is_stored_as_it_was_opened_and_does_not_participate() throws ApiException {
        String id = mall.openStore("Bakery", "Aisle 1");

        assertThat(store(id))
                .isEqualTo(new StorespbStore()
                        .id(id)
                        .name("Bakery")
                        .location("Aisle 1")
                        .participating(false));
        assertThat(mall.stores().getStores().getStores()).contains(store(id));
    }

    @Test
    void a_store_participates_until_it_is_disabled() throws ApiException {
        String id = mall.openStore("Bakery", "Aisle 1");

        assertThat(mall.participation().enableParticipation(id, Map.of())).isEqualTo(Map.of());
        assertThat(store(id).getParticipating()).isTrue();
        assertThat(mall.participation().getParticipatingStores().getStores()).contains(store(id));

        assertThat(mall.participation().disableParticipation(id)).isEqualTo(Map.of());
        assertThat(store(id).getParticipating()).isFalse();
        assertThat(mall.participation().getParticipatingStores().getStores()).doesNotContain(store(id));
    }

    @Test
    void a_store_has_its_new_name_at_once() throws ApiException {
        String id = mall.openStore("Bakery", "Aisle 1");

        assertThat(mall.stores().rebrandStore(id, new RebrandStoreRequest().name("Boulangerie")))
                .isEqualTo(Map.of());

        assertThat(store(id).getName()).isEqualTo("Boulangerie");
    }

    @Test
    void a_product_is_stored_as_it_was_added_and_in_its_stores_catalogue() throws ApiException {
        String store = mall.openStore("Bakery", "Aisle 1");

        String id = mall.products()
                .addProduct(
                        store,
                        new AddProductRequest()
                                .name("Bread")
                                .description("rye, 1 kg")
                                .sku("B-1")
                                .price(3.2))
                .getId();

        assertThat(product(id))
                .isEqualTo(new StorespbProduct()
                        .id(id)
                        .storeId(store)
                        .name("Bread")
                        .description("rye, 1 kg")
                        .sku("B-1")
                        .price(3.2));
        assertThat(mall.products().getStoreProducts(store).getProducts()).containsExactly(product(id));
    }

    @Test
    void a_product_has_its_new_name_and_description_at_once() throws ApiException {
        String id = mall.sell(mall.openStore("Bakery", "Aisle 1"), "Bread", 3.2);

        assertThat(mall.products()
                        .rebrandProduct(
                                id, new RebrandProductRequest().name("Pain").description("de seigle")))
                .isEqualTo(Map.of());

        assertThat(product(id).getName()).isEqualTo("Pain");
        assertThat(product(id).getDescription()).isEqualTo("de seigle");
    }

    @Test
    void a_price_is_increased_and_decreased_to_the_given_price() throws ApiException {
        String id = mall.sell(mall.openStore("Bakery", "Aisle 1"), "Bread", 3.2);

        assertThat(mall.products().increaseProductPrice(id, price(3.3))).isEqualTo(Map.of());
        assertThat(product(id).getPrice()).isEqualTo(3.3);

        assertThat(mall.products().decreaseProductPrice(id, price(0.7))).isEqualTo(Map.of());
        assertThat(product(id).getPrice()).isEqualTo(0.7);
    }

    @Test
    void a_removed_product_is_not_found() throws ApiException {
        String store = mall.openStore("Bakery", "Aisle 1");
        String id = mall.sell(store, "Bread", 3.2);

        assertThat(mall.products().removeProduct(id)).isEqualTo(Map.of());

        assertThat(mall.products().getStoreProducts(store).getProducts()).isEmpty();
        assertThatThrownBy(() -> product(id)).isInstanceOf(ApiException.class);
    }

    /** Java writes the smallest and largest ones with an exponent, as other languages do. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.0001, 0.1, 3.2, 12.3456, 34.95, 10_000_000, 99_999_999_999.9999})
    void a_price_is_returned_to_the_last_digit(double price) throws ApiException {
        String store = mall.openStore("Bakery", "Aisle 1");
        String id = mall.sell(store, "Bread", price);

        assertThat(product(id).getPrice()).isEqualTo(price);
        assertThat(mall.products().getStoreProducts(store).getProducts())
                .extracting(StorespbProduct::getPrice)
                .containsExactly(price);
    }

    private StorespbStore store(String id) throws ApiException {
        return mall.stores().getStore(id).getStore();
    }

    private StorespbProduct product(String id) throws ApiException {
        return mall.products().getProduct(id).getProduct();
    }

    private static IncreaseProductPriceRequest price(double price) {
        return new IncreaseProductPriceRequest().price(price);
    }
}
