package dev.mallbots.notifications.application;

import dev.mallbots.notifications.domain.Notification;
import io.smallrye.mutiny.Uni;

/**
 * The way to the customer's phone. Called once for a notification, in the transaction that records it. A sender that
 * reaches out of the process has to use order and kind as its idempotency key: should the transaction fail behind it, it
 * is called again with the same two.
 */
public interface Sender {

    Uni<Void> send(Notification notification);
}
