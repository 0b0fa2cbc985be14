package dev.mallbots.platform.fleet;

/**
 * One service's permission to read or write one topic. Reading includes describing the topic's settings, and the group with the service's
 * name.
 */
public record TopicPermission(String service, Right right, String topic) {

    /** The kind of permission. */
    public enum Right {
        WRITE,
        READ
    }
}
