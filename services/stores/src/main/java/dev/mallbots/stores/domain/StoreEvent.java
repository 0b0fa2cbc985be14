package dev.mallbots.stores.domain;

import java.util.UUID;

/** What can happen to a store. The names and fields are what the event store keeps: change them only with an upcaster. */
public sealed interface StoreEvent {

    /** @param owner whose store it is; null in events from before stores had owners */
    record StoreCreated(UUID storeId, String name, String location, UUID owner) implements StoreEvent {}

    record StoreParticipationToggled(boolean participating) implements StoreEvent {}

    record StoreRebranded(String name) implements StoreEvent {}
}
