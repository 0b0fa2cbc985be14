package dev.mallbots.analytics.in.messaging;

import dev.mallbots.analytics.application.AuditTrail;
import dev.mallbots.analytics.application.Funnel;
import dev.mallbots.analytics.application.Sales;
import dev.mallbots.contracts.baskets.v1.BasketCanceled;
import dev.mallbots.contracts.baskets.v1.BasketCheckedOut;
import dev.mallbots.contracts.baskets.v1.BasketItemAdded;
import dev.mallbots.contracts.baskets.v1.BasketItemRemoved;
import dev.mallbots.contracts.baskets.v1.BasketStarted;
import dev.mallbots.contracts.customers.v1.CustomerDisabled;
import dev.mallbots.contracts.customers.v1.CustomerEnabled;
import dev.mallbots.contracts.customers.v1.CustomerRegistered;
import dev.mallbots.contracts.customers.v1.CustomerSmsChanged;
import dev.mallbots.contracts.depot.v1.ShoppingListAssigned;
import dev.mallbots.contracts.depot.v1.ShoppingListAvailable;
import dev.mallbots.contracts.depot.v1.ShoppingListCanceled;
import dev.mallbots.contracts.depot.v1.ShoppingListCompleted;
import dev.mallbots.contracts.depot.v1.ShoppingListCreated;
import dev.mallbots.contracts.depot.v1.ShoppingListStarted;
import dev.mallbots.contracts.ordering.v1.OrderApproved;
import dev.mallbots.contracts.ordering.v1.OrderCanceled;
import dev.mallbots.contracts.ordering.v1.OrderCompleted;
import dev.mallbots.contracts.ordering.v1.OrderCreated;
import dev.mallbots.contracts.ordering.v1.OrderInProgress;
import dev.mallbots.contracts.ordering.v1.OrderReadied;
import dev.mallbots.contracts.ordering.v1.OrderRejected;
import dev.mallbots.contracts.payments.v1.InvoiceCanceled;
import dev.mallbots.contracts.payments.v1.InvoiceCreated;
import dev.mallbots.contracts.payments.v1.InvoicePaid;
import dev.mallbots.contracts.payments.v1.PaymentAuthorized;
import dev.mallbots.contracts.payments.v1.PaymentCaptured;
import dev.mallbots.contracts.payments.v1.PaymentConfirmed;
import dev.mallbots.contracts.payments.v1.PaymentVoided;
import dev.mallbots.contracts.stores.v1.ProductAdded;
import dev.mallbots.contracts.stores.v1.ProductPriceChanged;
import dev.mallbots.contracts.stores.v1.ProductRebranded;
import dev.mallbots.contracts.stores.v1.ProductRemoved;
import dev.mallbots.contracts.stores.v1.StoreCreated;
import dev.mallbots.contracts.stores.v1.StoreParticipationToggled;
import dev.mallbots.contracts.stores.v1.StoreRebranded;
import dev.mallbots.platform.messaging.MessageSubscriber;
import dev.mallbots.platform.messaging.OutgoingMessage;
import dev.mallbots.platform.pacts.Calls;
import dev.mallbots.platform.pacts.Reads;
import dev.mallbots.platform.pacts.ServicePacts;
import dev.mallbots.platform.service.Amounts;
import io.smallrye.mutiny.Uni;
import java.lang.reflect.Method;
import java.util.List;
import java.util.function.Supplier;

class PactsTest extends ServicePacts {

    PactsTest() {
        super("analytics");
    }

    @Override
    protected List<MessageSubscriber> subscribers(Calls calls) {
        var trailing = new Trailing(calls.to(AuditTrail.class, PactsTest::addition));
        var funnel = calls.to(Funnel.class);
        var sales = calls.to(Sales.class);
        return List.of(
                new BasketMessages(trailing, funnel),
                new OrderMessages(trailing, funnel, sales, new Amounts("EUR")),
                new StoreMessages(trailing, sales),
                new FurtherMessages(trailing));
    }

    /** Every event is new. */
    @SuppressWarnings("unchecked")
    private static Object addition(Method add, Object[] arguments) {
        ((Supplier<Uni<Void>>) arguments[2]).get().await().indefinitely();
        return List.of(arguments[0], arguments[1]);
    }

    /** The trail keeps every event as a whole. */
    @Override
    protected void reads(Reads reads) {
        reads.from("customers", "mallbots.customers.events.Customer")
                .wholly(CustomerRegistered.class, CustomerSmsChanged.class)
                .wholly(CustomerEnabled.class, CustomerDisabled.class);
        reads.from("stores", "mallbots.stores.events.Store")
                .wholly(StoreCreated.class, StoreParticipationToggled.class, StoreRebranded.class);
        reads.from("stores", "mallbots.stores.events.Product")
                .whole(ProductAdded.class, "description", "sku")
                .whole(ProductRebranded.class, "description")
                .wholly(ProductPriceChanged.class, ProductRemoved.class);
        reads.from("baskets", "mallbots.baskets.events.Basket")
                .wholly(BasketStarted.class, BasketItemAdded.class, BasketItemRemoved.class)
                .wholly(BasketCanceled.class, BasketCheckedOut.class);
        reads.from("ordering", "mallbots.ordering.events.Order")
                .wholly(OrderCreated.class, OrderApproved.class)
                .whole(OrderRejected.class, "reason")
                .wholly(OrderInProgress.class, OrderReadied.class, OrderCanceled.class, OrderCompleted.class);
        reads.from("payments", "mallbots.payments.events.Payment")
                .wholly(PaymentAuthorized.class, PaymentConfirmed.class, PaymentCaptured.class)
                .whole(PaymentVoided.class, "order_id");
        reads.from("payments", "mallbots.payments.events.Invoice")
                .wholly(InvoiceCreated.class, InvoicePaid.class, InvoiceCanceled.class);
        reads.from("depot", "mallbots.depot.events.ShoppingList")
                .wholly(ShoppingListCreated.class, ShoppingListAvailable.class, ShoppingListAssigned.class)
                .wholly(ShoppingListStarted.class, ShoppingListCompleted.class)
                .whole(ShoppingListCanceled.class, "bot_id");
    }

    @Override
    protected List<OutgoingMessage> writes() {
        return List.of();
    }
}
