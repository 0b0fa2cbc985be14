package dev.mallbots.stores.domain;

import java.util.UUID;

/** The events of a store. The event store keeps their names and fields: change them only with an upcaster. */
public sealed interface StoreEvent {

    /** @param owner the store's owner; null in events that are older than the concept of owners */
    record StoreCreated(UUID storeId, String name, String location, UUID owner) implements StoreEvent {}

    record StoreParticipationToggled(boolean participating) implements StoreEvent {}

    record StoreRebranded(String name) implements StoreEvent {}
}
