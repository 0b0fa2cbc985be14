package dev.mallbots.analytics.in.messaging;

import dev.mallbots.analytics.application.Funnel;
import dev.mallbots.analytics.domain.Stage;
import dev.mallbots.contracts.baskets.v1.BasketCanceled;
import dev.mallbots.contracts.baskets.v1.BasketCheckedOut;
import dev.mallbots.contracts.baskets.v1.BasketItemAdded;
import dev.mallbots.contracts.baskets.v1.BasketItemRemoved;
import dev.mallbots.contracts.baskets.v1.BasketStarted;
import dev.mallbots.platform.messaging.MessageContext;
import dev.mallbots.platform.messaging.MessageSubscriber;
import dev.mallbots.platform.messaging.Subscriptions;
import dev.mallbots.platform.service.Fields;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

@ApplicationScoped
class BasketMessages implements MessageSubscriber {

    private final Trailing trailing;
    private final Funnel funnel;

    BasketMessages(Trailing trailing, Funnel funnel) {
        this.trailing = trailing;
        this.funnel = funnel;
    }

    @Override
    public void subscribe(Subscriptions on) {
        trailing.follow(
                on, BasketStarted.class, (event, context) -> reached(event.getBasketId(), Stage.STARTED, context));
        trailing.follow(on, BasketItemAdded.class);
        trailing.follow(on, BasketItemRemoved.class);
        trailing.follow(on, BasketCanceled.class);
        trailing.follow(
                on,
                BasketCheckedOut.class,
                (event, context) -> reached(event.getBasketId(), Stage.CHECKED_OUT, context));
    }

    private Uni<Void> reached(String basketId, Stage stage, MessageContext context) {
        return funnel.reach(Fields.uuid("basket_id", basketId), stage, context.time());
    }
}
