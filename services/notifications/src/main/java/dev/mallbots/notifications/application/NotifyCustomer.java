package dev.mallbots.notifications.application;

import dev.mallbots.notifications.application.Notifications.Untold;
import dev.mallbots.notifications.domain.Notification;
import dev.mallbots.notifications.domain.OrderNews;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.kernel.Unavailable;
import dev.mallbots.platform.unitofwork.Gathering;
import dev.mallbots.platform.unitofwork.UnitOfWork;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Stores one notification for each (order, kind), never two. It is sent later. The news of a batch of messages are looked up and stored
 * together.
 */
@ApplicationScoped
public class NotifyCustomer {

    private static final Logger LOG = Logger.getLogger(NotifyCustomer.class);

    private final Notifications notifications;
    private final Gathering<OrderNews> batch = new Gathering<>(this::tell);

    NotifyCustomer(Notifications notifications) {
        this.notifications = notifications;
    }

    @Produces
    @Singleton
    UnitOfWork.Member inEachBatch() {
        return batch;
    }

    /** @param unasked the result of {@link FindContacts} for this customer */
    @WithTransaction
    public Uni<Void> handle(OrderNews news, Optional<Unavailable> unasked) {
        return unasked.map(away -> failWithoutContact(news, away))
                .orElseGet(() -> Uni.createFrom().voidItem())
                .chain(() -> batch.add(news));
    }

    /** At once, so that only this message waits for the answer of customers. */
    private Uni<Void> failWithoutContact(OrderNews news, Unavailable away) {
        return notifications
                .untold(List.of(news))
                .invoke(untold -> {
                    if (untold.stream().anyMatch(one -> one.contact().isEmpty())) {
                        throw away;
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> tell(List<OrderNews> news) {
        return notifications
                .untold(news)
                .map(untold -> untold.stream()
                        .flatMap(one -> notification(one).stream())
                        .toList())
                .chain(notifications::add);
    }

    private static Optional<Notification> notification(Untold untold) {
        OrderNews news = untold.news();
        if (untold.contact().isEmpty()) {
            // the saga is going to reject such an order
            LOG.infof(
                    "no notification of %s: the customer of order %s, %s, does not exist",
                    news.kind().word(), news.orderId(), news.customerId());
        }
        return untold.contact().map(contact -> Notification.about(news, contact, Ids.next(), Instant.now()));
    }
}
