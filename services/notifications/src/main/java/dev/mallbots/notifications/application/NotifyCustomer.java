package dev.mallbots.notifications.application;

import dev.mallbots.notifications.domain.Contact;
import dev.mallbots.notifications.domain.Notification;
import dev.mallbots.notifications.domain.OrderNews;
import dev.mallbots.platform.kernel.Ids;
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
    private final CustomerDirectory directory;
    private final Notifications notifications;

    NotifyCustomer(Contacts contacts, CustomerDirectory directory, Notifications notifications) {
        this.contacts = contacts;
        this.directory = directory;
        this.notifications = notifications;
    }

    @WithTransaction
    public Uni<Void> handle(OrderNews news) {
        return notifications
                .hasBeen(news.orderId(), news.kind())
                .flatMap(known -> known ? Uni.createFrom().voidItem() : tell(news));
    }

    private Uni<Void> tell(OrderNews news) {
        return contactOf(news.customerId())
                .flatMap(found -> found.map(contact ->
                                notifications.add(Notification.about(news, contact, Ids.next(), Instant.now())))
                        .orElseGet(() -> nobodyToTell(news)));
    }

    private Uni<Optional<Contact>> contactOf(UUID customerId) {
        return contacts.find(customerId)
                .flatMap(known -> known.isPresent() ? Uni.createFrom().item(known) : askAndKeep(customerId));
    }

    private Uni<Optional<Contact>> askAndKeep(UUID customerId) {
        return directory
                .find(customerId)
                .flatMap(found -> found.map(entry ->
                                contacts.keep(entry.contact(), entry.sequence()).replaceWith(entry.contact()))
                        .map(kept -> kept.map(Optional::of))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    // such an order is going to be rejected by the saga
    private static Uni<Void> nobodyToTell(OrderNews news) {
        LOG.infof(
                "nobody to tell of %s: order %s is of customer %s, who does not exist",
                news.kind().word(), news.orderId(), news.customerId());
        return Uni.createFrom().voidItem();
    }
}
