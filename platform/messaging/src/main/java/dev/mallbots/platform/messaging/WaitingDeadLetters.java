package dev.mallbots.platform.messaging;

import dev.mallbots.platform.messaging.ReceivedMessage.Readable;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Finds the dead letters that block later messages of the same topic and key. Needs a transaction. */
@ApplicationScoped
class WaitingDeadLetters {

    /** A topic and key in which order matters. */
    record Place(String topic, String key) {
        static Place of(Readable message) {
            return new Place(message.record().topic(), message.key().orElse(null));
        }
    }

    private static final String FIRST = """
            select distinct on (topic, key) topic, key, id from dead_letter
            where discarded_at is null and (topic, key) in (
                select place ->> 'topic', place ->> 'key' from jsonb_array_elements(cast(cast(:places as text) as jsonb)) place)
            order by topic, key, "offset"
            """;

    private static final String BEFORE = """
            select id from dead_letter
            where discarded_at is null and topic = :topic and key = :key and "offset" < :offset
            order by "offset" limit 1
            """;

    /** @return the first dead letter of each of these that has one */
    Uni<Map<Place, UUID>> firstAt(List<Place> places) {
        JsonArray asked = new JsonArray(places.stream()
                .map(place -> new JsonObject().put("topic", place.topic()).put("key", place.key()))
                .toList());
        return Panache.getSession()
                // as a list of one: see Inbox
                .chain(session -> session.<Object[]>createNativeQuery(FIRST)
                        .setParameter("places", List.of(asked.encode()))
                        .getResultList())
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(
                                row -> new Place((String) row[0], (String) row[1]), row -> (UUID) row[2])));
    }

    /** @return the dead letter that has to be handled before this one, which is a dead letter itself */
    Uni<Optional<UUID>> before(Readable message) {
        Place place = Place.of(message);
        return Panache.getSession()
                .chain(session -> session.<UUID>createNativeQuery(BEFORE)
                        .setParameter("topic", place.topic())
                        .setParameter("key", place.key())
                        .setParameter("offset", message.record().offset())
                        .getSingleResultOrNull())
                .map(Optional::ofNullable);
    }
}
