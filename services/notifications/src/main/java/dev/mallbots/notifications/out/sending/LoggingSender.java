package dev.mallbots.notifications.out.sending;

import dev.mallbots.notifications.application.Sender;
import dev.mallbots.notifications.domain.Notification;
import dev.mallbots.platform.kernel.Masked;
import io.quarkus.arc.DefaultBean;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Sends nowhere: the message is kept where it can be read back, as every notification is. The log tells that it was sent, and not what it says. */
@DefaultBean
@ApplicationScoped
class LoggingSender implements Sender {

    private static final Logger LOG = Logger.getLogger(LoggingSender.class);

    @Override
    public Uni<Void> send(Notification notification) {
        LOG.infof(
                "%s of order %s goes to customer %s at %s",
                notification.kind().word(),
                notification.orderId(),
                notification.customerId(),
                Masked.of(notification.smsNumber()));
        return Uni.createFrom().voidItem();
    }
}
