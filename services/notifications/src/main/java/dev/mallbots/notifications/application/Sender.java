package dev.mallbots.notifications.application;

import dev.mallbots.notifications.domain.Notification;
import dev.mallbots.platform.kernel.Remote;
import io.smallrye.mutiny.Uni;

/**
 * The way to the customer's phone. It is called outside of any transaction, at most once for each order and kind, whatever
 * dies and whatever comes again. A failure means that the message did not go out. An answer that takes longer than
 * {@code mallbots.notifications.answer-within} (10 s) counts as none.
 */
@Remote
public interface Sender {

    Uni<Void> send(Notification notification);
}
