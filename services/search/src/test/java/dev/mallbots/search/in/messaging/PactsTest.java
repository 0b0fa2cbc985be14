package dev.mallbots.search.in.messaging;

import dev.mallbots.contracts.customers.v1.CustomerRegistered;
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
import dev.mallbots.contracts.stores.v1.ProductRebranded;
import dev.mallbots.contracts.stores.v1.StoreCreated;
import dev.mallbots.contracts.stores.v1.StoreRebranded;
import dev.mallbots.platform.messaging.MessageSubscriber;
import dev.mallbots.platform.messaging.OutgoingMessage;
import dev.mallbots.platform.pacts.Calls;
import dev.mallbots.platform.pacts.Reads;
import dev.mallbots.platform.pacts.ServicePacts;
import dev.mallbots.platform.service.Amounts;
import dev.mallbots.search.application.OrderBook;
import java.util.List;

class PactsTest extends ServicePacts {

    PactsTest() {
        super("search");
    }

    @Override
    protected List<MessageSubscriber> subscribers(Calls calls) {
        var book = calls.to(OrderBook.class);
        return List.of(new NameMessages(book), new OrderMessages(book, new Amounts("EUR")), new PaymentMessages(book));
    }

    @Override
    protected void reads(Reads reads) {
        reads.from("customers", "mallbots.customers.events.Customer")
                .message(CustomerRegistered.class, "customer_id", "name");
        reads.from("stores", "mallbots.stores.events.Store")
                .message(StoreCreated.class, "store_id", "name")
                .message(StoreRebranded.class, "store_id", "name");
        reads.from("stores", "mallbots.stores.events.Product")
                .message(ProductAdded.class, "product_id", "name")
                .message(ProductRebranded.class, "product_id", "name");
        reads.from("ordering", "mallbots.ordering.events.Order")
                .wholly(OrderCreated.class)
                .message(OrderApproved.class, "order_id")
                .message(OrderRejected.class, "order_id")
                .message(OrderInProgress.class, "order_id")
                .message(OrderReadied.class, "order_id")
                .message(OrderCanceled.class, "order_id")
                .message(OrderCompleted.class, "order_id");
        reads.from("payments", "mallbots.payments.events.Payment")
                .message(PaymentAuthorized.class, "payment_id")
                .message(PaymentConfirmed.class, "payment_id")
                .message(PaymentCaptured.class, "payment_id")
                .message(PaymentVoided.class, "payment_id");
        reads.from("payments", "mallbots.payments.events.Invoice")
                .message(InvoiceCreated.class, "invoice_id")
                .message(InvoicePaid.class, "invoice_id")
                .message(InvoiceCanceled.class, "invoice_id");
    }

    @Override
    protected List<OutgoingMessage> writes() {
        return List.of();
    }
}
