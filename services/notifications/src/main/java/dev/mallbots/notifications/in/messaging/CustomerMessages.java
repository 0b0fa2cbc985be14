package dev.mallbots.notifications.in.messaging;

import dev.mallbots.contracts.customers.v1.CustomerRegistered;
import dev.mallbots.contracts.customers.v1.CustomerSmsChanged;
import dev.mallbots.notifications.application.FollowNumber;
import dev.mallbots.notifications.application.RememberCustomer;
import dev.mallbots.notifications.domain.Contact;
import dev.mallbots.platform.messaging.MessageSubscriber;
import dev.mallbots.platform.messaging.Subscriptions;
import dev.mallbots.platform.service.Fields;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Handles the events of customers, which update the copies. */
@ApplicationScoped
class CustomerMessages implements MessageSubscriber {

    private final RememberCustomer rememberCustomer;
    private final FollowNumber followNumber;

    CustomerMessages(RememberCustomer rememberCustomer, FollowNumber followNumber) {
        this.rememberCustomer = rememberCustomer;
        this.followNumber = followNumber;
    }

    @Override
    public void subscribe(Subscriptions on) {
        on.eventInOrder(
                CustomerRegistered.class,
                (event, context) -> rememberCustomer.handle(
                        new Contact(id(event.getCustomerId()), event.getName(), event.getSmsNumber()),
                        context.sequence().orElseThrow()));
        on.eventInOrder(
                CustomerSmsChanged.class,
                (event, context) -> followNumber.handle(
                        id(event.getCustomerId()),
                        event.getSmsNumber(),
                        context.sequence().orElseThrow()));
    }

    private static UUID id(String text) {
        return Fields.uuid("customerId", text);
    }
}
