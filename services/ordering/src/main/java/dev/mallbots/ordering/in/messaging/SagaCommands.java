package dev.mallbots.ordering.in.messaging;

import dev.mallbots.contracts.common.v1.CommandSucceeded;
import dev.mallbots.ordering.application.ApproveOrder;
import dev.mallbots.ordering.application.NoteOrderDelay;
import dev.mallbots.ordering.application.RejectOrder;
import dev.mallbots.ordering.domain.Delay;
import dev.mallbots.platform.messaging.MessageSubscriber;
import dev.mallbots.platform.messaging.Subscriptions;
import dev.mallbots.platform.service.Fields;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** The platform answers a refusal with a failure. */
@ApplicationScoped
class SagaCommands implements MessageSubscriber {

    private final ApproveOrder approveOrder;
    private final RejectOrder rejectOrder;
    private final NoteOrderDelay noteDelay;

    SagaCommands(ApproveOrder approveOrder, RejectOrder rejectOrder, NoteOrderDelay noteDelay) {
        this.approveOrder = approveOrder;
        this.rejectOrder = rejectOrder;
        this.noteDelay = noteDelay;
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
        on.command(
                dev.mallbots.contracts.ordering.v1.NoteOrderDelay.class,
                (command, context) -> noteDelay
                        .handle(new Delay(
                                Fields.uuid("orderId", command.getOrderId()),
                                Instant.ofEpochSecond(
                                        command.getSince().getSeconds(),
                                        command.getSince().getNanos())))
                        .replaceWith(CommandSucceeded.getDefaultInstance()));
    }
}
