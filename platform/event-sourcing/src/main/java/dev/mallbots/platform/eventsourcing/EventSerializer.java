package dev.mallbots.platform.eventsourcing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Events and snapshots as JSON. It has its own mapper, so that changes to the REST API's JSON do not affect stored events. */
final class EventSerializer {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .findAndAddModules()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private EventSerializer() {}

    /** All events of one append as one JSON array, which PostgreSQL expands: one round trip for any number of events. */
    static <E> String write(AggregateType<?, E> type, long firstVersion, List<E> events) {
        ArrayNode rows = JSON.createArrayNode();
        long version = firstVersion;
        for (E event : events) {
            String name = event.getClass().getSimpleName();
            rows.addObject()
                    .put("version", version++)
                    .put("type", name)
                    .put("revision", type.revisionOf(name))
                    .set("payload", JSON.valueToTree(event));
        }
        return rows.toString();
    }

    static String writeVersions(Map<UUID, Long> versions) {
        return JSON.valueToTree(versions).toString();
    }

    static <E> E read(AggregateType<?, E> type, String name, int revision, String payload) {
        try {
            Class<? extends E> event = type.eventNamed(name);
            return JSON.treeToValue(type.upcast(name, revision, (ObjectNode) JSON.readTree(payload)), event);
        } catch (JsonProcessingException e) {
            throw new DamagedStream("an event %s of %s can't be read".formatted(name, type.name()), e);
        }
    }

    static String writeState(Object state) {
        return JSON.valueToTree(state).toString();
    }

    static <S> S readState(Class<S> type, String state) {
        try {
            return JSON.readValue(state, type);
        } catch (JsonProcessingException e) {
            throw new DamagedStream("a snapshot of %s can't be read".formatted(type.getSimpleName()), e);
        }
    }
}
