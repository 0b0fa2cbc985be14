package dev.mallbots.stores.domain;

import java.util.UUID;

/** What can happen to a store. The names and fields are what the event store keeps: change them only with an upcaster. */
public sealed interface StoreEvent {

    record StoreCreated(UUID storeId, String name, String location) implements StoreEvent {}

    record StoreParticipationToggled(boolean participating) implements StoreEvent {}

    record StoreRebranded(String name) implements StoreEvent {}
}
