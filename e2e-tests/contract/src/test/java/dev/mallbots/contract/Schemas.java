package dev.mallbots.contract;

import com.fasterxml.jackson.databind.JsonNode;

/** What is asked of JSON Schemas in several places. */
final class Schemas {

    private Schemas() {}

    /** The one type beside null that a value may have; {@code string} when the schema does not say. */
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
