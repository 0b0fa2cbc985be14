package dev.mallbots.notifications.out.sending;

import dev.mallbots.notifications.application.Sender;
import dev.mallbots.notifications.domain.Notification;
import dev.mallbots.platform.kernel.Masked;
import io.quarkus.arc.DefaultBean;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Sends nowhere: the message is kept where it can be read back, as every notification is. The log tells that it was sent, and not
 * what it says. Each call is a row of {@code sender_call}, in a transaction of its own and without a unique key, so that a second
 * call for the same order and kind would be seen.
 */
@DefaultBean
@ApplicationScoped
class LoggingSender implements Sender {

    private static final Logger LOG = Logger.getLogger(LoggingSender.class);

    private static final String NOTE = "insert into sender_call (notification_id, order_id, kind) values ($1, $2, $3)";

    private final Pool database;

    LoggingSender(Pool database) {
        this.database = database;
    }

    @Override
    public Uni<Void> send(Notification notification) {
        LOG.infof(
                "%s of order %s goes to customer %s at %s",
                notification.kind().word(),
                notification.orderId(),
                notification.customerId(),
                Masked.of(notification.smsNumber()));
        return Uni.createFrom()
                .completionStage(() -> database.preparedQuery(NOTE)
                        .execute(Tuple.of(
                                notification.id(),
                                notification.orderId(),
                                notification.kind().word()))
                        .toCompletionStage())
                .replaceWithVoid();
    }
}
