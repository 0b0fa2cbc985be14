package dev.mallbots.contract;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mallbots.contract.Call.Parameter;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The places of values in the document's requests and answers, each with its schema: {@code Basket.items[].quantity}. */
final class Places {

    private static final String SCHEMAS = "#/components/schemas/";

    private final ApiDocument document;
    private final Map<String, JsonNode> schemas = new LinkedHashMap<>();
    private final Set<String> asked = new HashSet<>();

    Places(ApiDocument document) {
        this.document = document;
        document.root()
                .at("/components/schemas")
                .properties()
                .forEach(schema -> collect(schema.getKey(), schema.getValue()));
        document.root()
                .at("/components/headers")
                .properties()
                .forEach(header -> collect(header.getKey(), header.getValue().path("schema")));
        for (Call call : document.calls()) {
            for (Parameter parameter : call.parameters()) {
                collectAsked(call + " " + parameter.name(), parameter.schema());
            }
            call.bodySchema().ifPresent(schema -> collectAsked(call + " body", schema));
            call.responses()
                    .path("200")
                    .path("content")
                    .properties()
                    .forEach(content -> collect(
                            call + " " + content.getKey(), content.getValue().path("schema")));
        }
    }

    /** By place. */
    Map<String, JsonNode> schemas() {
        return Collections.unmodifiableMap(schemas);
    }

    /** The places of values that a client sends. */
    Set<String> asked() {
        return Collections.unmodifiableSet(asked);
    }

    /** Each place and its schema, including properties and items. */
    private void collect(String place, JsonNode schema) {
        schemas.put(place, schema);
        schema.path("properties")
                .properties()
                .forEach(property -> collect(place + "." + property.getKey(), property.getValue()));
        if (schema.has("items")) {
            collect(place + "[]", schema.path("items"));
        }
    }

    private void collectAsked(String place, JsonNode schema) {
        String name = schema.path("$ref").asText(place).replace(SCHEMAS, "");
        if (!asked.add(name)) {
            return;
        }
        JsonNode resolved = document.resolve(schema);
        schemas.put(name, resolved);
        resolved.path("properties")
                .properties()
                .forEach(property -> collectAsked(name + "." + property.getKey(), property.getValue()));
        if (resolved.has("items")) {
            collectAsked(name + "[]", resolved.path("items"));
        }
    }
}
