package dev.mallbots.depot.in.messaging;

import dev.mallbots.contracts.depot.v1.ShoppingListAvailable;
import dev.mallbots.contracts.depot.v1.ShoppingListCanceled;
import dev.mallbots.depot.in.clock.BotsClock;
import dev.mallbots.platform.messaging.MessageSubscriber;
import dev.mallbots.platform.messaging.Subscriptions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** The depot's own events, which arrive after their commit: a list is available, or a bot is idle again. */
@ApplicationScoped
class ShoppingListMessages implements MessageSubscriber {

    private final BotsClock clock;

    ShoppingListMessages(BotsClock clock) {
        this.clock = clock;
    }

    @Override
    public void subscribe(Subscriptions on) {
        on.event(ShoppingListAvailable.class, (event, context) -> wake());
        on.event(ShoppingListCanceled.class, (event, context) -> wake());
    }

    private Uni<Void> wake() {
        clock.wake();
        return Uni.createFrom().voidItem();
    }
}
