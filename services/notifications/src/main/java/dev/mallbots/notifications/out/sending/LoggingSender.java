package dev.mallbots.notifications.out.sending;

import dev.mallbots.notifications.application.Sender;
import dev.mallbots.notifications.domain.Notification;
import io.quarkus.arc.DefaultBean;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Sends nowhere: the message is kept where it can be read back, as every notification is, and logged. */
@DefaultBean
@ApplicationScoped
class LoggingSender implements Sender {

    private static final Logger LOG = Logger.getLogger(LoggingSender.class);

    @Override
    public Uni<Void> send(Notification notification) {
        LOG.infof("to %s: %s", notification.smsNumber(), notification.message());
        return Uni.createFrom().voidItem();
    }
}
