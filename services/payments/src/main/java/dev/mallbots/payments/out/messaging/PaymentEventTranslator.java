package dev.mallbots.payments.out.messaging;

import com.google.protobuf.Message;
import dev.mallbots.contracts.payments.v1.PaymentAuthorized;
import dev.mallbots.contracts.payments.v1.PaymentCaptured;
import dev.mallbots.contracts.payments.v1.PaymentConfirmed;
import dev.mallbots.contracts.payments.v1.PaymentVoided;
import dev.mallbots.payments.domain.Payment;
import dev.mallbots.payments.domain.PaymentEvent;
import dev.mallbots.platform.messaging.OutgoingMessage;
import dev.mallbots.platform.service.Amounts;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Translates the events of a payment into published events. */
@ApplicationScoped
public class PaymentEventTranslator {

    private final Amounts amounts;

    public PaymentEventTranslator(Amounts amounts) {
        this.amounts = amounts;
    }

    /**
     * @param payment the state after the event
     * @param sequence the number of this payment's events, including this one
     */
    public OutgoingMessage translate(Payment payment, long sequence, PaymentEvent event) {
        var message = OutgoingMessage.event("payments", "Payment", payment.id(), sequence, message(payment, event));
        return payment.orderId().map(message::correlatedWith).orElse(message);
    }

    private Message message(Payment payment, PaymentEvent event) {
        String id = payment.id().toString();
        String customer = payment.customerId().toString();
        String order = payment.orderId().map(UUID::toString).orElse("");
        return switch (event) {
            case PaymentEvent.PaymentAuthorized authorized ->
                PaymentAuthorized.newBuilder()
                        .setPaymentId(id)
                        .setCustomerId(customer)
                        .setAmount(amounts.write(authorized.amount()))
                        .build();
            case PaymentEvent.PaymentConfirmed _ ->
                PaymentConfirmed.newBuilder()
                        .setPaymentId(id)
                        .setCustomerId(customer)
                        .setOrderId(order)
                        .setAmount(amounts.write(payment.amount()))
                        .build();
            case PaymentEvent.PaymentCaptured captured ->
                PaymentCaptured.newBuilder()
                        .setPaymentId(id)
                        .setCustomerId(customer)
                        .setOrderId(order)
                        .setAmount(amounts.write(captured.amount()))
                        .build();
            case PaymentEvent.PaymentVoided _ ->
                PaymentVoided.newBuilder()
                        .setPaymentId(id)
                        .setCustomerId(customer)
                        .setOrderId(order)
                        .setAmount(amounts.write(payment.amount()))
                        .build();
        };
    }
}
