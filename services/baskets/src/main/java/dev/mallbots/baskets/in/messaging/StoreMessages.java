package dev.mallbots.baskets.in.messaging;

import dev.mallbots.baskets.application.Copies;
import dev.mallbots.baskets.application.StoreCopy;
import dev.mallbots.contracts.stores.v1.StoreCreated;
import dev.mallbots.contracts.stores.v1.StoreParticipationToggled;
import dev.mallbots.contracts.stores.v1.StoreRebranded;
import dev.mallbots.platform.messaging.MessageSubscriber;
import dev.mallbots.platform.messaging.Subscriptions;
import dev.mallbots.platform.service.Fields;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

@ApplicationScoped
class StoreMessages implements MessageSubscriber {

    private final Copies copies;

    StoreMessages(Copies copies) {
        this.copies = copies;
    }

    @Override
    public void subscribe(Subscriptions on) {
        on.eventInOrder(
                StoreCreated.class,
                (event, context) -> copies.keepStores(List.of(new StoreCopy(
                        id(event.getStoreId()),
                        event.getName(),
                        false,
                        context.sequence().orElseThrow()))));
        on.eventInOrder(
                StoreRebranded.class,
                (event, context) -> copies.storeRenamed(
                        id(event.getStoreId()),
                        event.getName(),
                        context.sequence().orElseThrow()));
        on.eventInOrder(
                StoreParticipationToggled.class,
                (event, context) -> copies.participationChanged(
                        id(event.getStoreId()),
                        event.getParticipating(),
                        context.sequence().orElseThrow()));
    }

    private static UUID id(String text) {
        return Fields.uuid("storeId", text);
    }
}
