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
 * The default sender, which sends nothing: the text of every notification is stored anyway. It logs the call without the text. Each call
 * inserts a row into {@code sender_call}, in a separate transaction and without a unique key, so that a second call for the same order and
 * kind would be visible.
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
                .completionStage(() -> database.withConnection(connection -> connection
                                .preparedQuery(NOTE)
                                .execute(Tuple.of(
                                        notification.id(),
                                        notification.orderId(),
                                        notification.kind().word())))
                        .toCompletionStage())
                .replaceWithVoid();
    }
}
