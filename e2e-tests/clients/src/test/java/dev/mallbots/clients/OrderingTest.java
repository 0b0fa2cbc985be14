package dev.mallbots.clients;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.mallbots.clients.ordering.OrderingpbCreateOrderRequest;
import dev.mallbots.clients.ordering.OrderingpbItem;
import dev.mallbots.clients.ordering.OrderingpbOrder;
import dev.mallbots.clients.search.OrderItem;
import dev.mallbots.clients.search.SearchOrdersRequestFilters;
import dev.mallbots.clients.search.SearchpbOrder;
import dev.mallbots.clients.search.SearchpbSearchOrdersRequest;
import dev.mallbots.clients.search.SearchpbSearchOrdersResponse;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Orders without a basket, and the search for orders. */
@ExtendWith(Mall.Open.class)
class OrderingTest {

    private final MallBotsClient mall = Mall.client();
    private String store;
    private String bread;
    private String carla;

    @BeforeEach
    void create_a_product_and_a_customer() throws ApiException {
        store = mall.openStore("Bakery", "Aisle 1");
        bread = mall.sell(store, "Bread", 3.2);
        carla = mall.register("Carla Costa");
    }

    @Test
    void an_order_without_a_basket_is_stored_as_it_was_placed() throws ApiException {
        String payment = mall.pay(carla, 6.4);

        String id = order(payment, 2);

        OrderingpbOrder order = mall.orders().getOrder(id).getOrder();
        assertThat(order)
                .isEqualTo(new OrderingpbOrder()
                        .id(id)
                        .customerId(carla)
                        .paymentId(payment)
                        .items(List.of(item(2)))
                        .status(order.getStatus()));
        assertThat(order.getStatus()).isIn("pending", "approved", "in-progress");
    }

    @Test
    void an_order_can_be_cancelled() throws ApiException {
        String id = order(mall.pay(carla, 3.2), 1);

        assertThat(mall.orders().cancelOrder(id)).isEqualTo(Map.of());

        assertThat(mall.orders().getOrder(id).getOrder().getStatus()).isEqualTo("cancelled");
    }

    @Test
    void orders_are_found_by_every_filter_and_page_by_page() throws ApiException {
        OffsetDateTime before = OffsetDateTime.now().minusMinutes(1);
        List<String> newestFirst = List.of(order(mall.pay(carla, 9.6), 3), order(mall.pay(carla, 6.4), 2))
                .reversed();
        for (String id : newestFirst) {
            // an order is unknown to search until its events have arrived
            await().atMost(30, SECONDS)
                    .ignoreExceptionsInstanceOf(ApiException.class)
                    .untilAsserted(() -> assertThat(
                                    mall.foundOrders().getOrder(id).getOrder().getCustomerName())
                            .isEqualTo("Carla Costa"));
        }
        SearchpbSearchOrdersRequest query = new SearchpbSearchOrdersRequest()
                .filters(new SearchOrdersRequestFilters()
                        .customerId(carla)
                        .after(before)
                        .before(before.plusMinutes(10))
                        .storeIds(List.of(store))
                        .productIds(List.of(bread))
                        .minTotal(6.4)
                        .maxTotal(9.6))
                .limit(1);

        SearchpbSearchOrdersResponse first = mall.search().searchOrders(query);
        SearchpbSearchOrdersResponse second = mall.search().searchOrders(query.next(first.getNext()));

        assertThat(first.getOrders())
                .extracting(SearchpbOrder::getOrderId, SearchpbOrder::getTotal)
                .containsExactly(tuple(newestFirst.getFirst(), 6.4));
        assertThat(second.getOrders()).extracting(SearchpbOrder::getOrderId).containsExactly(newestFirst.getLast());
        assertThat(second.getOrders().getFirst().getItems())
                .containsExactly(new OrderItem()
                        .storeId(store)
                        .productId(bread)
                        .storeName("Bakery")
                        .productName("Bread")
                        .price(3.2)
                        .quantity(3));
        assertThat(second.getNext()).isNull();
    }

    private String order(String payment, int quantity) throws ApiException {
        return mall.orders()
                .createOrder(new OrderingpbCreateOrderRequest()
                        .customerId(carla)
                        .paymentId(payment)
                        .items(List.of(item(quantity))))
                .getId();
    }

    private OrderingpbItem item(int quantity) {
        return new OrderingpbItem()
                .storeId(store)
                .productId(bread)
                .storeName("Bakery")
                .productName("Bread")
                .price(3.2)
                .quantity(quantity);
    }
}
