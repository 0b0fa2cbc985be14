package dev.mallbots.platform.messaging;

/** The names of topics. */
public final class Topics {

    private Topics() {}

    /** The events of one kind of aggregate, with full history. */
    public static String events(String service, String aggregate) {
        return "mallbots.%s.events.%s".formatted(service, aggregate);
    }

    /** The commands to a service. */
    public static String commands(String service) {
        return "mallbots.%s.commands".formatted(service);
    }

    /** The replies to the commands of a service. */
    public static String replies(String service) {
        return "mallbots.%s.replies".formatted(service);
    }

    /** The dead letters of a service. */
    public static String deadLetters(String service) {
        return "mallbots.%s.dead-letters".formatted(service);
    }

    static boolean isOfDeadLetters(String topic) {
        return topic.endsWith(".dead-letters");
    }
}
