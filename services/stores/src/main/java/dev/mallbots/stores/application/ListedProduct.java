package dev.mallbots.stores.application;

import dev.mallbots.stores.domain.Product;

/** @param version of the last event that the product holds; whoever keeps a copy goes on from there */
public record ListedProduct(Product product, long version) {}
