package dev.mallbots.ordering;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.mallbots.contracts.baskets.v1.BasketCheckedOut;
import dev.mallbots.contracts.baskets.v1.BasketItem;
import dev.mallbots.contracts.common.v1.CommandFailed;
import dev.mallbots.contracts.common.v1.CommandSucceeded;
import dev.mallbots.contracts.common.v1.Money;
import dev.mallbots.contracts.depot.v1.ShoppingListCanceled;
import dev.mallbots.contracts.depot.v1.ShoppingListCompleted;
import dev.mallbots.contracts.depot.v1.ShoppingListStarted;
import dev.mallbots.contracts.ordering.v1.ApproveOrder;
import dev.mallbots.contracts.ordering.v1.CancelOrderRequest;
import dev.mallbots.contracts.ordering.v1.CreateOrderRequest;
import dev.mallbots.contracts.ordering.v1.GetOrderRequest;
import dev.mallbots.contracts.ordering.v1.NoteOrderDelay;
import dev.mallbots.contracts.ordering.v1.Order;
import dev.mallbots.contracts.ordering.v1.OrderApproved;
import dev.mallbots.contracts.ordering.v1.OrderCanceled;
import dev.mallbots.contracts.ordering.v1.OrderCompleted;
import dev.mallbots.contracts.ordering.v1.OrderCreated;
import dev.mallbots.contracts.ordering.v1.OrderInProgress;
import dev.mallbots.contracts.ordering.v1.OrderItem;
import dev.mallbots.contracts.ordering.v1.OrderReadied;
import dev.mallbots.contracts.ordering.v1.OrderRejected;
import dev.mallbots.contracts.ordering.v1.OrderStatus;
import dev.mallbots.contracts.ordering.v1.OrderingService;
import dev.mallbots.contracts.ordering.v1.RejectOrder;
import dev.mallbots.contracts.payments.v1.InvoicePaid;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.testing.LostOffsets;
import dev.mallbots.platform.testing.Tokens;
import dev.mallbots.platform.testing.Topics;
import dev.mallbots.platform.testing.WithMall;
import io.agroal.api.AgroalDataSource;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcClient;
import io.quarkus.grpc.GrpcClientUtils;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithMall(encryptedFor = "ordering")
@QuarkusTestResource(StoresForTests.class)
class OrderingServiceTest {

    private static final String BASKETS = "mallbots.baskets.events.Basket";
    private static final String SHOPPING_LISTS = "mallbots.depot.events.ShoppingList";
    private static final String INVOICES = "mallbots.payments.events.Invoice";
    private static final String COMMANDS = "mallbots.ordering.commands";
    private static final String REPLIES = "mallbots.order-saga.replies";
    private static final String ORDERS = "mallbots.ordering.events.Order";

    @Inject
    AgroalDataSource database;

    private final Topics topics = new Topics();
    private final UUID customer = Ids.next();
    private final UUID payment = Ids.next();
    private final UUID list = Ids.next();

    StoresForTests stores;

    @GrpcClient("ordering")
    OrderingService ordering;

    @BeforeEach
    void call_as_an_operator() {
        ordering = GrpcClientUtils.attachHeaders(ordering, Tokens.metadata(Tokens.operator()));
    }

    @Test
    void an_order_goes_from_a_checked_out_basket_to_completed() {
        var order = checkedOut();
        assertStatus(order, "pending");

        tell(order, approval(order));
        topics.await(REPLIES, order, CommandSucceeded.class);
        assertStatus(order, "approved");

        depotSays(started(order));
        topics.await(ORDERS, order, OrderInProgress.class);
        assertStatus(order, "in-progress");

        depotSays(completed(order));
        var readied = topics.await(ORDERS, order, OrderReadied.class);
        assertThat(readied.getTotal().getAmount()).isEqualTo("7.5");
        assertStatus(order, "ready");

        topics.publish(INVOICES, order, paid(order));
        var last = topics.awaitReceived(ORDERS, order, OrderCompleted.class);
        assertStatus(order, "completed");

        assertThat(last.sequence()).isEqualTo(5);
        assertThat(last.correlationId()).contains(order);
        assertThat(topics.types(ORDERS, order))
                .containsExactly("OrderCreated", "OrderApproved", "OrderInProgress", "OrderReadied", "OrderCompleted");
    }

    @Test
    void a_pending_order_is_delayed_until_it_moves_on() {
        var order = checkedOut();
        given().get("/api/ordering/{id}", order).then().body("order.delayed", equalTo(false));
        var delay = NoteOrderDelay.newBuilder()
                .setOrderId(order.toString())
                .setSince(Timestamp.newBuilder().setSeconds(1_700_000_000))
                .build();

        topics.publish(COMMANDS, order, delay);
        topics.publish(COMMANDS, order, delay);

        await().atMost(Duration.ofSeconds(20))
                .until(() -> given().get("/api/ordering/{id}", order)
                        .then()
                        .body("order.status", equalTo("pending"))
                        .extract()
                        .path("order.delayed"));
        assertThat(ordering.getOrder(GetOrderRequest.newBuilder()
                                .setId(order.toString())
                                .build())
                        .await()
                        .atMost(Duration.ofSeconds(5))
                        .getOrder()
                        .getDelayedSince())
                .isEqualTo(delay.getSince());
        tell(order, approval(order));
        topics.await(REPLIES, order, CommandSucceeded.class);
        given().get("/api/ordering/{id}", order).then().body("order.delayed", equalTo(false));
        assertThat(topics.types(REPLIES, order)).containsExactly("CommandSucceeded");
    }

    @Test
    void a_checked_out_basket_becomes_an_order_with_all_its_lines() {
        var basket = Ids.next();

        var message =
                topics.publish(BASKETS, basket, basketWith(basket, line("Tea", "2.5", 3), line("Milk", "0.1", 1)));

        var created = topics.awaitReceived(ORDERS, basket, OrderCreated.class);
        assertThat(created.payload().getCustomerId()).isEqualTo(customer.toString());
        assertThat(created.payload().getPaymentId()).isEqualTo(payment.toString());
        assertThat(created.payload().getItemsList())
                .extracting(OrderItem::getProductName)
                .containsExactly("Tea", "Milk");
        assertThat(created.payload().getTotal().getAmount()).isEqualTo("7.6");
        assertThat(created.causationId()).contains(message);
    }

    @Test
    void a_checked_out_basket_that_is_delivered_twice_becomes_one_order() {
        var basket = Ids.next();
        var told = basketWith(basket, line("Tea", "2.5", 3));

        var first = topics.draft(told).publish(BASKETS, basket);
        topics.draft(told).id(first).publish(BASKETS, basket);
        topics.publish(BASKETS, basket, told);
        tell(basket, approval(basket));

        topics.await(ORDERS, basket, OrderApproved.class);
        assertThat(topics.types(ORDERS, basket)).containsExactly("OrderCreated", "OrderApproved");
        assertThat(topics.raw("mallbots.ordering.dead-letters", basket)).isEmpty();
    }

    @Test
    void replayed_history_changes_no_order() {
        var order = checkedOut();
        tell(order, approval(order));
        topics.await(ORDERS, order, OrderApproved.class);
        depotSays(started(order));
        depotSays(completed(order));
        topics.await(ORDERS, order, OrderReadied.class);
        topics.publish(INVOICES, order, paid(order));
        topics.await(ORDERS, order, OrderCompleted.class);
        var rejected = checkedOut();
        tell(rejected, rejection(rejected));
        topics.await(ORDERS, rejected, OrderRejected.class);

        new LostOffsets(database, topics).changeNothingFor(order, list, rejected);

        assertStatus(order, "completed");
        assertStatus(rejected, "rejected");
    }

    @Test
    void an_order_that_the_depot_gives_up_is_cancelled_approved_or_not_and_published_with_its_payment() {
        var pending = checkedOut();
        var approved = checkedOut();
        tell(approved, approval(approved));
        topics.await(ORDERS, approved, OrderApproved.class);

        for (var order : List.of(pending, approved)) {
            depotSays(givenUp(order, true));
            assertThat(topics.await(ORDERS, order, OrderCanceled.class).getPaymentId())
                    .isNotEmpty();
            assertStatus(order, "cancelled");
        }

        tell(pending, approval(pending));
        topics.await(REPLIES, pending, CommandFailed.class);
    }

    @Test
    void a_list_that_is_cancelled_because_its_order_has_ended_does_not_cancel_the_order() {
        var order = checkedOut();
        depotSays(givenUp(order, false));
        depotSays(started(order));
        await().atMost(Duration.ofSeconds(20)).until(() -> overGrpc(order).getVersion() == 2);

        tell(order, RejectOrder.newBuilder().setOrderId(order.toString()).build());

        topics.await(ORDERS, order, OrderRejected.class);
    }

    @Test
    void events_of_the_depot_before_the_approval_are_applied_at_the_approval() {
        var order = checkedOut();
        depotSays(started(order));
        depotSays(completed(order));
        await().atMost(Duration.ofSeconds(20)).until(() -> overGrpc(order).getVersion() == 3);
        assertStatus(order, "pending");

        tell(order, approval(order));

        topics.await(ORDERS, order, OrderReadied.class);
        assertThat(topics.types(ORDERS, order))
                .containsExactly("OrderCreated", "OrderApproved", "OrderInProgress", "OrderReadied");
    }

    @Test
    void a_repeated_command_succeeds_and_changes_nothing() {
        var order = checkedOut();

        tell(order, approval(order));
        tell(order, approval(order));

        await().atMost(Duration.ofSeconds(20)).until(() -> replies(order, CommandSucceeded.class) == 2);
        assertThat(topics.all(ORDERS, order, OrderApproved.class)).hasSize(1);
    }

    /** Fault 6: an order could be approved after it was cancelled. */
    @Test
    void approving_a_cancelled_order_is_answered_by_a_failure() {
        var order = checkedOut();
        given().delete("/api/ordering/{id}", order).then().statusCode(200).body("$", equalTo(Map.of()));
        topics.await(ORDERS, order, OrderCanceled.class);

        tell(order, approval(order));

        var failure = topics.await(REPLIES, order, CommandFailed.class);
        assertThat(failure.getReason()).contains("is cancelled and can't be approved");
        assertStatus(order, "cancelled");
    }

    @Test
    void a_rejection_has_a_reason_and_rejecting_an_order_that_has_ended_changes_nothing() {
        var order = checkedOut();

        tell(order, rejection(order));
        tell(order, rejection(order));

        var rejected = topics.await(ORDERS, order, OrderRejected.class);
        assertThat(rejected.getReason()).isEqualTo("the card was declined");
        await().atMost(Duration.ofSeconds(20)).until(() -> replies(order, CommandSucceeded.class) == 2);
        assertThat(topics.types(ORDERS, order)).containsExactly("OrderCreated", "OrderRejected");
        given().delete("/api/ordering/{id}", order).then().statusCode(409);
    }

    @Test
    void of_many_concurrent_cancellations_one_wins() throws Exception {
        var order = checkedOut();

        var answers =
                atOnce(8, () -> given().delete("/api/ordering/{id}", order).statusCode());

        assertThat(answers.stream().filter(status -> status == 200)).hasSize(1);
        assertThat(answers.stream().filter(status -> status == 409)).hasSize(7);
        given().delete("/api/ordering/{id}", order)
                .then()
                .body("message", equalTo("the order cannot be cancelled"))
                .body("violations.message", equalTo(List.of("is cancelled")));
        topics.await(ORDERS, order, OrderCanceled.class);
        assertThat(topics.types(ORDERS, order)).containsExactly("OrderCreated", "OrderCanceled");
    }

    @Test
    void a_concurrent_approval_and_cancellation_leave_one_history() throws Exception {
        var order = checkedOut();

        atOnce(Stream.of(
                () -> {
                    tell(order, approval(order));
                    return 0;
                },
                () -> given().delete("/api/ordering/{id}", order).statusCode()));

        topics.await(ORDERS, order, OrderCanceled.class);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> replies(order, CommandSucceeded.class) + replies(order, CommandFailed.class) == 1);
        var approved = replies(order, CommandSucceeded.class) == 1;
        assertThat(topics.types(ORDERS, order))
                .isEqualTo(
                        approved
                                ? List.of("OrderCreated", "OrderApproved", "OrderCanceled")
                                : List.of("OrderCreated", "OrderCanceled"));
    }

    @Test
    void products_of_a_store_that_does_not_participate_can_not_be_ordered_without_a_basket() {
        var teaShop = stores.opens("Tea Shop");
        var dairy = stores.opens("Dairy");
        var tea = stores.sells(teaShop, "Tea", "2.5");
        var milk = stores.sells(dairy, "Milk", "1.1");
        stores.closes(dairy);

        place(List.of(item(teaShop, tea, "2.5", 1), item(dairy, milk, "1.1", 1)))
                .statusCode(409)
                .body("message", equalTo("some stores do not participate at the moment"))
                .body("violations.field", equalTo(List.of("items[1].storeId")))
                .body("violations.message", equalTo(List.of("Dairy does not participate at the moment")));
    }

    @Test
    void an_order_without_lines_or_customer_is_refused_with_the_messages_that_clients_know() {
        place(List.of()).statusCode(400).body("message", equalTo("the order has no items"));
        for (var wrong : Map.of(
                        "customerId", "the customer id cannot be blank", "paymentId", "the payment id cannot be blank")
                .entrySet()) {
            var teaShop = stores.opens("Tea Shop");
            Map<String, Object> body = new HashMap<>(Map.of(
                    "customerId", customer,
                    "paymentId", payment,
                    "items", List.of(item(teaShop, stores.sells(teaShop, "Tea", "2.5"), "2.5", 1))));
            body.put(wrong.getKey(), "");
            given().contentType("application/json")
                    .body(body)
                    .post("/api/ordering")
                    .then()
                    .statusCode(400)
                    .body("message", equalTo(wrong.getValue()))
                    .body("violations.field", equalTo(List.of(wrong.getKey())));
        }
    }

    @Test
    void an_order_of_several_stores_is_placed_at_the_catalogues_prices() {
        var teaShop = stores.opens("Tea Shop");
        var dairy = stores.opens("Dairy");
        var tea = stores.sells(teaShop, "Tea", "2.5");
        var milk = stores.sells(dairy, "Milk", "1.1");

        var id = place(List.of(
                        item(teaShop, tea, "2.50", 2), item(dairy, milk, "1.1", 1), item(teaShop, tea, "2.5", 1)))
                .statusCode(200)
                .extract()
                .<String>path("id");

        assertThat(UUID.fromString(id).version()).isEqualTo(7);
        given().get("/api/ordering/{id}", id)
                .then()
                .statusCode(200)
                .body("order.id", equalTo(id))
                .body("order.customerId", equalTo(customer.toString()))
                .body("order.paymentId", equalTo(payment.toString()))
                .body("order.status", equalTo("pending"))
                .body("order.items", hasSize(3))
                .body("order.items.storeName", equalTo(List.of("Tea Shop", "Dairy", "Tea Shop")))
                .body("order.items.productName", equalTo(List.of("Tea", "Milk", "Tea")))
                .body("order.items.quantity", equalTo(List.of(2, 1, 1)))
                .body("order.items[0].price", equalTo(2.5f))
                .body("order.total", equalTo(8.6f));
        assertThat(topics.await(ORDERS, id, OrderCreated.class).getTotal().getAmount())
                .isEqualTo("8.6");
    }

    /** Fault 7: the public create-order call trusted the client's price. */
    @Test
    void the_clients_price_is_not_trusted() {
        var shop = stores.opens("Tea Shop");
        var tea = stores.sells(shop, "Tea", "2.5");

        place(List.of(item(shop, tea, "2.5", 1), item(shop, tea, "0.01", 1)))
                .statusCode(409)
                .body("violations.field", equalTo(List.of("items[1].price")))
                .body("violations.message", equalTo(List.of("Tea costs 2.5")));
    }

    @Test
    void an_unknown_product_can_not_be_ordered() {
        var shop = stores.opens("Tea Shop");

        place(List.of(item(shop, Ids.next(), "2.5", 1)))
                .statusCode(400)
                .body("violations.field", equalTo(List.of("items[0].productId")));
    }

    @Test
    void no_order_is_placed_while_the_catalogue_is_down() {
        var shop = stores.opens("Tea Shop");
        var tea = stores.sells(shop, "Tea", "2.5");

        stores.whileAway(() -> place(List.of(item(shop, tea, "2.5", 1)))
                .statusCode(503)
                .body("detail", containsString("the stores service")));
    }

    @Test
    void an_order_repeated_under_one_key_is_placed_once_and_the_catalogue_asked_once() {
        var shop = stores.opens("Tea Shop");
        var items = List.of(item(shop, stores.sells(shop, "Tea", "2.5"), "2.5", 1));
        var key = Ids.next().toString();

        var id = placeUnder(key, items).statusCode(200).extract().<String>path("id");

        stores.whileAway(() -> placeUnder(key, items).statusCode(200).body("id", equalTo(id)));
        placeUnder(key, List.of()).statusCode(400);
        placeUnder(key, List.of(items.getFirst(), items.getFirst())).statusCode(422);
    }

    @Test
    void a_catalogue_that_does_not_answer_is_a_503_after_the_deadline() {
        var shop = stores.opens("Tea Shop");
        var tea = stores.sells(shop, "Tea", "2.5");

        stores.whileSilent(() -> place(List.of(item(shop, tea, "2.5", 1))).statusCode(503));

        place(List.of(item(shop, tea, "2.5", 1))).statusCode(200);
    }

    @Test
    void invalid_orders_are_refused_with_the_wrong_field() {
        var good = item(Ids.next(), Ids.next(), "2.5", 1);

        place(List.of()).statusCode(400).body("violations.field", hasItem("items"));
        assertRefused(with(good, "quantity", 0), "items[0].quantity");
        assertRefused(with(good, "quantity", 1_000_001), "items[0].quantity");
        assertRefused(with(good, "quantity", "many"), "items[0].quantity");
        assertRefused(with(good, "price", new BigDecimal("-0.01")), "items[0].price");
        assertRefused(with(good, "price", new BigDecimal("0.00001")), "items[0].price");
        assertRefused(with(good, "price", new BigDecimal("1e15")), "items[0].price");
        assertRefused(with(good, "productId", "tea"), "items[0].productId");
        assertRefused(with(good, "colour", "green"), "items[0].colour");
        assertRefused(with(good, "productName", "x".repeat(201)), "items[0].productName");
    }

    /** Fault 4: an unknown id was read as a blank order and answered with a 200. */
    @Test
    void an_unknown_order_is_not_found() {
        var nobodys = Ids.next();

        given().get("/api/ordering/{id}", nobodys).then().statusCode(404).body("detail", containsString("order"));
        given().delete("/api/ordering/{id}", nobodys).then().statusCode(404);
        given().get("/api/ordering/{id}", "not-an-id").then().statusCode(400);
        assertThat(statusOf(() -> overGrpc(nobodys))).isEqualTo(Status.Code.NOT_FOUND);
    }

    @Test
    void the_same_calls_work_over_grpc() {
        var shop = stores.opens("Tea Shop");
        var tea = stores.sells(shop, "Tea", "2.5");
        var request = CreateOrderRequest.newBuilder()
                .setCustomerId(customer.toString())
                .setPaymentId(payment.toString())
                .addItems(OrderItem.newBuilder()
                        .setStoreId(shop.toString())
                        .setProductId(tea.toString())
                        .setPrice(euros("2.5"))
                        .setQuantity(2));

        var id = UUID.fromString(now(ordering.createOrder(request.build())).getId());
        assertThat(overGrpc(id).getStatus()).isEqualTo(OrderStatus.ORDER_STATUS_PENDING);
        assertThat(overGrpc(id).getTotal()).isEqualTo(euros("5"));

        now(ordering.cancelOrder(
                CancelOrderRequest.newBuilder().setId(id.toString()).build()));
        assertThat(overGrpc(id).getStatus()).isEqualTo(OrderStatus.ORDER_STATUS_CANCELLED);

        request.getItemsBuilder(0).setPrice(euros("0.01"));
        assertThat(statusOf(() -> now(ordering.createOrder(request.build()))))
                .isEqualTo(Status.Code.FAILED_PRECONDITION);
        request.getItemsBuilder(0).setQuantity(0);
        assertThat(statusOf(() -> now(ordering.createOrder(request.build())))).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    private UUID checkedOut() {
        var basket = Ids.next();
        topics.publish(BASKETS, basket, basketWith(basket, line("Tea", "2.5", 3)));
        topics.await(ORDERS, basket, OrderCreated.class);
        return basket;
    }

    private BasketCheckedOut basketWith(UUID basket, BasketItem... items) {
        return BasketCheckedOut.newBuilder()
                .setBasketId(basket.toString())
                .setCustomerId(customer.toString())
                .setPaymentId(payment.toString())
                .addAllItems(List.of(items))
                .build();
    }

    private static BasketItem line(String name, String price, int quantity) {
        return BasketItem.newBuilder()
                .setStoreId(Ids.next().toString())
                .setProductId(Ids.next().toString())
                .setStoreName("Corner Shop")
                .setProductName(name)
                .setPrice(euros(price))
                .setQuantity(quantity)
                .build();
    }

    private ApproveOrder approval(UUID order) {
        return ApproveOrder.newBuilder()
                .setOrderId(order.toString())
                .setShoppingListId(list.toString())
                .build();
    }

    private static RejectOrder rejection(UUID order) {
        return RejectOrder.newBuilder()
                .setOrderId(order.toString())
                .setReason("the card was declined")
                .build();
    }

    private ShoppingListStarted started(UUID order) {
        return ShoppingListStarted.newBuilder()
                .setShoppingListId(list.toString())
                .setOrderId(order.toString())
                .build();
    }

    private ShoppingListCompleted completed(UUID order) {
        return ShoppingListCompleted.newBuilder()
                .setShoppingListId(list.toString())
                .setOrderId(order.toString())
                .build();
    }

    private ShoppingListCanceled givenUp(UUID order, boolean givesUpOrder) {
        return ShoppingListCanceled.newBuilder()
                .setShoppingListId(list.toString())
                .setOrderId(order.toString())
                .setGivesUpOrder(givesUpOrder)
                .build();
    }

    private static InvoicePaid paid(UUID order) {
        return InvoicePaid.newBuilder()
                .setInvoiceId(order.toString())
                .setOrderId(order.toString())
                .build();
    }

    private void tell(UUID order, Message command) {
        topics.draft(command).replyTo(REPLIES).publish(COMMANDS, order);
    }

    private void depotSays(Message event) {
        topics.publish(SHOPPING_LISTS, list, event);
    }

    private int replies(UUID order, Class<? extends Message> type) {
        return topics.all(REPLIES, order, type).size();
    }

    private ValidatableResponse place(List<Map<String, Object>> items) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("items", items, "customerId", customer, "paymentId", payment))
                .post("/api/ordering")
                .then();
    }

    private ValidatableResponse placeUnder(String key, List<Map<String, Object>> items) {
        return given().contentType(ContentType.JSON)
                .header("Idempotency-Key", key)
                .body(Map.of("items", items, "customerId", customer, "paymentId", payment))
                .post("/api/ordering")
                .then();
    }

    private void assertRefused(Map<String, Object> item, String field) {
        place(List.of(item)).statusCode(400).body("violations.field", hasItem(field));
    }

    private static Map<String, Object> item(UUID store, UUID product, String price, int quantity) {
        return Map.of(
                "storeId",
                store,
                "productId",
                product,
                "storeName",
                "what the client says",
                "productName",
                "what the client says",
                "price",
                new BigDecimal(price),
                "quantity",
                quantity);
    }

    private static Map<String, Object> with(Map<String, Object> item, String field, Object value) {
        var changed = new HashMap<>(item);
        changed.put(field, value);
        return changed;
    }

    private static void assertStatus(UUID order, String status) {
        given().get("/api/ordering/{id}", order).then().statusCode(200).body("order.status", equalTo(status));
    }

    private Order overGrpc(UUID order) {
        return now(ordering.getOrder(
                        GetOrderRequest.newBuilder().setId(order.toString()).build()))
                .getOrder();
    }

    private static <T> T now(Uni<T> call) {
        return call.await().atMost(Duration.ofSeconds(20));
    }

    private static Status.Code statusOf(Runnable call) {
        return catchThrowableOfType(StatusRuntimeException.class, call::run)
                .getStatus()
                .getCode();
    }

    private static Money euros(String amount) {
        return Money.newBuilder().setAmount(amount).setCurrency("EUR").build();
    }

    private static List<Integer> atOnce(int times, Callable<Integer> work) throws Exception {
        return atOnce(IntStream.range(0, times).mapToObj(i -> work));
    }

    private static List<Integer> atOnce(Stream<Callable<Integer>> works) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(works.toList()).stream()
                    .map(future -> future.resultNow())
                    .toList();
        }
    }
}
