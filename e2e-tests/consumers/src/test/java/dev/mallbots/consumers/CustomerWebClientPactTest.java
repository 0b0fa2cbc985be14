package dev.mallbots.consumers;

import static dev.mallbots.consumers.Expectation.id;
import static org.assertj.core.api.Assertions.assertThat;

import au.com.dius.pact.consumer.dsl.LambdaDslObject;
import dev.mallbots.consumers.Gateway.Event;
import dev.mallbots.consumers.Refused.Violation;
import dev.mallbots.consumers.WebClient.Update;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From a registration to a completed order: the pages of a customer. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CustomerWebClientPactTest {

    @RegisterExtension
    static final ClientPact<WebClient> PACT = WebPact.OF_ALL_ROLES;

    private static final Instant TIME = Instant.parse(Fields.TIME);

    @Test
    void a_customer_registers() {
        UUID customer = PACT.on("register")
                .given("a person who has not registered")
                .as("customer")
                .post("/api/customers", body -> {
                    body.stringType("name", "Carla Costa");
                    body.stringMatcher("smsNumber", "\\+[0-9 ]+", "+49 30 1234567");
                })
                .answered(Fields::created, web -> web.register("Carla Costa", "+49 30 1234567"));

        assertThat(customer).isEqualTo(id("id"));
    }

    @Test
    void a_customer_starts_a_basket() {
        UUID basket = PACT.on("start a basket")
                .given("a customer")
                .as("customer")
                .post("/api/baskets", body -> Fields.ofState(body, "customerId"))
                .answered(Fields::created, web -> web.startBasket(id("customerId")));

        assertThat(basket).isEqualTo(id("id"));
    }

    @Test
    void a_customer_fills_a_basket() {
        PACT.on("add to a basket")
                .given("an empty basket")
                .as("customer")
                .put("/api/baskets/${basketId}/addItem", products(2))
                .done(web -> web.add(id("basketId"), id("productId"), 2));
    }

    @Test
    void a_customer_takes_something_out_of_a_basket() {
        PACT.on("remove from a basket")
                .given("a basket with a product")
                .as("customer")
                .put("/api/baskets/${basketId}/removeItem", products(1))
                .done(web -> web.remove(id("basketId"), id("productId"), 1));
    }

    private static Consumer<LambdaDslObject> products(int quantity) {
        return body -> {
            Fields.ofState(body, "productId");
            body.integerType("quantity", quantity);
        };
    }

    @Test
    void a_customer_is_told_which_field_of_a_form_is_wrong() {
        Refused refused = PACT.on("add no piece to a basket")
                .given("an empty basket")
                .as("customer")
                .put("/api/baskets/${basketId}/addItem", body -> {
                    Fields.ofState(body, "productId");
                    body.numberValue("quantity", 0);
                })
                .refused(
                        400,
                        body -> body.minArrayLike("violations", 1, violation -> {
                            violation.stringValue("field", "quantity");
                            Fields.text(violation, "message", "no");
                        }),
                        web -> web.add(id("basketId"), id("productId"), 0));

        assertThat(refused.violations()).containsExactly(new Violation("quantity", "no"));
    }

    @Test
    void a_customer_sees_a_basket() {
        WebClient.Basket basket = PACT.on("show a basket")
                .given("a basket with a product")
                .as("customer")
                .get("/api/baskets/${basketId}")
                .answered(
                        body -> body.object("basket", it -> {
                            Fields.id(it, "id");
                            it.stringMatcher("status", "open|cancelled|checked-out", "open");
                            it.minArrayLike("items", 1, item -> {
                                Fields.id(item, "productId");
                                Fields.text(item, "productName", "Bread");
                                Fields.text(item, "storeName", "Bakery");
                                Fields.amount(item, "productPrice");
                                item.integerType("quantity", 2);
                            });
                        }),
                        web -> web.basket(id("basketId")));

        assertThat(basket.items())
                .singleElement()
                .extracting(WebClient.BasketItem::productPrice)
                .isEqualTo(Fields.AMOUNT);
    }

    @Test
    void somebody_without_a_token_has_to_sign_in() {
        Refused refused = PACT.on("show a basket to a visitor")
                .given("a basket with a product")
                .get("/api/baskets/${basketId}")
                .refused(401, Fields::reason, web -> web.basket(id("basketId")));

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.reason()).isNotBlank();
    }

    @Test
    void a_customer_does_not_see_the_basket_of_another_customer() {
        Refused refused = PACT.on("show a basket to another customer")
                .given("a basket with a product")
                .given("another customer")
                .as("otherCustomer")
                .get("/api/baskets/${basketId}")
                .refused(403, Fields::reason, web -> web.basket(id("basketId")));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.reason()).isNotBlank();
    }

    @Test
    void a_customer_authorizes_a_payment() {
        UUID payment = PACT.on("authorize a payment")
                .given("a basket with a product")
                .as("customer")
                .post("/api/payments", body -> Fields.amount(Fields.ofState(body, "customerId"), "amount"))
                .answered(Fields::created, web -> web.authorize(id("customerId"), Fields.AMOUNT));

        assertThat(payment).isEqualTo(id("id"));
    }

    @Test
    void a_customer_checks_out() {
        PACT.on("check out")
                .given("a basket and its authorized payment")
                .as("customer")
                .put("/api/baskets/${basketId}/checkout", CustomerWebClientPactTest::payment)
                .done(web -> web.checkOut(id("basketId"), id("paymentId")));
    }

    @Test
    void a_customer_can_not_check_out_twice() {
        Refused refused = PACT.on("check out again")
                .given("a completed order")
                .as("customer")
                .put("/api/baskets/${orderId}/checkout", CustomerWebClientPactTest::payment)
                .refused(409, Fields::reason, web -> web.checkOut(id("orderId"), id("paymentId")));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.reason()).isNotBlank();
    }

    private static void payment(LambdaDslObject body) {
        Fields.ofState(body, "paymentId");
    }

    @Test
    void a_customer_sees_an_order() {
        WebClient.Order order = PACT.on("show an order")
                .given("a completed order")
                .as("customer")
                .get("/api/ordering/${orderId}")
                .answered(
                        body -> body.object("order", it -> {
                            Fields.id(it, "id");
                            Fields.orderStatus(it, "status", "completed");
                            it.booleanType("delayed", false);
                            Fields.amount(it, "total");
                            it.minArrayLike("items", 1, item -> {
                                Fields.text(item, "productName", "Bread");
                                Fields.text(item, "storeName", "Bakery");
                                Fields.amount(item, "price");
                                item.integerType("quantity", 2);
                            });
                        }),
                        web -> web.order(id("orderId")));

        assertThat(order.status()).isEqualTo(OrderStatus.COMPLETED);
        assertThat(order.total()).isEqualTo(Fields.AMOUNT);
    }

    @Test
    void a_customer_watches_an_order_until_it_has_ended() {
        List<Event<Update>> updates = new ArrayList<>();
        PACT.on("watch an order")
                .given("a completed order")
                .as("customer")
                .get("/api/ordering/${orderId}/updates")
                .streamed(
                        ".*" + status("completed") + "\\n",
                        """
                        id: 5
                        event: status
                        data: {"status":"completed","at":"%s"}

                        """.formatted(Fields.TIME),
                        web -> web.watch(id("orderId"), updates::add));

        assertThat(updates).containsExactly(new Event<>("5", new Update(OrderStatus.COMPLETED, TIME)));
    }

    @Test
    void a_customer_who_was_disconnected_is_told_every_change_since() {
        List<Event<Update>> updates = new ArrayList<>();
        PACT.on("watch an order after a lost connection")
                .given("a completed order")
                .as("customer")
                .get("/api/ordering/${orderId}/updates")
                .header("Last-Event-ID", "1")
                .streamed(
                        ".*" + status("approved") + ".*" + status("ready") + "\\n" + status("completed") + "\\n",
                        """
                        id: 2
                        event: status
                        data: {"status":"approved","at":"%1$s"}

                        id: 4
                        event: status
                        data: {"status":"ready","at":"%1$s"}

                        id: 5
                        event: status
                        data: {"status":"completed","at":"%1$s"}

                        """.formatted(Fields.TIME),
                        web -> web.watchSince("1", id("orderId"), updates::add));

        assertThat(updates)
                .containsExactly(
                        new Event<>("2", new Update(OrderStatus.APPROVED, TIME)),
                        new Event<>("4", new Update(OrderStatus.READY, TIME)),
                        new Event<>("5", new Update(OrderStatus.COMPLETED, TIME)));
    }

    private static String status(String status) {
        return "id: \\d+\\nevent: status\\ndata: \\{[^\\n]*\"status\":\"%s\"[^\\n]*\"at\":\"\\d{4}-[^\\n]*\\}\\n"
                .formatted(status);
    }

    @Test
    void a_customer_finds_the_own_orders() {
        List<WebClient.FoundOrder> orders = PACT.on("list the orders of a customer")
                .given("a completed order")
                .as("customer")
                .search("/api/search/orders", body -> {
                    body.object("filters", filters -> Fields.ofState(filters, "customerId"));
                    body.integerType("limit", 20);
                })
                .answered(
                        body -> body.minArrayLike("orders", 1, order -> {
                            Fields.id(order, "orderId");
                            Fields.orderStatus(order, "status", "completed");
                            Fields.amount(order, "total");
                            Fields.time(order, "createdAt");
                        }),
                        web -> web.ordersOf(id("customerId")));

        assertThat(orders)
                .singleElement()
                .extracting(WebClient.FoundOrder::createdAt)
                .isEqualTo(TIME);
    }

    @Test
    void a_customer_sees_an_invoice() {
        WebClient.Invoice invoice = PACT.on("show an invoice")
                .given("a completed order")
                .as("customer")
                .get("/api/payments/invoices/${orderId}")
                .answered(
                        body -> body.object("invoice", it -> {
                            Fields.amount(it, "amount");
                            it.stringMatcher("status", "pending|paid|cancelled", "paid");
                        }),
                        web -> web.invoice(id("orderId")));

        assertThat(invoice).isEqualTo(new WebClient.Invoice(Fields.AMOUNT, "paid"));
    }

    @Test
    void a_customer_pays_an_invoice() {
        PACT.on("pay an invoice")
                .given("an order that is ready")
                .as("customer")
                .put("/api/payments/invoices/${orderId}/pay")
                .done(web -> web.pay(id("orderId")));
    }

    @Test
    void a_customer_reads_the_messages_about_orders() {
        List<WebClient.Notification> notifications = PACT.on("list the notifications of a customer")
                .given("a completed order")
                .as("customer")
                .get("/api/notifications")
                .parameter("customerId", "${customerId}")
                .parameter("limit", "20")
                .answered(
                        body -> body.minArrayLike("notifications", 1, notification -> {
                            Fields.id(notification, "orderId");
                            Fields.text(notification, "message", "Your order is ready.");
                            Fields.time(notification, "sentAt");
                        }),
                        web -> web.notifications(id("customerId")));

        assertThat(notifications)
                .containsExactly(new WebClient.Notification(id("orderId"), "Your order is ready.", TIME));
    }
}
