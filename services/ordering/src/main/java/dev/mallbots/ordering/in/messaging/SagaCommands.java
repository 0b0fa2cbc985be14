package dev.mallbots.ordering.in.messaging;

import dev.mallbots.contracts.common.v1.CommandSucceeded;
import dev.mallbots.ordering.application.ApproveOrder;
import dev.mallbots.ordering.application.RejectOrder;
import dev.mallbots.platform.messaging.MessageSubscriber;
import dev.mallbots.platform.messaging.Subscriptions;
import dev.mallbots.platform.service.Fields;
import jakarta.enterprise.context.ApplicationScoped;

/** A refusal is answered as a failure by the platform. */
@ApplicationScoped
class SagaCommands implements MessageSubscriber {

    private final ApproveOrder approveOrder;
    private final RejectOrder rejectOrder;

    SagaCommands(ApproveOrder approveOrder, RejectOrder rejectOrder) {
        this.approveOrder = approveOrder;
        this.rejectOrder = rejectOrder;
    }

    @Override
    public void subscribe(Subscriptions on) {
        on.command(
                dev.mallbots.contracts.ordering.v1.ApproveOrder.class,
                (command, context) -> approveOrder
                        .handle(
                                Fields.uuid("orderId", command.getOrderId()),
                                Fields.uuid("shoppingListId", command.getShoppingListId()))
                        .replaceWith(CommandSucceeded.getDefaultInstance()));
        on.command(
                dev.mallbots.contracts.ordering.v1.RejectOrder.class,
                (command, context) -> rejectOrder
                        .handle(Fields.uuid("orderId", command.getOrderId()), command.getReason())
                        .replaceWith(CommandSucceeded.getDefaultInstance()));
    }
}
