package dev.mallbots.platform.saga;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.UUID;

/**
 * A saga's data as JSON in its row. It has its own mapper, because the API's mapper refuses unknown fields, while rows written by an older
 * or newer release must stay readable.
 */
final class SagaData {

    private static final JsonMapper JSON = JsonMapper.builder()
            .findAndAddModules()
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final TypeReference<Map<String, UUID>> COMMANDS = new TypeReference<>() {};

    private SagaData() {}

    static String write(Object data) {
        try {
            return JSON.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Like {@link #write(Object)}, with the fields of the row that this release does not know: an instance of a newer release has written
     * them and will read them again.
     */
    static String write(Object data, String before) {
        ObjectNode next = JSON.valueToTree(data);
        try {
            JSON.readTree(before).properties().forEach(field -> next.putIfAbsent(field.getKey(), field.getValue()));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
        return next.toString();
    }

    /** The commands in flight, by step. */
    static Map<String, UUID> readCommands(String commands) {
        try {
            return JSON.readValue(commands, COMMANDS);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static <D> D read(String data, Class<D> type) {
        try {
            return JSON.readValue(data, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
