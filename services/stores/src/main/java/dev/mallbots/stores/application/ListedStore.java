package dev.mallbots.stores.application;

import dev.mallbots.stores.domain.Store;

/** @param version of the last event that the store holds; whoever keeps a copy goes on from there */
public record ListedStore(Store store, long version) {}
