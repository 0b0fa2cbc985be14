package dev.mallbots.notifications.in.messaging;

import com.google.protobuf.Message;
import dev.mallbots.contracts.ordering.v1.OrderApproved;
import dev.mallbots.contracts.ordering.v1.OrderCanceled;
import dev.mallbots.contracts.ordering.v1.OrderCompleted;
import dev.mallbots.contracts.ordering.v1.OrderCreated;
import dev.mallbots.contracts.ordering.v1.OrderReadied;
import dev.mallbots.contracts.ordering.v1.OrderRejected;
import dev.mallbots.notifications.application.FindContacts;
import dev.mallbots.notifications.application.NotifyCustomer;
import dev.mallbots.notifications.domain.OrderNews;
import dev.mallbots.notifications.domain.OrderNews.Approved;
import dev.mallbots.notifications.domain.OrderNews.Cancelled;
import dev.mallbots.notifications.domain.OrderNews.Completed;
import dev.mallbots.notifications.domain.OrderNews.Created;
import dev.mallbots.notifications.domain.OrderNews.Ready;
import dev.mallbots.notifications.domain.OrderNews.Rejected;
import dev.mallbots.platform.messaging.MessageSubscriber;
import dev.mallbots.platform.messaging.Subscriptions;
import dev.mallbots.platform.service.Fields;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Handles the events of ordering that customers are notified of. OrderInProgress is not one of them. */
@ApplicationScoped
class OrderMessages implements MessageSubscriber {

    private final FindContacts findContacts;
    private final NotifyCustomer notifyCustomer;

    OrderMessages(FindContacts findContacts, NotifyCustomer notifyCustomer) {
        this.findContacts = findContacts;
        this.notifyCustomer = notifyCustomer;
    }

    @Override
    public void subscribe(Subscriptions on) {
        tell(on, OrderCreated.class, event -> new Created(order(event.getOrderId()), customer(event.getCustomerId())));
        tell(
                on,
                OrderApproved.class,
                event -> new Approved(order(event.getOrderId()), customer(event.getCustomerId())));
        tell(
                on,
                OrderRejected.class,
                event -> new Rejected(order(event.getOrderId()), customer(event.getCustomerId()), event.getReason()));
        tell(on, OrderReadied.class, event -> new Ready(order(event.getOrderId()), customer(event.getCustomerId())));
        tell(
                on,
                OrderCanceled.class,
                event -> new Cancelled(order(event.getOrderId()), customer(event.getCustomerId())));
        tell(
                on,
                OrderCompleted.class,
                event -> new Completed(order(event.getOrderId()), customer(event.getCustomerId())));
    }

    private <E extends Message> void tell(Subscriptions on, Class<E> type, Function<E, OrderNews> newsOf) {
        on.event(
                type,
                events -> findContacts.handle(
                        events.stream().map(newsOf).map(OrderNews::customerId).collect(Collectors.toUnmodifiableSet())),
                (event, context, unasked) -> notifyCustomer.handle(newsOf.apply(event), unasked));
    }

    private static UUID order(String id) {
        return Fields.uuid("orderId", id);
    }

    private static UUID customer(String id) {
        return Fields.uuid("customerId", id);
    }
}
