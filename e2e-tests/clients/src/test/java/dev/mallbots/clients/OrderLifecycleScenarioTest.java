package dev.mallbots.clients;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mallbots.clients.baskets.AddItemRequest;
import dev.mallbots.clients.baskets.BasketspbBasket;
import dev.mallbots.clients.baskets.BasketspbItem;
import dev.mallbots.clients.baskets.BasketspbStartBasketRequest;
import dev.mallbots.clients.baskets.CheckoutBasketRequest;
import dev.mallbots.clients.ordering.OrderingpbItem;
import dev.mallbots.clients.ordering.OrderingpbOrder;
import dev.mallbots.clients.search.OrderItem;
import dev.mallbots.clients.search.SearchOrdersRequestFilters;
import dev.mallbots.clients.search.SearchpbOrder;
import dev.mallbots.clients.search.SearchpbSearchOrdersRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An order from an empty store to completed, through a client of MallBots. */
@ExtendWith(Mall.Open.class)
class OrderLifecycleScenarioTest {

    private static final String ADA = "Ada Lovelace";

    private final MallBotsClient mall = Mall.client();

    @Test
    void an_order_goes_from_an_empty_store_to_completed() throws ApiException {
        // A book store and a tea house open. Neither is ever enabled to participate, because MallBots' clients do not
        // know that call.
        String books = mall.openStore("Waldorf Books", "first floor, north");
        String teas = mall.openStore("Celadon Teas", "ground floor");
        String book = mall.sell(books, "The Mythical Man-Month", 34.95);
        String tea = mall.sell(teas, "Sencha, a pinch", 0.1);

        // Ada starts a basket and adds one book and three pinches of tea, the third later.
        String ada = mall.register(ADA);
        String basket = mall.baskets()
                .startBasket(new BasketspbStartBasketRequest().customerId(ada))
                .getId();
        put(book, 1, basket);
        put(tea, 2, basket);
        put(tea, 1, basket);
        assertThat(basket(basket))
                .isEqualTo(new BasketspbBasket()
                        .id(basket)
                        .items(List.of(
                                new BasketspbItem()
                                        .storeId(books)
                                        .productId(book)
                                        .storeName("Waldorf Books")
                                        .productName("The Mythical Man-Month")
                                        .productPrice(34.95)
                                        .quantity(1),
                                new BasketspbItem()
                                        .storeId(teas)
                                        .productId(tea)
                                        .storeName("Celadon Teas")
                                        .productName("Sencha, a pinch")
                                        .productPrice(0.1)
                                        .quantity(3))));

        // She has 35.25 authorized for it, and checks out. Her basket becomes an order.
        String payment = mall.pay(ada, 35.25);
        assertThat(mall.baskets().checkoutBasket(basket, new CheckoutBasketRequest().paymentId(payment)))
                .isEqualTo(Map.of());

        // The order is approved, and a bot collects the goods.
        reaches(basket, "ready");
        assertThat(order(basket))
                .isEqualTo(new OrderingpbOrder()
                        .id(basket)
                        .customerId(ada)
                        .paymentId(payment)
                        .status("ready")
                        .items(List.of(
                                new OrderingpbItem()
                                        .storeId(books)
                                        .productId(book)
                                        .storeName("Waldorf Books")
                                        .productName("The Mythical Man-Month")
                                        .price(34.95)
                                        .quantity(1),
                                new OrderingpbItem()
                                        .storeId(teas)
                                        .productId(tea)
                                        .storeName("Celadon Teas")
                                        .productName("Sencha, a pinch")
                                        .price(0.1)
                                        .quantity(3))));

        // Her invoice appears a moment later; she pays it, and the order is completed.
        await().atMost(30, SECONDS)
                .ignoreExceptions()
                .untilAsserted(() ->
                        assertThat(mall.invoices().payInvoice(basket, Map.of())).isEqualTo(Map.of()));
        reaches(basket, "completed");

        // A search for Ada's orders finds this one, with its final status.
        SearchpbOrder found = new SearchpbOrder()
                .orderId(basket)
                .customerId(ada)
                .customerName(ADA)
                .total(35.25)
                .status("completed")
                .items(List.of(
                        new OrderItem()
                                .productId(book)
                                .storeId(books)
                                .productName("The Mythical Man-Month")
                                .storeName("Waldorf Books")
                                .price(34.95)
                                .quantity(1),
                        new OrderItem()
                                .productId(tea)
                                .storeId(teas)
                                .productName("Sencha, a pinch")
                                .storeName("Celadon Teas")
                                .price(0.1)
                                .quantity(3)));
        SearchpbSearchOrdersRequest adas = new SearchpbSearchOrdersRequest()
                .filters(new SearchOrdersRequestFilters().customerId(ada).status("completed"));
        await().atMost(30, SECONDS)
                .untilAsserted(() ->
                        assertThat(mall.search().searchOrders(adas).getOrders()).containsExactly(found));
        assertThat(mall.foundOrders().getOrder(basket).getOrder()).isEqualTo(found);
    }

    private void put(String product, int quantity, String basket) throws ApiException {
        Object answer = mall.items()
                .addItem(basket, new AddItemRequest().productId(product).quantity(quantity));
        assertThat(answer).isEqualTo(Map.of());
    }

    private BasketspbBasket basket(String id) throws ApiException {
        return mall.baskets().getBasket(id).getBasket();
    }

    private OrderingpbOrder order(String id) throws ApiException {
        return mall.orders().getOrder(id).getOrder();
    }

    /** The order appears a moment after the check-out. */
    private void reaches(String order, String status) {
        await().atMost(30, SECONDS)
                .ignoreExceptionsMatching(e -> e instanceof ApiException notYet && notYet.getCode() == 404)
                .untilAsserted(() -> assertThat(order(order).getStatus()).isEqualTo(status));
    }
}
