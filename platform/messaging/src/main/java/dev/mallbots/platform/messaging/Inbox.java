package dev.mallbots.platform.messaging;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The messages that have taken effect here. Claiming a message and handling it is one transaction, so it takes effect once in spite of
 * repeated deliveries: a second claim waits for the first one's transaction and then returns nothing.
 *
 * <p>Source of the idea: Gregor Hohpe and Bobby Woolf, "Idempotent Receiver", Enterprise Integration Patterns (2003).
 */
@ApplicationScoped
class Inbox {

    // sorted by topic, partition and offset: two claims of the same messages do not deadlock, and turns are numbered in
    // the order in which a partition's messages are handled
    private static final String CLAIM = """
            insert into inbox (message_id, topic, partition, "offset")
            select cast(id as uuid) as message_id, topic, cast(number as integer) as partition, cast(place as bigint) as "offset"
            from unnest(string_to_array(cast(:ids as text), ','), string_to_array(cast(:topics as text), ','),
                string_to_array(cast(:partitions as text), ','), string_to_array(cast(:offsets as text), ','))
                as message (id, topic, number, place)
            order by 2, 3, 4
            on conflict do nothing
            returning message_id
            """;

    private static final String CLAIM_AGAIN = """
            insert into inbox (message_id, topic, partition, "offset", turn)
            values (:id, :topic, :partition, :offset, null)
            on conflict do nothing
            returning message_id
            """;

    /** @return the ids that no transaction has claimed yet; needs a transaction */
    Uni<Set<UUID>> claim(Collection<? extends ReceivedMessage> messages) {
        return Panache.getSession()
                // as lists of one: Hibernate Reactive keeps a plan for every execution with single values, and never
                // reuses one
                .chain(session -> session.<UUID>createNativeQuery(CLAIM)
                        .setParameter("ids", joined(messages, ReceivedMessage::id))
                        .setParameter(
                                "topics",
                                joined(messages, message -> message.record().topic()))
                        .setParameter(
                                "partitions",
                                joined(messages, message -> message.record().partition()))
                        .setParameter(
                                "offsets",
                                joined(messages, message -> message.record().offset()))
                        .getResultList())
                .map(HashSet::new);
    }

    private static List<String> joined(
            Collection<? extends ReceivedMessage> messages, Function<ReceivedMessage, Object> value) {
        return List.of(messages.stream().map(value).map(Object::toString).collect(Collectors.joining(",")));
    }

    /**
     * Claims a message that an operator replays: without a turn, because later messages of its lane may have been handled before.
     *
     * @return its id, if no transaction has claimed it meanwhile; needs a transaction
     */
    Uni<Set<UUID>> claimAgain(ReceivedMessage message) {
        return Panache.getSession()
                .chain(session -> session.<UUID>createNativeQuery(CLAIM_AGAIN)
                        .setParameter("id", message.id())
                        .setParameter("topic", message.record().topic())
                        .setParameter("partition", message.record().partition())
                        .setParameter("offset", message.record().offset())
                        .getResultList())
                .map(HashSet::new);
    }
}
