package dev.mallbots.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * One call of the public document.
 *
 * @param path with parameter names in braces
 * @param operation the operation in the document, with resolved references
 */
record Call(String method, String path, JsonNode operation) {

    /** Calls that need a dead letter, or a state that lasts only a moment; other tests cover them. */
    static final Pattern SELDOM_POSSIBLE = Pattern.compile(
            ".*/(dead-letters/\\{id}.*|sagas/\\{id}/.*|rebuilds/\\{id}.*)|DELETE /api/ordering/\\{id}|P.* /api/depot/shopping/\\{id}.*");

    /** A search is a POST, because its filters are in the body. */
    boolean changesSomething() {
        return !method.equals("GET") && !name().equals("POST /api/search/orders");
    }

    /** {@code GET /api/stores/{id}} */
    String name() {
        return method + " " + path;
    }

    String service() {
        return operation.path("tags").path(0).asText();
    }

    List<Parameter> parameters() {
        return StreamSupport.stream(operation.path("parameters").spliterator(), false)
                .map(parameter -> new Parameter(
                        parameter.path("name").asText(),
                        parameter.path("in").asText(),
                        parameter.path("required").asBoolean(),
                        parameter.path("schema")))
                .toList();
    }

    /** Of a JSON body. */
    Optional<JsonNode> bodySchema() {
        JsonNode schema = operation
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");
        return schema.isMissingNode() ? Optional.empty() : Optional.of(schema);
    }

    JsonNode responses() {
        return operation.path("responses");
    }

    /** @param in {@code path}, {@code query} or {@code header} */
    record Parameter(String name, String in, boolean required, JsonNode schema) {}

    @Override
    public String toString() {
        return name();
    }
}
