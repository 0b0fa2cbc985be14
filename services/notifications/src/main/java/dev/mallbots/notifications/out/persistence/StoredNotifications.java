package dev.mallbots.notifications.out.persistence;

import dev.mallbots.notifications.application.Notifications;
import dev.mallbots.notifications.domain.Attempt;
import dev.mallbots.notifications.domain.Notification;
import dev.mallbots.notifications.domain.NotificationKind;
import dev.mallbots.notifications.domain.Unconfirmed;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

@ApplicationScoped
class StoredNotifications implements Notifications {

    // Native queries have no result type and bind lists; otherwise Hibernate Reactive creates and keeps a plan for
    // every execution.

    private static final String HAS_BEEN = """
            select exists (select from notifications where order_id = :order and kind = :kind)
                or exists (select from told where order_id = :order and kind = :kind)
            """;

    /** The transaction that marks a row holds its lock until the commit, and other transactions skip the row. */
    private static final String CLAIM = """
            with next as materialized (
                select id from notifications n
                where attempted_at is null
                  and not exists (
                    select from notifications earlier
                    where earlier.order_id = n.order_id and earlier.id < n.id and earlier.outcome is null)
                order by id limit :most for update skip locked)
            update notifications n set attempted_at = clock_timestamp(), sent_at = clock_timestamp()
            from next where n.id = next.id
            returning n.id
            """;

    /** A late answer of the sender is stored too. */
    private static final String SETTLE = """
            update Notification set outcome = :outcome, reason = :reason
            where id = :id and (outcome is null or outcome = UNKNOWN)""";

    private static final String GIVE_UP = """
            update notifications set outcome = 'UNKNOWN', reason = 'the attempt never ended'
            where outcome is null and attempted_at < clock_timestamp() - make_interval(secs => :seconds)
            returning id
            """;

    @Override
    public Uni<Boolean> hasBeen(UUID orderId, NotificationKind kind) {
        return Panache.getSession()
                .flatMap(session -> session.<Boolean>createNativeQuery(HAS_BEEN)
                        .setParameter("order", List.of(orderId))
                        .setParameter("kind", List.of(kind.name()))
                        .getSingleResult());
    }

    @Override
    public Uni<Void> add(Notification notification) {
        return Panache.getSession()
                .flatMap(session -> session.createMutationQuery("""
                                insert into Notification
                                    (id, orderId, kind, customerId, smsNumber, message, sentAt, attemptedAt, outcome)
                                values (:id, :order, :kind, :customer, :number, :message, :sentAt, null, null)
                                on conflict (orderId, kind) do nothing""")
                        .setParameter("id", notification.id())
                        .setParameter("order", notification.orderId())
                        .setParameter("kind", notification.kind())
                        .setParameter("customer", notification.customerId())
                        .setParameter("number", notification.smsNumber())
                        .setParameter("message", notification.message())
                        .setParameter("sentAt", notification.sentAt())
                        .executeUpdate())
                .replaceWithVoid();
    }

    @Override
    public Uni<List<Notification>> claim(int atMost) {
        return Panache.getSession()
                .flatMap(session -> session.<UUID>createNativeQuery(CLAIM)
                        .setParameter("most", List.of(atMost))
                        .getResultList()
                        .flatMap(ids -> ids.isEmpty() ? Uni.createFrom().item(List.of()) : all(session, ids)));
    }

    private static Uni<List<Notification>> all(Mutiny.Session session, List<UUID> ids) {
        return session.createQuery("from Notification where id in :ids order by id", NotificationEntity.class)
                .setParameter("ids", ids)
                .getResultList()
                .map(found -> found.stream().map(NotificationEntity::toDomain).toList());
    }

    @Override
    public Uni<Void> settle(List<Attempt> attempts) {
        return Multi.createFrom()
                .iterable(attempts)
                .onItem()
                .transformToUniAndConcatenate(StoredNotifications::settle)
                .onItem()
                .ignoreAsUni();
    }

    private static Uni<Integer> settle(Attempt attempt) {
        return Panache.getSession()
                .flatMap(session -> session.createMutationQuery(SETTLE)
                        .setParameter("id", attempt.notificationId())
                        .setParameter("outcome", attempt.outcome())
                        .setParameter("reason", attempt.reason())
                        .executeUpdate());
    }

    @Override
    public Uni<List<UUID>> giveUpAttemptsOlderThan(Duration age) {
        return Panache.getSession()
                .flatMap(session -> session.<UUID>createNativeQuery(GIVE_UP)
                        .setParameter("seconds", List.of(age.toSeconds()))
                        .getResultList());
    }

    @Override
    public Uni<List<Notification>> ofCustomer(UUID customerId, Optional<UUID> before, int rows) {
        return Panache.getSession()
                .flatMap(session -> page(session, "outcome = SENT and customerId = :customer", before)
                        .setParameter("customer", customerId)
                        .setMaxResults(rows)
                        .getResultList())
                .map(found -> found.stream().map(NotificationEntity::toDomain).toList());
    }

    @Override
    public Uni<List<Unconfirmed>> unconfirmed(Optional<UUID> before, int rows) {
        return Panache.getSession()
                .flatMap(session -> page(session, "outcome in (FAILED, UNKNOWN)", before)
                        .setMaxResults(rows)
                        .getResultList())
                .map(found ->
                        found.stream().map(NotificationEntity::toUnconfirmed).toList());
    }

    private static Mutiny.SelectionQuery<NotificationEntity> page(
            Mutiny.Session session, String which, Optional<UUID> before) {
        String from = "from Notification where " + which;
        return before.map(
                        id -> session.createQuery(from + " and id < :before order by id desc", NotificationEntity.class)
                                .setParameter("before", id))
                .orElseGet(() -> session.createQuery(from + " order by id desc", NotificationEntity.class));
    }
}
