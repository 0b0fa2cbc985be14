package dev.mallbots.baskets.application;

import java.util.UUID;

/**
 * A store's data at one version.
 *
 * @param version the version of the store's last applied event
 */
public record StoreCopy(UUID id, String name, boolean participating, long version) {}
