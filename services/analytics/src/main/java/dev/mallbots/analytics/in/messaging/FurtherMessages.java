package dev.mallbots.analytics.in.messaging;

import dev.mallbots.contracts.customers.v1.CustomerDisabled;
import dev.mallbots.contracts.customers.v1.CustomerEnabled;
import dev.mallbots.contracts.customers.v1.CustomerRegistered;
import dev.mallbots.contracts.customers.v1.CustomerSmsChanged;
import dev.mallbots.contracts.depot.v1.ShoppingListAssigned;
import dev.mallbots.contracts.depot.v1.ShoppingListAvailable;
import dev.mallbots.contracts.depot.v1.ShoppingListCanceled;
import dev.mallbots.contracts.depot.v1.ShoppingListCompleted;
import dev.mallbots.contracts.depot.v1.ShoppingListCreated;
import dev.mallbots.contracts.depot.v1.ShoppingListStarted;
import dev.mallbots.contracts.payments.v1.InvoiceCanceled;
import dev.mallbots.contracts.payments.v1.InvoiceCreated;
import dev.mallbots.contracts.payments.v1.InvoicePaid;
import dev.mallbots.contracts.payments.v1.PaymentAuthorized;
import dev.mallbots.contracts.payments.v1.PaymentCaptured;
import dev.mallbots.contracts.payments.v1.PaymentConfirmed;
import dev.mallbots.contracts.payments.v1.PaymentVoided;
import dev.mallbots.platform.messaging.MessageSubscriber;
import dev.mallbots.platform.messaging.Subscriptions;
import jakarta.enterprise.context.ApplicationScoped;

/** Events of customers, payments and the depot, which only the trail uses. */
@ApplicationScoped
class FurtherMessages implements MessageSubscriber {

    private final Trailing trailing;

    FurtherMessages(Trailing trailing) {
        this.trailing = trailing;
    }

    @Override
    public void subscribe(Subscriptions on) {
        trailing.follow(on, CustomerRegistered.class);
        trailing.follow(on, CustomerSmsChanged.class);
        trailing.follow(on, CustomerEnabled.class);
        trailing.follow(on, CustomerDisabled.class);
        trailing.follow(on, PaymentAuthorized.class);
        trailing.follow(on, PaymentConfirmed.class);
        trailing.follow(on, PaymentCaptured.class);
        trailing.follow(on, PaymentVoided.class);
        trailing.follow(on, InvoiceCreated.class);
        trailing.follow(on, InvoicePaid.class);
        trailing.follow(on, InvoiceCanceled.class);
        trailing.follow(on, ShoppingListCreated.class);
        trailing.follow(on, ShoppingListAvailable.class);
        trailing.follow(on, ShoppingListAssigned.class);
        trailing.follow(on, ShoppingListStarted.class);
        trailing.follow(on, ShoppingListCompleted.class);
        trailing.follow(on, ShoppingListCanceled.class);
    }
}
