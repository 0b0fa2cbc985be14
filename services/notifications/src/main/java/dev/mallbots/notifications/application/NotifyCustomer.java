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

/** Stores one message to the customer of an order for each thing that becomes of it, never two. The sender is called later. */
@ApplicationScoped
public class NotifyCustomer {

    private static final Logger LOG = Logger.getLogger(NotifyCustomer.class);

    private final Contacts contacts;
    private final Notifications notifications;

    NotifyCustomer(Contacts contacts, Notifications notifications) {
        this.contacts = contacts;
        this.notifications = notifications;
    }

    /** @param unasked what {@link FindContacts} answered when it was asked for this customer before */
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

    // such an order is going to be rejected by the saga
    private static Uni<Void> nobodyToTell(OrderNews news) {
        LOG.infof(
                "nobody to tell of %s: order %s is of customer %s, who does not exist",
                news.kind().word(), news.orderId(), news.customerId());
        return Uni.createFrom().voidItem();
    }
}
