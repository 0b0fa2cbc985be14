package dev.mallbots.platform.fleet;

/** One service may read or write one topic. Who may read one may also look at its settings, and uses the group of its own name. */
public record TopicPermission(String service, Right right, String topic) {

    /** What for. */
    public enum Right {
        WRITE,
        READ
    }
}
