package dev.mallbots.notifications.application;

import dev.mallbots.notifications.domain.Contact;
import dev.mallbots.notifications.domain.Notification;
import dev.mallbots.notifications.domain.OrderNews;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.kernel.Unavailable;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Stores one notification for each (order, kind), never two. It is sent later. */
@ApplicationScoped
public class NotifyCustomer {

    private static final Logger LOG = Logger.getLogger(NotifyCustomer.class);

    private final Contacts contacts;
    private final Notifications notifications;

    NotifyCustomer(Contacts contacts, Notifications notifications) {
        this.contacts = contacts;
        this.notifications = notifications;
    }

    /** @param unasked the result of {@link FindContacts} for this customer */
    @WithTransaction
    public Uni<Void> handle(OrderNews news, Optional<Unavailable> unasked) {
        return notifications
                .hasBeen(news.orderId(), news.kind())
                .flatMap(known -> known ? Uni.createFrom().voidItem() : tell(news, unasked));
    }

    private Uni<Void> tell(OrderNews news, Optional<Unavailable> unasked) {
        return contactOf(news.customerId(), unasked)
                .flatMap(found -> found.map(contact ->
                                notifications.add(Notification.about(news, contact, Ids.next(), Instant.now())))
                        .orElseGet(() -> nobodyToTell(news)));
    }

    private Uni<Optional<Contact>> contactOf(UUID customerId, Optional<Unavailable> unasked) {
        return contacts.find(customerId).invoke(known -> {
            if (known.isEmpty() && unasked.isPresent()) {
                throw unasked.get();
            }
        });
    }

    // the saga is going to reject such an order
    private static Uni<Void> nobodyToTell(OrderNews news) {
        LOG.infof(
                "no notification of %s: the customer of order %s, %s, does not exist",
                news.kind().word(), news.orderId(), news.customerId());
        return Uni.createFrom().voidItem();
    }
}
