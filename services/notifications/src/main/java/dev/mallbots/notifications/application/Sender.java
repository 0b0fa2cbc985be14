package dev.mallbots.notifications.application;

import dev.mallbots.notifications.domain.Notification;
import dev.mallbots.platform.kernel.Remote;
import io.smallrye.mutiny.Uni;

/**
 * The port that sends a message to the customer's phone. It is called outside of any transaction, and at most once for each order and kind,
 * in spite of crashes and repeated events. A failure means that the message was not sent. An answer that takes longer than {@code
 * mallbots.notifications.answer-within} (10 s) is ignored, and the outcome is unknown.
 */
@Remote
public interface Sender {

    Uni<Void> send(Notification notification);
}
