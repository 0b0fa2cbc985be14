package dev.mallbots.stores.application;

import dev.mallbots.stores.domain.Product;

/** @param version the version of the product's last event; a copy continues from it */
public record ListedProduct(Product product, long version) {}
