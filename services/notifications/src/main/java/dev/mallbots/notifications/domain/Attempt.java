package dev.mallbots.notifications.domain;

import java.util.UUID;

/**
 * The one attempt to send a notification, and its outcome.
 *
 * @param reason why the message was not sent, or why its outcome is unknown; empty if it was sent
 */
public record Attempt(UUID notificationId, Outcome outcome, String reason) {

    private static final int LONGEST_REASON = 500;

    public static Attempt sent(UUID notificationId) {
        return new Attempt(notificationId, Outcome.SENT, "");
    }

    public static Attempt failed(UUID notificationId, String reason) {
        return new Attempt(notificationId, Outcome.FAILED, storable(reason));
    }

    public static Attempt unanswered(UUID notificationId) {
        return new Attempt(notificationId, Outcome.UNKNOWN, "the sender gave no answer");
    }

    /** PostgreSQL can't store the character 0 in a text. */
    private static String storable(String reason) {
        String text = reason.replace('\0', ' ');
        return text.substring(0, Math.min(text.length(), LONGEST_REASON));
    }
}
