package dev.mallbots.ordersaga.in.messaging;

import static dev.mallbots.ordersaga.application.CreateOrderSaga.CREATE_ORDER;

import com.google.protobuf.Message;
import dev.mallbots.contracts.common.v1.CommandFailed;
import dev.mallbots.contracts.common.v1.CommandSucceeded;
import dev.mallbots.contracts.customers.v1.AuthorizeCustomer;
import dev.mallbots.contracts.depot.v1.CreateShoppingList;
import dev.mallbots.contracts.depot.v1.CreatedShoppingList;
import dev.mallbots.contracts.ordering.v1.OrderCanceled;
import dev.mallbots.contracts.ordering.v1.OrderCreated;
import dev.mallbots.ordersaga.application.commands.Commands;
import dev.mallbots.ordersaga.domain.CreateOrder;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.messaging.MessageSubscriber;
import dev.mallbots.platform.messaging.OutgoingMessage;
import dev.mallbots.platform.pacts.Calls;
import dev.mallbots.platform.pacts.Reads;
import dev.mallbots.platform.pacts.ServicePacts;
import dev.mallbots.platform.saga.Moment;
import dev.mallbots.platform.saga.SagaCommand;
import dev.mallbots.platform.saga.SagaInput;
import dev.mallbots.platform.saga.Sagas;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

class PactsTest extends ServicePacts {

    private static final String REPLIES = "mallbots.order-saga.replies";
    private static final UUID REPLY = Ids.next();
    private static final CreateOrder ORDER = new CreateOrder(
            Ids.next(),
            Ids.next(),
            Ids.next(),
            List.of(new CreateOrder.Item(Ids.next(), Ids.next(), 2)),
            Money.of("12.5"),
            "EUR",
            Optional.empty());

    PactsTest() {
        super("order-saga");
    }

    @Override
    protected List<MessageSubscriber> subscribers(Calls calls) {
        // the saga's rows need a database, its decisions do not
        var sagas = calls.to(
                Sagas.class,
                (method, arguments) ->
                        method.getName().equals("reply") ? decision((Message) arguments[1]) : List.of(arguments));
        return List.of(new OrderMessages(sagas, CREATE_ORDER), new ReplyMessages(sagas));
    }

    /** What the saga makes of a reply: its new state, and the commands that follow. Equal replies give equal decisions. */
    private static Object decision(Message reply) {
        var ids = new AtomicLong();
        var now = new Moment(Instant.EPOCH, () -> new UUID(0, ids.incrementAndGet()));
        var answered = reply instanceof CommandSucceeded ? AuthorizeCustomer.class : CreateShoppingList.class;
        var started = CREATE_ORDER.start(ORDER.orderId(), ORDER, now);
        UUID command = started.commands().stream()
                .filter(sent -> answered.isInstance(sent.command().payload()))
                .findFirst()
                .orElseThrow()
                .id();
        var after = CREATE_ORDER.on(
                started.next(),
                reply instanceof CommandFailed failed
                        ? new SagaInput.Failed(command, REPLY, failed.getReason())
                        : new SagaInput.Succeeded(command, REPLY, reply),
                now);
        return List.of(after.next(), after.commands());
    }

    @Override
    protected void reads(Reads reads) {
        reads.from("ordering", "mallbots.ordering.events.Order")
                .message(
                        OrderCreated.class,
                        "order_id",
                        "customer_id",
                        "payment_id",
                        "items.store_id",
                        "items.product_id",
                        "items.quantity",
                        "total")
                .message(OrderCanceled.class, "order_id");
        for (String participant : List.of("customers", "depot", "ordering", "payments")) {
            reads.from(participant, REPLIES).message(CommandSucceeded.class).message(CommandFailed.class, "reason");
        }
        reads.from("depot", REPLIES).message(CreatedShoppingList.class, "shopping_list_id");
    }

    @Override
    protected List<OutgoingMessage> writes() {
        var listed = ORDER.withShoppingList(Ids.next());
        return Stream.of(
                        Commands.authorizeCustomer(ORDER),
                        Commands.createShoppingList(ORDER),
                        Commands.cancelShoppingList(ORDER),
                        Commands.cancelShoppingList(listed),
                        Commands.confirmPayment(ORDER),
                        Commands.voidPayment(ORDER),
                        Commands.initiateShopping(listed),
                        Commands.approveOrder(listed),
                        Commands.rejectOrder(ORDER, "the customer is disabled"),
                        Commands.rejectOrder(ORDER, ""),
                        Commands.noteOrderDelay(ORDER, Instant.now()))
                .map(PactsTest::message)
                .toList();
    }

    private static OutgoingMessage message(SagaCommand command) {
        return OutgoingMessage.command(command.service(), ORDER.orderId(), command.payload(), REPLIES);
    }
}
