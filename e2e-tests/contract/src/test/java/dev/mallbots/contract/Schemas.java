package dev.mallbots.contract;

import com.fasterxml.jackson.databind.JsonNode;

/** Queries on JSON Schemas. */
final class Schemas {

    private Schemas() {}

    /** The type of a value beside null; {@code string} if the schema has none. */
    static String typeOf(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (type.isArray()) {
            for (JsonNode one : type) {
                if (!one.asText().equals("null")) {
                    return one.asText();
                }
            }
        }
        return type.asText(schema.has("properties") ? "object" : "string");
    }
}
