package dev.mallbots.ordersaga;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Message;
import dev.mallbots.contracts.common.v1.CommandFailed;
import dev.mallbots.contracts.common.v1.CommandSucceeded;
import dev.mallbots.contracts.common.v1.Money;
import dev.mallbots.contracts.depot.v1.CancelShoppingList;
import dev.mallbots.contracts.depot.v1.CreatedShoppingList;
import dev.mallbots.contracts.ordering.v1.OrderCanceled;
import dev.mallbots.contracts.ordering.v1.OrderCreated;
import dev.mallbots.contracts.ordering.v1.OrderItem;
import dev.mallbots.contracts.ordering.v1.RejectOrder;
import dev.mallbots.contracts.payments.v1.VoidPayment;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.testing.Topics;
import dev.mallbots.platform.testing.Topics.Received;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Plays all participants of one order's saga, over real topics. */
final class OrderProcess {

    private static final String ORDERS = "mallbots.ordering.events.Order";
    private static final String REPLIES = "mallbots.order-saga.replies";

    final UUID order = Ids.next();
    final UUID list = Ids.next();
    private final UUID customer = Ids.next();
    private final UUID payment = Ids.next();
    private final Topics topics;

    OrderProcess(Topics topics) {
        this.topics = topics;
    }

    static String commandsOf(String service) {
        return "mallbots.%s.commands".formatted(service);
    }

    OrderProcess created() {
        topics.publish(
                ORDERS,
                order,
                OrderCreated.newBuilder()
                        .setOrderId(order.toString())
                        .setCustomerId(customer.toString())
                        .setPaymentId(payment.toString())
                        .addItems(OrderItem.newBuilder()
                                .setStoreId(Ids.next().toString())
                                .setProductId(Ids.next().toString())
                                .setStoreName("Corner Shop")
                                .setProductName("Tea")
                                .setPrice(euros("999999999999.9999"))
                                .setQuantity(1))
                        .setTotal(euros("999999999999.9999"))
                        .build(),
                1);
        return this;
    }

    OrderProcess cancelled() {
        topics.publish(
                ORDERS,
                order,
                OrderCanceled.newBuilder()
                        .setOrderId(order.toString())
                        .setCustomerId(customer.toString())
                        .setPaymentId(payment.toString())
                        .build(),
                2);
        return this;
    }

    <M extends Message> Received<M> expect(String service, Class<M> type) {
        return topics.awaitReceived(commandsOf(service), order, type);
    }

    /** A command that was sent after this one. */
    <M extends Message> Received<M> expectAnother(String service, Class<M> type, Received<M> earlier) {
        return topics.awaitReceived(
                commandsOf(service), order, type, received -> !received.id().equals(earlier.id()));
    }

    /** The command whose reply is awaited, after it was sent again. */
    <M extends Message> Received<M> latest(String service, Class<M> type) {
        var awaited = saga().getString(
                        "saga.log.findAll { it.what == 'COMMAND_SENT_AGAIN' && it.detail.startsWith('%s') }.last().messageId"
                                .formatted(type.getSimpleName()));
        return topics.awaitReceived(
                commandsOf(service),
                order,
                type,
                received -> received.id().toString().equals(awaited));
    }

    OrderProcess succeed(Received<?> command) {
        return reply(command, CommandSucceeded.getDefaultInstance());
    }

    /** Every compensation succeeds. */
    void undone() {
        succeed(expect("payments", VoidPayment.class));
        succeed(expect("depot", CancelShoppingList.class));
        rejected();
    }

    /** The last compensation succeeds. */
    void rejected() {
        succeed(expect("ordering", RejectOrder.class)).awaitState("compensated");
    }

    OrderProcess refuse(Received<?> command, String reason) {
        return reply(command, CommandFailed.newBuilder().setReason(reason).build());
    }

    OrderProcess listCreated(Received<?> command) {
        return reply(
                command,
                CreatedShoppingList.newBuilder()
                        .setShoppingListId(list.toString())
                        .setOrderId(order.toString())
                        .build());
    }

    OrderProcess reply(Received<?> command, Message reply) {
        topics.draft(reply).causedBy(command.id()).publish(REPLIES, order);
        return this;
    }

    /** The saga in the operators' API. */
    JsonPath saga() {
        return given().get("/api/ops/sagas/{id}", order)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    void awaitState(String state) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptionsMatching(notThereYet -> notThereYet instanceof AssertionError)
                .until(() -> saga().getString("saga.state"), state::equals);
    }

    /** Waits until the log has this many entries of this kind. */
    void awaitLogged(String what, int times) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> log().stream().filter(what::equals).count(), count -> count == times);
    }

    List<String> log() {
        return saga().getList("saga.log.what");
    }

    private static Money euros(String amount) {
        return Money.newBuilder().setAmount(amount).setCurrency("EUR").build();
    }
}
