package dev.mallbots.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mallbots.contract.client.ApiClient;
import dev.mallbots.contract.client.ApiException;
import dev.mallbots.contract.client.BasketsApi;
import dev.mallbots.contract.client.CustomersApi;
import dev.mallbots.contract.client.OrderingApi;
import dev.mallbots.contract.client.PaymentsApi;
import dev.mallbots.contract.client.SearchApi;
import dev.mallbots.contract.client.StoresApi;
import dev.mallbots.contract.client.model.AddedItem;
import dev.mallbots.contract.client.model.CheckOut;
import dev.mallbots.contract.client.model.NewBasket;
import dev.mallbots.contract.client.model.NewPayment;
import dev.mallbots.contract.client.model.NewProduct;
import dev.mallbots.contract.client.model.NewStore;
import dev.mallbots.contract.client.model.OrderView;
import dev.mallbots.contract.client.model.OrderingOrderBody;
import dev.mallbots.contract.client.model.OrderingOrderBody.StatusEnum;
import dev.mallbots.contract.client.model.Registration;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A client that a generator has made of docs/openapi.json, without any knowledge of this project. */
@Tag("starts-processes")
@ExtendWith(Mall.Open.class)
class GeneratedClientTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final BigDecimal PRICE = new BigDecimal("34.95");
    /** Without an Idempotency-Key. */
    private static final String NO_KEY = null;

    private final UUID ada = UUID.randomUUID();
    private final ApiClient seller = clientOf("store-owner:" + UUID.randomUUID());
    private final ApiClient buyer = clientOf("customer:" + ada);
    private final BasketsApi baskets = new BasketsApi(buyer);
    private final OrderingApi orders = new OrderingApi(buyer);
    private final PaymentsApi payments = new PaymentsApi(buyer);

    @Test
    void a_generated_client_takes_an_order_from_an_empty_store_to_completed() throws ApiException {
        UUID book = bookOfANewStore();
        assertThat(new CustomersApi(buyer)
                        .registerCustomer(
                                new Registration().name("Ada Lovelace").smsNumber("+44 20 7946 0958"), NO_KEY)
                        .getId())
                .isEqualTo(ada);
        UUID order =
                baskets.startBasket(new NewBasket().customerId(ada), NO_KEY).getId();
        baskets.addItem(order, new AddedItem().productId(book).quantity(2), NO_KEY);
        BigDecimal total = PRICE.multiply(BigDecimal.TWO);
        UUID payment = payments.authorizePayment(
                        new NewPayment().customerId(ada).amount(total), NO_KEY)
                .getId();
        baskets.checkoutBasket(order, new CheckOut().paymentId(payment), NO_KEY);

        reaches(order, StatusEnum.READY);
        OrderingOrderBody ready = orders.getOrder(order).getOrder();
        assertThat(ready.getTotal()).isEqualByComparingTo(total);
        assertThat(ready.getItems()).singleElement().satisfies(line -> {
            assertThat(line.getProductId()).isEqualTo(book);
            assertThat(line.getQuantity()).isEqualTo(2);
        });

        payWhenInvoiced(order);
        reaches(order, StatusEnum.COMPLETED);
        await().atMost(PATIENCE)
                .ignoreExceptionsMatching(GeneratedClientTest::isNotFound)
                .untilAsserted(() -> assertThat(
                                new SearchApi(buyer).getFoundOrder(order).getOrder())
                        .returns(ada, OrderView::getCustomerId)
                        .returns("Ada Lovelace", OrderView::getCustomerName)
                        .returns(OrderView.StatusEnum.COMPLETED, OrderView::getStatus));
    }

    private UUID bookOfANewStore() throws ApiException {
        StoresApi stores = new StoresApi(seller);
        UUID store = stores.createStore(new NewStore().name("Waldorf Books").location("first floor, north"), NO_KEY)
                .getId();
        stores.enableParticipation(store, NO_KEY);
        return stores.addProduct(
                        store,
                        new NewProduct()
                                .name("The Mythical Man-Month")
                                .description("paperback")
                                .sku("978-0201835953")
                                .price(PRICE),
                        NO_KEY)
                .getId();
    }

    /** The order appears a moment after the check-out. */
    private void reaches(UUID order, StatusEnum status) {
        await().atMost(PATIENCE)
                .ignoreExceptionsMatching(GeneratedClientTest::isNotFound)
                .untilAsserted(
                        () -> assertThat(orders.getOrder(order).getOrder().getStatus())
                                .isEqualTo(status));
    }

    /** The invoice appears a moment after the order is ready. */
    private void payWhenInvoiced(UUID order) {
        await().atMost(PATIENCE)
                .ignoreExceptionsMatching(GeneratedClientTest::isNotFound)
                .until(() -> {
                    payments.payInvoice(order, NO_KEY);
                    return true;
                });
    }

    private static boolean isNotFound(Throwable failure) {
        return failure instanceof ApiException answer && answer.getCode() == 404;
    }

    private static ApiClient clientOf(String user) {
        Mall mall = Mall.get();
        ApiClient client = new ApiClient();
        client.updateBaseUri(mall.url("gateway"));
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + mall.tokenOf(user)));
        return client;
    }
}
