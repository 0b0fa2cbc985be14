package dev.mallbots.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** The public OpenAPI document. */
record ApiDocument(JsonNode root) {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");

    /** Members with objects of any name. */
    private static final Set<String> NAMED = Set.of(
            "paths",
            "callbacks",
            "content",
            "headers",
            "parameters",
            "properties",
            "responses",
            "schemas",
            "securitySchemes");

    /** Members with a value. */
    private static final Set<String> VALUES = Set.of("example", "examples", "default", "enum", "const");

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

    /** Visits every object that is a part of the document: no map from names to parts, and no value. The visitor gets its place, too. */
    void visitParts(BiConsumer<String, JsonNode> visitor) {
        visit("#", root, visitor);
    }

    private static void visit(String place, JsonNode node, BiConsumer<String, JsonNode> visitor) {
        if (node.isArray()) {
            node.forEach(element -> visit(place + "[]", element, visitor));
            return;
        }
        visitor.accept(place, node);
        node.properties().stream()
                .filter(member -> !VALUES.contains(member.getKey()))
                .forEach(member -> {
                    String inside = place + "/" + member.getKey();
                    if (NAMED.contains(member.getKey()) && member.getValue().isObject()) {
                        member.getValue()
                                .properties()
                                .forEach(named -> visit(inside + "/" + named.getKey(), named.getValue(), visitor));
                    } else {
                        visit(inside, member.getValue(), visitor);
                    }
                });
    }
}
