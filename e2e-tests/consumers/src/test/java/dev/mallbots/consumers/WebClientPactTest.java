package dev.mallbots.consumers;

import static dev.mallbots.consumers.Expectation.id;
import static org.assertj.core.api.Assertions.assertThat;

import au.com.dius.pact.consumer.dsl.LambdaDslObject;
import dev.mallbots.consumers.Gateway.Event;
import dev.mallbots.consumers.Refused.Violation;
import dev.mallbots.consumers.WebClient.Update;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the pages send to the gateway and read of its answers. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class WebClientPactTest {

    @RegisterExtension
    static final ClientPact<WebClient> PACT = new ClientPact<>("web-client", WebClient.class, WebClient::new);

    private static final BigDecimal PRICE = new BigDecimal("3.2");
    private static final Instant TIME = Instant.parse(Fields.TIME);

    // ---- visitors

    @Test
    void a_visitor_sees_the_open_stores() {
        List<WebClient.Store> stores = PACT.on("list the open stores")
                .given("a store sells a product")
                .get("/api/stores/participating")
                .parameter("limit", "20")
                .answered(body -> body.minArrayLike("stores", 1, WebClientPactTest::store), WebClient::openStores);

        assertThat(stores).singleElement().extracting(WebClient.Store::name).isEqualTo("Bakery");
    }

    @Test
    void a_visitor_sees_a_store() {
        WebClient.Store store = PACT.on("show a store")
                .given("a store sells a product")
                .get("/api/stores/${storeId}")
                .answered(body -> body.object("store", WebClientPactTest::store), web -> web.store(id("storeId")));

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
                        body -> body.minArrayLike("products", 1, WebClientPactTest::product),
                        web -> web.products(id("storeId")));

        assertThat(products)
                .singleElement()
                .extracting(WebClient.Product::price)
                .isEqualTo(PRICE);
    }

    @Test
    void a_visitor_sees_a_product() {
        WebClient.Product product = PACT.on("show a product")
                .given("a store sells a product")
                .get("/api/stores/products/${productId}")
                .answered(
                        body -> body.object("product", WebClientPactTest::product),
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
                .refused(404, WebClientPactTest::reason, web -> web.product(id("unknown")));

        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.reason()).isEqualTo("no");
    }

    private static void reason(LambdaDslObject problem) {
        Fields.text(problem, "message", "no");
    }

    // ---- customers

    @Test
    void a_customer_registers() {
        UUID customer = PACT.on("register")
                .given("a person who has not registered")
                .as("customer")
                .post("/api/customers", body -> {
                    body.stringType("name", "Carla Costa");
                    body.stringMatcher("smsNumber", "\\+[0-9 ]+", "+49 30 1234567");
                })
                .answered(WebClientPactTest::created, web -> web.register("Carla Costa", "+49 30 1234567"));

        assertThat(customer).isEqualTo(id("id"));
    }

    private static void created(LambdaDslObject answer) {
        Fields.id(answer, "id");
    }

    @Test
    void a_customer_starts_a_basket() {
        UUID basket = PACT.on("start a basket")
                .given("a customer")
                .as("customer")
                .post("/api/baskets", body -> ofCustomer(body))
                .answered(WebClientPactTest::created, web -> web.startBasket(id("customerId")));

        assertThat(basket).isEqualTo(id("id"));
    }

    private static LambdaDslObject ofCustomer(LambdaDslObject body) {
        return body.valueFromProviderState(
                "customerId", "${customerId}", id("customerId").toString());
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
            body.valueFromProviderState(
                    "productId", "${productId}", id("productId").toString());
            body.integerType("quantity", quantity);
        };
    }

    @Test
    void a_customer_is_told_which_field_of_a_form_is_wrong() {
        Refused refused = PACT.on("add no piece to a basket")
                .given("an empty basket")
                .as("customer")
                .put("/api/baskets/${basketId}/addItem", body -> {
                    body.valueFromProviderState(
                            "productId", "${productId}", id("productId").toString());
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
                .isEqualTo(PRICE);
    }

    @Test
    void somebody_without_a_token_has_to_sign_in() {
        Refused refused = PACT.on("show a basket to a visitor")
                .given("a basket with a product")
                .get("/api/baskets/${basketId}")
                .refused(401, WebClientPactTest::reason, web -> web.basket(id("basketId")));

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
                .refused(403, WebClientPactTest::reason, web -> web.basket(id("basketId")));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.reason()).isNotBlank();
    }

    @Test
    void a_customer_authorizes_a_payment() {
        UUID payment = PACT.on("authorize a payment")
                .given("a basket with a product")
                .as("customer")
                .post("/api/payments", body -> Fields.amount(ofCustomer(body), "amount"))
                .answered(WebClientPactTest::created, web -> web.authorize(id("customerId"), PRICE));

        assertThat(payment).isEqualTo(id("id"));
    }

    @Test
    void a_customer_checks_out() {
        PACT.on("check out")
                .given("a basket and its authorized payment")
                .as("customer")
                .put("/api/baskets/${basketId}/checkout", WebClientPactTest::payment)
                .done(web -> web.checkOut(id("basketId"), id("paymentId")));
    }

    @Test
    void a_customer_can_not_check_out_twice() {
        Refused refused = PACT.on("check out again")
                .given("a completed order")
                .as("customer")
                .put("/api/baskets/${orderId}/checkout", WebClientPactTest::payment)
                .refused(409, WebClientPactTest::reason, web -> web.checkOut(id("orderId"), id("paymentId")));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.reason()).isNotBlank();
    }

    private static void payment(LambdaDslObject body) {
        body.valueFromProviderState("paymentId", "${paymentId}", id("paymentId").toString());
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
        assertThat(order.total()).isEqualTo(PRICE);
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
                    body.object("filters", WebClientPactTest::ofCustomer);
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

        assertThat(invoice).isEqualTo(new WebClient.Invoice(PRICE, "paid"));
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

    // ---- store owners

    @Test
    void an_owner_opens_a_store() {
        UUID store = PACT.on("open a store")
                .given("a store owner")
                .as("owner")
                .post("/api/stores", body -> {
                    body.stringType("name", "Bakery");
                    body.stringType("location", "Aisle 1");
                })
                .answered(WebClientPactTest::created, web -> web.openStore("Bakery", "Aisle 1"));

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
                    body.numberType("price", PRICE);
                })
                .answered(
                        WebClientPactTest::created, web -> web.addProduct(id("storeId"), "Bread", "rye", "B1", PRICE));

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

    // ---- operators

    @Test
    void an_operator_sees_the_sagas_in_a_state() {
        List<WebClient.Saga> sagas = PACT.on("list the completed sagas")
                .given("a completed order")
                .given("an operator")
                .as("operator")
                .get("/api/ops/sagas")
                .parameter("state", "completed")
                .parameter("limit", "20")
                .answered(
                        body -> body.minArrayLike("sagas", 1, saga -> {
                            Fields.id(saga, "id");
                            Fields.text(saga, "definition", "create-order");
                            saga.stringMatcher("state", "running|compensating|completed|compensated", "completed");
                            Fields.text(saga, "step", "approve order");
                            saga.integerType("attempts", 1);
                            Fields.time(saga, "changedAt");
                        }),
                        WebClient::completedSagas);

        assertThat(sagas).singleElement().extracting(WebClient.Saga::step).isEqualTo("approve order");
    }

    @Test
    void an_operator_sees_the_log_of_a_saga() {
        WebClient.SagaStory saga = PACT.on("show a saga")
                .given("a completed order")
                .given("an operator")
                .as("operator")
                .get("/api/ops/sagas/${orderId}")
                .answered(
                        body -> body.object("saga", it -> {
                            Fields.id(it, "id");
                            it.stringMatcher("state", "running|compensating|completed|compensated", "completed");
                            Fields.text(it, "step", "approve order");
                            it.minArrayLike("log", 1, entry -> {
                                Fields.time(entry, "at");
                                entry.stringMatcher("what", "[A-Z_]+", "STARTED");
                                entry.stringType("detail", "started");
                            });
                        }),
                        web -> web.saga(id("orderId")));

        assertThat(saga.log()).containsExactly(new WebClient.SagaEntry(TIME, "STARTED", "started"));
    }

    @Test
    void an_operator_sees_the_dead_letters_of_a_service() {
        List<WebClient.DeadLetter> letters = PACT.on("list the dead letters of a service")
                .given("depot has a dead letter")
                .given("an operator")
                .as("operator")
                .get("/api/ops/depot/dead-letters")
                .parameter("limit", "20")
                .answered(
                        body -> body.minArrayLike("deadLetters", 1, WebClientPactTest::deadLetter),
                        web -> web.deadLetters("depot"));

        assertThat(letters)
                .singleElement()
                .extracting(WebClient.DeadLetter::tries)
                .isEqualTo(1);
    }

    @Test
    void an_operator_sees_a_dead_letter() {
        WebClient.DeadMessage letter = PACT.on("show a dead letter")
                .given("depot has a dead letter")
                .given("an operator")
                .as("operator")
                .get("/api/ops/depot/dead-letters/${deadLetterId}")
                .answered(
                        body -> {
                            body.object("deadLetter", WebClientPactTest::deadLetter);
                            body.stringMatcher("payloadBase64", "[A-Za-z0-9+/]+={0,2}", "CgEx");
                        },
                        web -> web.deadLetter("depot", id("deadLetterId")));

        assertThat(letter.payloadBase64()).isEqualTo("CgEx");
    }

    private static void deadLetter(LambdaDslObject letter) {
        Fields.id(letter, "id");
        Fields.text(letter, "topic", "mallbots.depot.commands");
        Fields.text(letter, "error", "it can't be read");
        letter.integerType("tries", 1);
        Fields.time(letter, "lastTry");
    }

    @Test
    void an_operator_has_the_dead_letters_of_a_service_handled_again() {
        WebClient.Replay replay = PACT.on("replay the dead letters of a service")
                .given("depot has a dead letter")
                .given("an operator")
                .as("operator")
                .post("/api/ops/depot/dead-letters/replay")
                .answered(
                        body -> {
                            body.integerType("handled", 0);
                            body.integerType("failed", 1);
                        },
                        web -> web.replayDeadLetters("depot"));

        assertThat(replay).isEqualTo(new WebClient.Replay(0, 1));
    }

    @Test
    void an_operator_discards_a_dead_letter() {
        PACT.on("discard a dead letter")
                .given("depot has a dead letter")
                .given("an operator")
                .as("operator")
                .post(
                        "/api/ops/depot/dead-letters/${deadLetterId}/discard",
                        body -> body.stringType("reason", "sent by mistake"))
                .done(web -> web.discardDeadLetter("depot", id("deadLetterId"), "sent by mistake"));
    }

    @Test
    void an_operator_reads_the_story_of_an_order() {
        List<WebClient.Happening> events = PACT.on("tell the story of an order")
                .given("a completed order")
                .given("an operator")
                .as("operator")
                .get("/api/audit/${orderId}")
                .parameter("limit", "100")
                .answered(
                        body -> body.minArrayLike("events", 1, event -> {
                            Fields.id(event, "id");
                            event.stringMatcher("type", "mallbots\\..+", "mallbots.ordering.v1.OrderCreated");
                            event.stringMatcher("source", "/services/.+", "/services/ordering");
                            Fields.time(event, "time");
                        }),
                        web -> web.story(id("orderId")));

        assertThat(events)
                .singleElement()
                .extracting(WebClient.Happening::source)
                .isEqualTo("/services/ordering");
    }

    @Test
    void an_operator_sees_where_a_message_of_the_story_is() {
        List<WebClient.Whereabouts> places = PACT.on("show where a message is")
                .given("a completed order")
                .given("an operator")
                .as("operator")
                .get("/api/ops/order-saga/messages")
                .parameter("id", "${eventId}")
                .answered(
                        body -> body.minArrayLike("messages", 1, message -> {
                            Fields.id(message, "id");
                            message.stringMatcher("state", "WAITING|REFUSED|HANDLED|DEAD|DISCARDED", "HANDLED");
                            Fields.time(message, "at");
                        }),
                        web -> web.whereabouts("order-saga", id("eventId")));

        assertThat(places).containsExactly(new WebClient.Whereabouts(id("id"), "HANDLED", TIME));
    }
}
