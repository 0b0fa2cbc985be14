package dev.mallbots.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.clients.baskets.AddItemRequest;
import dev.mallbots.clients.baskets.BasketspbBasket;
import dev.mallbots.clients.baskets.BasketspbItem;
import dev.mallbots.clients.baskets.BasketspbStartBasketRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Mall.Open.class)
class BasketsTest {

    private final MallBotsClient mall = Mall.client();
    private String store;
    private String bread;
    private String basket;

    @BeforeEach
    void a_customer_has_an_empty_basket() throws ApiException {
        store = mall.openStore("Bakery", "Aisle 1");
        bread = mall.sell(store, "Bread", 12.3456);
        basket = mall.baskets()
                .startBasket(new BasketspbStartBasketRequest().customerId(mall.register("Carla Costa")))
                .getId();
    }

    @Test
    void a_new_basket_has_a_list_of_no_items() throws ApiException {
        assertThat(basket()).isEqualTo(new BasketspbBasket().id(basket).items(List.of()));
    }

    @Test
    void products_of_a_store_that_does_not_participate_can_be_added() throws ApiException {
        assertThat(mall.stores().getStore(store).getStore().getParticipating()).isFalse();

        assertThat(mall.items().addItem(basket, bread(2))).isEqualTo(Map.of());

        assertThat(basket().getItems())
                .containsExactly(new BasketspbItem()
                        .storeId(store)
                        .productId(bread)
                        .storeName("Bakery")
                        .productName("Bread")
                        .productPrice(12.3456)
                        .quantity(2));
    }

    @Test
    void removing_some_pieces_leaves_the_rest() throws ApiException {
        mall.items().addItem(basket, bread(3));

        assertThat(mall.items().removeItem(basket, bread(1))).isEqualTo(Map.of());
        assertThat(basket().getItems()).extracting(BasketspbItem::getQuantity).containsExactly(2);

        mall.items().removeItem(basket, bread(2));
        assertThat(basket().getItems()).isEmpty();
    }

    @Test
    void a_basket_can_be_cancelled() throws ApiException {
        assertThat(mall.baskets().cancelBasket(basket)).isEqualTo(Map.of());

        assertThat(Mall.ask("/api/baskets/" + basket).at("/basket/status").asText())
                .isEqualTo("cancelled");
    }

    private BasketspbBasket basket() throws ApiException {
        return mall.baskets().getBasket(basket).getBasket();
    }

    private AddItemRequest bread(int quantity) {
        return new AddItemRequest().productId(bread).quantity(quantity);
    }
}
