package dev.mallbots.baskets.application;

import java.util.UUID;

/**
 * A store as it was.
 *
 * @param version of the store's last event that is in here
 */
public record StoreCopy(UUID id, String name, boolean participating, long version) {}
