package dev.mallbots.ordersaga.in.messaging;

import dev.mallbots.contracts.ordering.v1.OrderCanceled;
import dev.mallbots.contracts.ordering.v1.OrderCreated;
import dev.mallbots.contracts.ordering.v1.OrderItem;
import dev.mallbots.ordersaga.domain.CreateOrder;
import dev.mallbots.platform.messaging.MessageSubscriber;
import dev.mallbots.platform.messaging.Subscriptions;
import dev.mallbots.platform.saga.SagaDefinition;
import dev.mallbots.platform.saga.Sagas;
import dev.mallbots.platform.service.Fields;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** OrderCreated starts a saga, and OrderCanceled cancels it. */
@ApplicationScoped
class OrderMessages implements MessageSubscriber {

    private final Sagas sagas;
    private final SagaDefinition<CreateOrder> createOrder;

    OrderMessages(Sagas sagas, SagaDefinition<CreateOrder> createOrder) {
        this.sagas = sagas;
        this.createOrder = createOrder;
    }

    @Override
    public void subscribe(Subscriptions on) {
        on.event(OrderCreated.class, (event, context) -> {
            var order = order(event);
            return sagas.start(createOrder, order.orderId(), order);
        });
        on.event(
                OrderCanceled.class,
                (event, context) ->
                        sagas.cancel(context, Fields.uuid("order_id", event.getOrderId()), "the order was cancelled"));
    }

    private static CreateOrder order(OrderCreated event) {
        return new CreateOrder(
                Fields.uuid("order_id", event.getOrderId()),
                Fields.uuid("customer_id", event.getCustomerId()),
                Fields.uuid("payment_id", event.getPaymentId()),
                event.getItemsList().stream().map(OrderMessages::item).toList(),
                Fields.money("total", event.getTotal().getAmount()),
                event.getTotal().getCurrency(),
                Optional.empty());
    }

    private static CreateOrder.Item item(OrderItem item) {
        return new CreateOrder.Item(
                Fields.uuid("store_id", item.getStoreId()),
                Fields.uuid("product_id", item.getProductId()),
                item.getQuantity());
    }
}
