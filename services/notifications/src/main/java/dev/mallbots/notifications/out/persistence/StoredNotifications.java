package dev.mallbots.notifications.out.persistence;

import dev.mallbots.notifications.application.Notifications;
import dev.mallbots.notifications.domain.Notification;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

@ApplicationScoped
class StoredNotifications implements Notifications {

    @Override
    public Uni<Boolean> add(Notification notification) {
        return Panache.getSession()
                .flatMap(session -> session.createMutationQuery("""
                                insert into Notification (id, orderId, kind, customerId, smsNumber, message, sentAt)
                                values (:id, :order, :kind, :customer, :number, :message, :sentAt)
                                on conflict (orderId, kind) do nothing""")
                        .setParameter("id", notification.id())
                        .setParameter("order", notification.orderId())
                        .setParameter("kind", notification.kind())
                        .setParameter("customer", notification.customerId())
                        .setParameter("number", notification.smsNumber())
                        .setParameter("message", notification.message())
                        .setParameter("sentAt", notification.sentAt())
                        .executeUpdate())
                .map(added -> added == 1);
    }

    @Override
    public Uni<List<Notification>> ofCustomer(UUID customerId, Optional<UUID> before, int rows) {
        return Panache.getSession()
                .flatMap(session ->
                        page(session, customerId, before).setMaxResults(rows).getResultList())
                .map(found -> found.stream().map(NotificationEntity::toDomain).toList());
    }

    private static Mutiny.SelectionQuery<NotificationEntity> page(
            Mutiny.Session session, UUID customerId, Optional<UUID> before) {
        return before.map(id -> session.createQuery(
                                "from Notification where customerId = :customer and id < :before order by id desc",
                                NotificationEntity.class)
                        .setParameter("before", id))
                .orElseGet(() -> session.createQuery(
                        "from Notification where customerId = :customer order by id desc", NotificationEntity.class))
                .setParameter("customer", customerId);
    }
}
