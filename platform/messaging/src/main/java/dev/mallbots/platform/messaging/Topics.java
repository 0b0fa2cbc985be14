package dev.mallbots.platform.messaging;

/** How topics are called. */
public final class Topics {

    private Topics() {}

    /** Events of one kind of aggregate, kept for ever. */
    public static String events(String service, String aggregate) {
        return "mallbots.%s.events.%s".formatted(service, aggregate);
    }

    /** Commands to a service. */
    public static String commands(String service) {
        return "mallbots.%s.commands".formatted(service);
    }

    /** Answers to the commands of a service. */
    public static String replies(String service) {
        return "mallbots.%s.replies".formatted(service);
    }

    /** What a service gave up on. */
    public static String deadLetters(String service) {
        return "mallbots.%s.dead-letters".formatted(service);
    }
}
