package dev.mallbots.ordering.domain;

import dev.mallbots.ordering.domain.OrderEvent.OrderApproved;
import dev.mallbots.ordering.domain.OrderEvent.OrderCanceled;
import dev.mallbots.ordering.domain.OrderEvent.OrderCompleted;
import dev.mallbots.ordering.domain.OrderEvent.OrderInProgress;
import dev.mallbots.ordering.domain.OrderEvent.OrderReadied;
import dev.mallbots.ordering.domain.OrderEvent.OrderRejected;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.kernel.Money;
import java.util.List;
import java.util.UUID;

/** Orders in every state, each reached by its real events. */
final class OrderFixtures {

    static final UUID ORDER = Ids.next();
    static final UUID CUSTOMER = Ids.next();
    static final UUID PAYMENT = Ids.next();
    static final UUID LIST = Ids.next();
    static final UUID ANOTHER_LIST = Ids.next();

    private OrderFixtures() {}

    static OrderItem item(String name, String price, int quantity) {
        return new OrderItem(Ids.next(), Ids.next(), "Corner Shop", name, Money.of(price), quantity);
    }

    static Order pending() {
        return after(
                null, Order.create(ORDER, CUSTOMER, PAYMENT, List.of(item("Tea", "2.5", 2), item("Milk", "1.1", 1))));
    }

    static Order in(OrderStatus status) {
        return switch (status) {
            case PENDING -> pending();
            case APPROVED -> after(pending(), List.of(new OrderApproved(LIST)));
            case REJECTED -> after(pending(), List.of(new OrderRejected("no money")));
            case IN_PROGRESS -> after(in(OrderStatus.APPROVED), List.of(new OrderInProgress()));
            case READY -> after(in(OrderStatus.IN_PROGRESS), List.of(new OrderReadied()));
            case COMPLETED -> after(in(OrderStatus.READY), List.of(new OrderCompleted()));
            case CANCELLED -> after(pending(), List.of(new OrderCanceled()));
        };
    }

    static Order after(Order order, List<OrderEvent> events) {
        var state = order;
        for (var event : events) {
            state = Order.apply(state, event);
        }
        return state;
    }
}
