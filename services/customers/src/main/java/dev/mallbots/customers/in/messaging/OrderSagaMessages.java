package dev.mallbots.customers.in.messaging;

import dev.mallbots.contracts.common.v1.CommandSucceeded;
import dev.mallbots.customers.application.AuthorizeCustomer;
import dev.mallbots.platform.messaging.MessageSubscriber;
import dev.mallbots.platform.messaging.Subscriptions;
import dev.mallbots.platform.service.Fields;
import jakarta.enterprise.context.ApplicationScoped;

/** Handles the commands of the create-order saga. */
@ApplicationScoped
class OrderSagaMessages implements MessageSubscriber {

    private final AuthorizeCustomer authorizeCustomer;

    OrderSagaMessages(AuthorizeCustomer authorizeCustomer) {
        this.authorizeCustomer = authorizeCustomer;
    }

    @Override
    public void subscribe(Subscriptions on) {
        on.command(
                dev.mallbots.contracts.customers.v1.AuthorizeCustomer.class,
                (command, context) -> authorizeCustomer
                        .handle(Fields.uuid("customerId", command.getCustomerId()))
                        .replaceWith(CommandSucceeded.getDefaultInstance()));
    }
}
