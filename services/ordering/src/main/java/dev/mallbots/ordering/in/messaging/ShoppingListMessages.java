package dev.mallbots.ordering.in.messaging;

import dev.mallbots.contracts.depot.v1.ShoppingListCanceled;
import dev.mallbots.contracts.depot.v1.ShoppingListCompleted;
import dev.mallbots.contracts.depot.v1.ShoppingListStarted;
import dev.mallbots.ordering.application.GiveUpOrder;
import dev.mallbots.ordering.application.NoteShoppingCompleted;
import dev.mallbots.ordering.application.NoteShoppingStarted;
import dev.mallbots.platform.messaging.MessageSubscriber;
import dev.mallbots.platform.messaging.Subscriptions;
import dev.mallbots.platform.service.Fields;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

@ApplicationScoped
class ShoppingListMessages implements MessageSubscriber {

    private final NoteShoppingStarted noteStarted;
    private final NoteShoppingCompleted noteCompleted;
    private final GiveUpOrder giveUpOrder;

    ShoppingListMessages(
            NoteShoppingStarted noteStarted, NoteShoppingCompleted noteCompleted, GiveUpOrder giveUpOrder) {
        this.giveUpOrder = giveUpOrder;
        this.noteStarted = noteStarted;
        this.noteCompleted = noteCompleted;
    }

    @Override
    public void subscribe(Subscriptions on) {
        on.event(
                ShoppingListStarted.class,
                (event, context) -> noteStarted.handle(
                        Fields.uuid("orderId", event.getOrderId()),
                        Fields.uuid("shoppingListId", event.getShoppingListId())));
        on.event(
                ShoppingListCompleted.class,
                (event, context) -> noteCompleted.handle(
                        Fields.uuid("orderId", event.getOrderId()),
                        Fields.uuid("shoppingListId", event.getShoppingListId())));
        on.event(
                ShoppingListCanceled.class,
                (event, context) -> event.getGivesUpOrder()
                        ? giveUpOrder.handle(
                                Fields.uuid("orderId", event.getOrderId()),
                                Fields.uuid("shoppingListId", event.getShoppingListId()))
                        // the order had already ended, and with it the list
                        : Uni.createFrom().voidItem());
    }
}
