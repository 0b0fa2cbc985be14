package dev.mallbots.consumers;

import static dev.mallbots.consumers.Expectation.id;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the mobile app sends to the gateway and reads of its answers, on a customer's way to a completed order. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class MobileClientPactTest {

    @RegisterExtension
    static final ClientPact<MobileClient> PACT =
            new ClientPact<>("mobile-client", MobileClient.class, MobileClient::new, MobileClientPactTest.class);

    @Test
    void the_app_shows_the_open_stores() {
        List<MobileClient.Store> stores = PACT.on("list the open stores")
                .given("a store sells a product")
                .get("/api/stores/participating")
                .parameter("limit", "50")
                .answered(
                        body -> body.minArrayLike("stores", 1, store -> {
                            Fields.id(store, "id");
                            Fields.text(store, "name", "Bakery");
                        }),
                        MobileClient::openStores);

        assertThat(stores).containsExactly(new MobileClient.Store(id("id"), "Bakery"));
    }

    @Test
    void the_app_shows_what_a_store_sells() {
        List<MobileClient.Product> products = PACT.on("list the products of a store")
                .given("a store sells a product")
                .get("/api/stores/${storeId}/products")
                .parameter("limit", "50")
                .answered(
                        body -> body.minArrayLike("products", 1, product -> {
                            Fields.id(product, "id");
                            Fields.text(product, "name", "Bread");
                            Fields.amount(product, "price");
                        }),
                        mobile -> mobile.products(id("storeId")));

        assertThat(products).containsExactly(new MobileClient.Product(id("id"), "Bread", Fields.AMOUNT));
    }

    @Test
    void the_app_starts_a_basket() {
        UUID basket = PACT.on("start a basket")
                .given("a customer")
                .as("customer")
                .post("/api/baskets", body -> Fields.ofState(body, "customerId"))
                .answered(Fields::created, mobile -> mobile.startBasket(id("customerId")));

        assertThat(basket).isEqualTo(id("id"));
    }

    @Test
    void the_app_fills_a_basket() {
        PACT.on("add to a basket")
                .given("an empty basket")
                .as("customer")
                .put("/api/baskets/${basketId}/addItem", body -> {
                    Fields.ofState(body, "productId");
                    body.integerType("quantity", 2);
                })
                .done(mobile -> mobile.add(id("basketId"), id("productId"), 2));
    }

    @Test
    void the_app_adds_up_a_basket() {
        MobileClient.Basket basket = PACT.on("show a basket")
                .given("a basket with a product")
                .as("customer")
                .get("/api/baskets/${basketId}")
                .answered(
                        body -> body.object(
                                "basket",
                                it -> it.minArrayLike("items", 1, item -> {
                                    Fields.text(item, "productName", "Bread");
                                    Fields.amount(item, "productPrice");
                                    item.integerType("quantity", 2);
                                })),
                        mobile -> mobile.basket(id("basketId")));

        assertThat(basket.total()).isEqualTo("6.4");
    }

    @Test
    void the_app_authorizes_a_payment() {
        UUID payment = PACT.on("authorize a payment")
                .given("a basket with a product")
                .as("customer")
                .post("/api/payments", body -> Fields.amount(Fields.ofState(body, "customerId"), "amount"))
                .answered(Fields::created, mobile -> mobile.authorize(id("customerId"), Fields.AMOUNT));

        assertThat(payment).isEqualTo(id("id"));
    }

    @Test
    void the_app_checks_out() {
        PACT.on("check out")
                .given("a basket and its authorized payment")
                .as("customer")
                .put("/api/baskets/${basketId}/checkout", body -> Fields.ofState(body, "paymentId"))
                .done(mobile -> mobile.checkOut(id("basketId"), id("paymentId")));
    }

    @Test
    void the_app_watches_an_order_until_it_has_ended() {
        List<OrderStatus> statuses = new ArrayList<>();
        PACT.on("watch an order")
                .given("a completed order")
                .as("customer")
                .get("/api/ordering/${orderId}/updates")
                .streamed(
                        ".*data: \\{[^\\n]*\"status\":\"completed\"[^\\n]*\\}\\n\\n",
                        """
                        data: {"status":"completed"}

                        """,
                        mobile -> mobile.watch(id("orderId"), statuses::add));

        assertThat(statuses).containsExactly(OrderStatus.COMPLETED);
    }

    @Test
    void the_app_pays_an_invoice() {
        PACT.on("pay an invoice")
                .given("an order that is ready")
                .as("customer")
                .put("/api/payments/invoices/${orderId}/pay")
                .done(mobile -> mobile.pay(id("orderId")));
    }

    @Test
    void the_app_shows_the_messages_about_orders() {
        List<MobileClient.Notification> notifications = PACT.on("list the notifications of a customer")
                .given("a completed order")
                .as("customer")
                .get("/api/notifications")
                .parameter("customerId", "${customerId}")
                .parameter("limit", "50")
                .answered(
                        body -> body.minArrayLike("notifications", 1, notification -> {
                            Fields.text(notification, "message", "Your order is ready.");
                            Fields.time(notification, "sentAt");
                        }),
                        mobile -> mobile.notifications(id("customerId")));

        assertThat(notifications)
                .containsExactly(new MobileClient.Notification("Your order is ready.", Instant.parse(Fields.TIME)));
    }
}
