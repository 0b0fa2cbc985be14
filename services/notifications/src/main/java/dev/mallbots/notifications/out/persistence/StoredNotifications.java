package dev.mallbots.notifications.out.persistence;

import static dev.mallbots.platform.unitofwork.Sql.column;

import dev.mallbots.notifications.application.Notifications;
import dev.mallbots.notifications.domain.Attempt;
import dev.mallbots.notifications.domain.Contact;
import dev.mallbots.notifications.domain.Notification;
import dev.mallbots.notifications.domain.NotificationKind;
import dev.mallbots.notifications.domain.OrderNews;
import dev.mallbots.notifications.domain.Unconfirmed;
import dev.mallbots.platform.unitofwork.Sql;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

@ApplicationScoped
class StoredNotifications implements Notifications {

    private static final String UNTOLD = """
            select news.place, contacts.name, contacts.sms_number
            from unnest($1::uuid[], $2::text[], $3::uuid[]) with ordinality news (order_id, kind, customer_id, place)
            left join contacts on contacts.customer_id = news.customer_id
            where not exists (select from notifications n where n.order_id = news.order_id and n.kind = news.kind)
              and not exists (select from told t where t.order_id = news.order_id and t.kind = news.kind)
            order by news.place
            """;

    // a row without these nulls counts as sent: older releases send before they insert
    private static final String ADD = """
            insert into notifications (id, order_id, kind, customer_id, sms_number, message, sent_at, attempted_at, outcome)
            select *, null, null from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::timestamptz[])
            on conflict (order_id, kind) do nothing
            """;

    /** The transaction that marks a row holds its lock until the commit, and other transactions skip the row. */
    private static final String CLAIM = """
            with next as materialized (
                select id from notifications n
                where attempted_at is null
                  and not exists (
                    select from notifications earlier
                    where earlier.order_id = n.order_id and earlier.id < n.id and earlier.outcome is null)
                order by id limit $1 for update skip locked)
            update notifications n set attempted_at = clock_timestamp(), sent_at = clock_timestamp()
            from next where n.id = next.id
            returning n.id, n.order_id, n.kind, n.customer_id, n.sms_number, n.message, n.sent_at
            """;

    /** A late answer of the sender is stored too. */
    private static final String SETTLE = """
            update notifications n set outcome = attempt.outcome, reason = attempt.reason
            from unnest($1::uuid[], $2::text[], $3::text[]) attempt (id, outcome, reason)
            where n.id = attempt.id and (n.outcome is null or n.outcome = 'UNKNOWN')
            """;

    private static final String GIVE_UP = """
            update notifications set outcome = 'UNKNOWN', reason = 'the attempt never ended'
            where outcome is null and attempted_at < clock_timestamp() - make_interval(secs => :seconds)
            returning id
            """;

    @Override
    public Uni<List<Untold>> untold(List<OrderNews> news) {
        return Sql.select(
                        UNTOLD,
                        column(news, OrderNews::orderId, UUID[]::new),
                        column(news, it -> it.kind().name(), String[]::new),
                        column(news, OrderNews::customerId, UUID[]::new))
                .map(rows -> rows.stream()
                        .map(row -> untold(news.get(((Long) row[0]).intValue() - 1), (String) row[1], (String) row[2]))
                        .toList());
    }

    private static Untold untold(OrderNews news, String name, String smsNumber) {
        return new Untold(
                news, Optional.ofNullable(name).map(known -> new Contact(news.customerId(), known, smsNumber)));
    }

    @Override
    public Uni<Void> add(List<Notification> notifications) {
        return notifications.isEmpty()
                ? Uni.createFrom().voidItem()
                : Sql.update(
                                ADD,
                                column(notifications, Notification::id, UUID[]::new),
                                column(notifications, Notification::orderId, UUID[]::new),
                                column(notifications, it -> it.kind().name(), String[]::new),
                                column(notifications, Notification::customerId, UUID[]::new),
                                column(notifications, Notification::smsNumber, String[]::new),
                                column(notifications, Notification::message, String[]::new),
                                column(
                                        notifications,
                                        it -> it.sentAt().atOffset(ZoneOffset.UTC),
                                        OffsetDateTime[]::new))
                        .replaceWithVoid();
    }

    @Override
    public Uni<List<Notification>> claim(int atMost) {
        return Sql.select(CLAIM, atMost)
                .map(rows -> rows.stream()
                        .map(StoredNotifications::claimed)
                        .sorted(Comparator.comparing(Notification::id))
                        .toList());
    }

    private static Notification claimed(Object[] row) {
        return new Notification(
                (UUID) row[0],
                (UUID) row[1],
                NotificationKind.valueOf((String) row[2]),
                (UUID) row[3],
                (String) row[4],
                (String) row[5],
                ((OffsetDateTime) row[6]).toInstant());
    }

    @Override
    public Uni<Void> settle(List<Attempt> attempts) {
        return Sql.update(
                        SETTLE,
                        column(attempts, Attempt::notificationId, UUID[]::new),
                        column(attempts, it -> it.outcome().name(), String[]::new),
                        column(attempts, Attempt::reason, String[]::new))
                .replaceWithVoid();
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
