package dev.mallbots.platform.eventsourcing;

/**
 * An event as the store keeps it.
 *
 * @param type the simple name of its class
 * @param revision the first one of every event is 1
 * @param payload its fields as JSON
 */
public record StoredEvent(String type, int revision, String payload) {}
