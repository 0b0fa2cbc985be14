package dev.mallbots.platform.messaging;

import dev.mallbots.platform.messaging.ReceivedMessage.Readable;
import dev.mallbots.platform.unitofwork.Sql;
import io.smallrye.mutiny.Uni;
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
            select distinct on (d.topic, d.key) d.topic, d.key, d.id
            from unnest($1::text[], $2::text[]) place (topic, key)
            join dead_letter d on d.topic = place.topic and d.key = place.key and d.discarded_at is null
            order by d.topic, d.key, d."offset"
            """;

    private static final String BEFORE = """
            select id from dead_letter
            where discarded_at is null and topic = $1 and key = $2 and "offset" < $3
            order by "offset" limit 1
            """;

    /** @return the first dead letter of each of these that has one */
    Uni<Map<Place, UUID>> firstAt(List<Place> places) {
        return Sql.select(
                        FIRST,
                        places.stream().map(Place::topic).toArray(String[]::new),
                        places.stream().map(Place::key).toArray(String[]::new))
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(
                                row -> new Place((String) row[0], (String) row[1]), row -> (UUID) row[2])));
    }

    /** @return the dead letter that has to be handled before this one, which is a dead letter itself */
    Uni<Optional<UUID>> before(Readable message) {
        Place place = Place.of(message);
        return Sql.select(BEFORE, place.topic(), place.key(), message.record().offset())
                .map(rows -> rows.stream().map(row -> (UUID) row[0]).findFirst());
    }
}
