package dev.mallbots.stores.out.messaging;

import com.google.protobuf.Message;
import dev.mallbots.contracts.stores.v1.StoreCreated;
import dev.mallbots.contracts.stores.v1.StoreParticipationToggled;
import dev.mallbots.contracts.stores.v1.StoreRebranded;
import dev.mallbots.platform.eventsourcing.Change;
import dev.mallbots.platform.messaging.OutgoingMessage;
import dev.mallbots.stores.domain.Store;
import dev.mallbots.stores.domain.StoreEvent;
import java.util.List;

/** Translates the events of a store into published events. */
public final class StoreEventTranslator {

    private StoreEventTranslator() {}

    public static List<OutgoingMessage> messagesOf(Change<Store, StoreEvent> change) {
        String id = change.id().toString();
        return change.events().stream()
                .map(recorded -> OutgoingMessage.event(
                        "stores", "Store", change.id(), recorded.version(), message(id, recorded.event())))
                .toList();
    }

    private static Message message(String id, StoreEvent event) {
        return switch (event) {
            case StoreEvent.StoreCreated(var _, var name, var location, var _) ->
                StoreCreated.newBuilder()
                        .setStoreId(id)
                        .setName(name)
                        .setLocation(location)
                        .build();
            case StoreEvent.StoreParticipationToggled(var participating) ->
                StoreParticipationToggled.newBuilder()
                        .setStoreId(id)
                        .setParticipating(participating)
                        .build();
            case StoreEvent.StoreRebranded(var name) ->
                StoreRebranded.newBuilder().setStoreId(id).setName(name).build();
        };
    }
}
