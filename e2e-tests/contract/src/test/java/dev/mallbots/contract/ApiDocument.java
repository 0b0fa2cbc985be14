package dev.mallbots.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The public OpenAPI document. */
record ApiDocument(JsonNode root) {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");

    /** As the gateway serves it to every caller. */
    static ApiDocument ofTheMall() {
        Answer answer = Mall.get().ask("gateway", "GET", "/openapi.json", null, null);
        if (answer.status() != 200) {
            throw new AssertionError("no document: " + answer);
        }
        return new ApiDocument(answer.body());
    }

    List<Call> calls() {
        List<Call> calls = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : root.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                if (METHODS.contains(operation.getKey())) {
                    calls.add(
                            new Call(operation.getKey().toUpperCase(Locale.ROOT), path.getKey(), operation.getValue()));
                }
            }
        }
        return calls;
    }

    /** Calls that delete things come last. */
    List<Call> callsInOrder() {
        return calls().stream()
                .sorted(Comparator.comparing(
                        call -> List.of("GET", "PUT", "POST", "DELETE").indexOf(call.method())))
                .toList();
    }

    /** Resolves a node that is a reference. */
    JsonNode resolve(JsonNode node) {
        JsonNode resolved = node;
        while (resolved.has("$ref")) {
            resolved = root.at(resolved.path("$ref").asText().substring(1));
        }
        return resolved;
    }
}
