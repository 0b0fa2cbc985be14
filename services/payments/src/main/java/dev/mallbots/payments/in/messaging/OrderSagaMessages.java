package dev.mallbots.payments.in.messaging;

import static dev.mallbots.platform.service.Fields.uuid;

import dev.mallbots.contracts.common.v1.CommandSucceeded;
import dev.mallbots.payments.application.ConfirmPayment;
import dev.mallbots.payments.application.VoidPayment;
import dev.mallbots.platform.messaging.MessageSubscriber;
import dev.mallbots.platform.messaging.Subscriptions;
import dev.mallbots.platform.service.Amounts;
import jakarta.enterprise.context.ApplicationScoped;

/** Handles the commands of the create-order saga. */
@ApplicationScoped
class OrderSagaMessages implements MessageSubscriber {

    private final ConfirmPayment confirmPayment;
    private final VoidPayment voidPayment;
    private final Amounts amounts;

    OrderSagaMessages(ConfirmPayment confirmPayment, VoidPayment voidPayment, Amounts amounts) {
        this.confirmPayment = confirmPayment;
        this.voidPayment = voidPayment;
        this.amounts = amounts;
    }

    @Override
    public void subscribe(Subscriptions on) {
        on.command(
                dev.mallbots.contracts.payments.v1.ConfirmPayment.class,
                (command, context) -> confirmPayment
                        .handle(
                                uuid("paymentId", command.getPaymentId()),
                                uuid("orderId", command.getOrderId()),
                                uuid("customerId", command.getCustomerId()),
                                amounts.read("amount", command.getAmount()))
                        .replaceWith(CommandSucceeded.getDefaultInstance()));
        on.command(
                dev.mallbots.contracts.payments.v1.VoidPayment.class,
                (command, context) -> voidPayment
                        .handle(uuid("paymentId", command.getPaymentId()), uuid("orderId", command.getOrderId()))
                        .replaceWith(CommandSucceeded.getDefaultInstance()));
    }
}
