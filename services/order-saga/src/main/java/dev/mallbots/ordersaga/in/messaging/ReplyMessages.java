package dev.mallbots.ordersaga.in.messaging;

import dev.mallbots.contracts.common.v1.CommandFailed;
import dev.mallbots.contracts.common.v1.CommandSucceeded;
import dev.mallbots.contracts.depot.v1.CreatedShoppingList;
import dev.mallbots.platform.messaging.MessageSubscriber;
import dev.mallbots.platform.messaging.Subscriptions;
import dev.mallbots.platform.saga.Sagas;
import jakarta.enterprise.context.ApplicationScoped;

/** Passes the replies to the saga. */
@ApplicationScoped
class ReplyMessages implements MessageSubscriber {

    private final Sagas sagas;

    ReplyMessages(Sagas sagas) {
        this.sagas = sagas;
    }

    @Override
    public void subscribe(Subscriptions on) {
        on.event(CommandSucceeded.class, (reply, context) -> sagas.reply(context, reply));
        on.event(CommandFailed.class, (reply, context) -> sagas.reply(context, reply));
        on.event(CreatedShoppingList.class, (reply, context) -> sagas.reply(context, reply));
    }
}
