package dev.mallbots.stores.application;

import dev.mallbots.stores.domain.Store;

/** @param version the version of the store's last event; a copy continues from it */
public record ListedStore(Store store, long version) {}
