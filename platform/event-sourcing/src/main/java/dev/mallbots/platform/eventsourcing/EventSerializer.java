package dev.mallbots.platform.eventsourcing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

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

    /** An event or a state. */
    static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("%s can't be written as JSON".formatted(value.getClass()), e);
        }
    }

    static <E> E read(AggregateType<?, E> type, String name, int revision, String payload) {
        try {
            Class<? extends E> event = type.eventNamed(name);
            return JSON.treeToValue(type.upcast(name, revision, (ObjectNode) JSON.readTree(payload)), event);
        } catch (JsonProcessingException e) {
            throw new DamagedStream("an event %s of %s can't be read".formatted(name, type.name()), e);
        }
    }

    static <S> S readState(Class<S> type, String state) {
        try {
            return JSON.readValue(state, type);
        } catch (JsonProcessingException e) {
            throw new DamagedStream("a snapshot of %s can't be read".formatted(type.getSimpleName()), e);
        }
    }
}
