package dev.mallbots.ordering.in.messaging;

import dev.mallbots.contracts.baskets.v1.BasketCheckedOut;
import dev.mallbots.contracts.depot.v1.ShoppingListCanceled;
import dev.mallbots.contracts.depot.v1.ShoppingListCompleted;
import dev.mallbots.contracts.depot.v1.ShoppingListStarted;
import dev.mallbots.contracts.payments.v1.InvoicePaid;
import dev.mallbots.contracts.stores.v1.StoresServiceGrpc;
import dev.mallbots.ordering.application.ApproveOrder;
import dev.mallbots.ordering.application.CompleteOrder;
import dev.mallbots.ordering.application.GiveUpOrder;
import dev.mallbots.ordering.application.NoteOrderDelay;
import dev.mallbots.ordering.application.NoteShoppingCompleted;
import dev.mallbots.ordering.application.NoteShoppingStarted;
import dev.mallbots.ordering.application.OrderBasket;
import dev.mallbots.ordering.application.RejectOrder;
import dev.mallbots.ordering.domain.Order;
import dev.mallbots.ordering.domain.OrderEvent;
import dev.mallbots.ordering.domain.OrderItem;
import dev.mallbots.ordering.out.grpc.StoresClient;
import dev.mallbots.ordering.out.messaging.OrderEventTranslator;
import dev.mallbots.platform.eventsourcing.Change;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.messaging.MessageSubscriber;
import dev.mallbots.platform.messaging.OutgoingMessage;
import dev.mallbots.platform.pacts.Calls;
import dev.mallbots.platform.pacts.Clients;
import dev.mallbots.platform.pacts.Reads;
import dev.mallbots.platform.pacts.ServicePacts;
import dev.mallbots.platform.service.Amounts;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

class PactsTest extends ServicePacts {

    private static final UUID BREAD = new UUID(0, 7);
    private static final Amounts EUROS = new Amounts("EUR");
    private static final UUID LIST = Ids.next();

    PactsTest() {
        super("ordering");
    }

    @Override
    protected List<MessageSubscriber> subscribers(Calls calls) {
        return List.of(
                new BasketMessages(calls.to(OrderBasket.class), EUROS),
                new ShoppingListMessages(
                        calls.to(NoteShoppingStarted.class),
                        calls.to(NoteShoppingCompleted.class),
                        calls.to(GiveUpOrder.class)),
                new InvoiceMessages(calls.to(CompleteOrder.class)),
                new SagaCommands(
                        calls.to(ApproveOrder.class), calls.to(RejectOrder.class), calls.to(NoteOrderDelay.class)));
    }

    @Override
    protected void reads(Reads reads) {
        reads.from("baskets", "mallbots.baskets.events.Basket")
                .message(BasketCheckedOut.class, "basket_id", "customer_id", "payment_id", "items");
        reads.from("depot", "mallbots.depot.events.ShoppingList")
                .message(ShoppingListStarted.class, "order_id", "shopping_list_id")
                .message(ShoppingListCompleted.class, "order_id", "shopping_list_id")
                .message(ShoppingListCanceled.class, "gives_up_order", "order_id", "shopping_list_id");
        reads.from("payments", "mallbots.payments.events.Invoice").message(InvoicePaid.class, "order_id");
        reads.from("order-saga", "mallbots.ordering.commands")
                .message(dev.mallbots.contracts.ordering.v1.ApproveOrder.class, "order_id", "shopping_list_id")
                .message(dev.mallbots.contracts.ordering.v1.RejectOrder.class, "order_id", "reason?")
                .message(dev.mallbots.contracts.ordering.v1.NoteOrderDelay.class, "order_id", "since");
    }

    @Override
    protected void calls(Clients clients) {
        clients.of("stores", at -> StoresClient.at(at).offersOf(Set.of(BREAD)))
                .reads(
                        StoresServiceGrpc.getGetProductsMethod(),
                        "products.id",
                        "products.store_id",
                        "products.name",
                        "products.price")
                .whenUnknown(Status.Code.OK)
                .reads(StoresServiceGrpc.getGetStoresMethod(), "stores.id", "stores.name", "stores.participating")
                .whenUnknown(Status.Code.OK);
    }

    @Override
    protected List<OutgoingMessage> writes() {
        var id = Ids.next();
        var items = List.of(new OrderItem(Ids.next(), Ids.next(), "Bakery", "Bread", Money.of("3.2"), 2));
        var created = Order.create(id, Ids.next(), Ids.next(), items);
        Order pending = after(null, created);
        Order approved = after(pending, pending.approve(LIST));
        Order ready = after(approved, approved.shoppingCompleted(LIST));

        List<OutgoingMessage> written = new ArrayList<>();
        written.addAll(messages(null, created));
        written.addAll(messages(pending, pending.reject("the customer is disabled")));
        written.addAll(messages(pending, pending.reject("")));
        written.addAll(messages(pending, pending.cancel()));
        written.addAll(messages(pending, pending.approve(LIST)));
        written.addAll(messages(approved, approved.shoppingStarted(LIST)));
        written.addAll(messages(approved, approved.shoppingCompleted(LIST)));
        written.addAll(messages(ready, ready.invoicePaid()));
        return written;
    }

    private static List<OutgoingMessage> messages(Order before, List<OrderEvent> events) {
        Order after = after(before, events);
        List<Change.Recorded<OrderEvent>> recorded = events.stream()
                .map(event -> new Change.Recorded<>(after.version(), event))
                .toList();
        return new OrderEventTranslator(EUROS).translate(new Change<>(after.id(), after, after.version(), recorded));
    }

    private static Order after(Order before, List<OrderEvent> events) {
        Order current = before;
        for (OrderEvent event : events) {
            current = Order.apply(current, event);
        }
        return current;
    }
}
