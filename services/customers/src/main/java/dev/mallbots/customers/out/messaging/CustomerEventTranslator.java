package dev.mallbots.customers.out.messaging;

import com.google.protobuf.Message;
import dev.mallbots.contracts.customers.v1.CustomerDisabled;
import dev.mallbots.contracts.customers.v1.CustomerEnabled;
import dev.mallbots.contracts.customers.v1.CustomerRegistered;
import dev.mallbots.contracts.customers.v1.CustomerSmsChanged;
import dev.mallbots.customers.domain.CustomerEvent;
import dev.mallbots.platform.messaging.OutgoingMessage;
import java.util.UUID;

/** Translates the events of a customer into published events. */
public final class CustomerEventTranslator {

    private CustomerEventTranslator() {}

    /** @param sequence the number of this customer's events, including this one */
    public static OutgoingMessage translate(UUID id, long sequence, CustomerEvent event) {
        return OutgoingMessage.event("customers", "Customer", id, sequence, message(id.toString(), event));
    }

    private static Message message(String id, CustomerEvent event) {
        return switch (event) {
            case CustomerEvent.CustomerRegistered registered ->
                CustomerRegistered.newBuilder()
                        .setCustomerId(id)
                        .setName(registered.name())
                        .setSmsNumber(registered.smsNumber().text())
                        .build();
            case CustomerEvent.CustomerSmsChanged changed ->
                CustomerSmsChanged.newBuilder()
                        .setCustomerId(id)
                        .setSmsNumber(changed.smsNumber().text())
                        .build();
            case CustomerEvent.CustomerEnabled() ->
                CustomerEnabled.newBuilder().setCustomerId(id).build();
            case CustomerEvent.CustomerDisabled() ->
                CustomerDisabled.newBuilder().setCustomerId(id).build();
        };
    }
}
