package dev.mallbots.platform.messaging;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Which messages have taken effect here. Claiming a message and doing what it asks is one transaction, so the effect happens
 * once however often the message comes: a second claim waits for the first one's transaction and then gets nothing.
 *
 * <p>Source of the idea: Gregor Hohpe and Bobby Woolf, "Idempotent Receiver", Enterprise Integration Patterns (2003).
 */
@ApplicationScoped
class Inbox {

    // in the order of the ids, so that two claims of the same messages can't wait for each other
    private static final String CLAIM = """
            insert into inbox (message_id)
            select cast(id as uuid) as message_id from unnest(string_to_array(cast(:ids as text), ',')) id order by 1
            on conflict do nothing
            returning message_id
            """;

    /** @return those that nobody has claimed yet; needs a transaction around it */
    Uni<Set<UUID>> claim(Collection<UUID> ids) {
        String joined = ids.stream().map(UUID::toString).distinct().collect(Collectors.joining(","));
        return Panache.getSession()
                // as a list of one: Hibernate Reactive keeps a plan for every execution with single values, and finds
                // none again
                .chain(session -> session.<UUID>createNativeQuery(CLAIM)
                        .setParameter("ids", List.of(joined))
                        .getResultList())
                .map(HashSet::new);
    }
}
