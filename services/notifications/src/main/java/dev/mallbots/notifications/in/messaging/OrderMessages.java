package dev.mallbots.notifications.in.messaging;

import dev.mallbots.contracts.ordering.v1.OrderApproved;
import dev.mallbots.contracts.ordering.v1.OrderCanceled;
import dev.mallbots.contracts.ordering.v1.OrderCompleted;
import dev.mallbots.contracts.ordering.v1.OrderCreated;
import dev.mallbots.contracts.ordering.v1.OrderReadied;
import dev.mallbots.contracts.ordering.v1.OrderRejected;
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
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** What ordering tells, as far as customers want to hear of it: that a robot has set off is not news to them. */
@ApplicationScoped
class OrderMessages implements MessageSubscriber {

    private final NotifyCustomer notifyCustomer;

    OrderMessages(NotifyCustomer notifyCustomer) {
        this.notifyCustomer = notifyCustomer;
    }

    @Override
    public void subscribe(Subscriptions on) {
        on.event(
                OrderCreated.class,
                (event, context) -> tell(new Created(order(event.getOrderId()), customer(event.getCustomerId()))));
        on.event(
                OrderApproved.class,
                (event, context) -> tell(new Approved(order(event.getOrderId()), customer(event.getCustomerId()))));
        on.event(
                OrderRejected.class,
                (event, context) -> tell(
                        new Rejected(order(event.getOrderId()), customer(event.getCustomerId()), event.getReason())));
        on.event(
                OrderReadied.class,
                (event, context) -> tell(new Ready(order(event.getOrderId()), customer(event.getCustomerId()))));
        on.event(
                OrderCanceled.class,
                (event, context) -> tell(new Cancelled(order(event.getOrderId()), customer(event.getCustomerId()))));
        on.event(
                OrderCompleted.class,
                (event, context) -> tell(new Completed(order(event.getOrderId()), customer(event.getCustomerId()))));
    }

    private Uni<Void> tell(OrderNews news) {
        return notifyCustomer.handle(news);
    }

    private static UUID order(String id) {
        return Fields.uuid("orderId", id);
    }

    private static UUID customer(String id) {
        return Fields.uuid("customerId", id);
    }
}
