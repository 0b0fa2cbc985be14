package dev.mallbots.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/**
 * Changes of a document that break a client: a call with another {@code operationId}, a call or response field that is missing or has another type, a new value of an enum in a
 * response, a field or parameter that becomes required, or a stricter limit.
 */
final class Compatibility {

    private static final String SUCCESS = "200";
    private static final List<String> UPPER = List.of("maxLength", "maximum", "exclusiveMaximum", "maxItems");
    private static final List<String> LOWER = List.of("minLength", "minimum", "minItems", "exclusiveMinimum");

    private final ApiDocument promised;
    private final ApiDocument now;
    private final List<String> breaks = new ArrayList<>();
    private final Set<String> compared = new HashSet<>();

    private Compatibility(ApiDocument promised, ApiDocument now) {
        this.promised = promised;
        this.now = now;
    }

    /** @return a sentence for each breaking change; empty if there is none */
    static List<String> breaks(ApiDocument promised, ApiDocument now) {
        Compatibility comparison = new Compatibility(promised, now);
        promised.calls().forEach(comparison::compare);
        return comparison.breaks;
    }

    private void compare(Call old) {
        now.calls().stream()
                .filter(call -> call.name().equals(old.name()))
                .findFirst()
                .ifPresentOrElse(call -> compare(old, call), () -> breaks.add(old + " is gone"));
    }

    private void compare(Call old, Call call) {
        if (!name(old).equals(name(call))) {
            breaks.add("%s is called %s and was called %s".formatted(call, name(call), name(old)));
        }
        for (Call.Parameter parameter : call.parameters()) {
            boolean known = old.parameters().stream()
                    .anyMatch(before -> before.name().equals(parameter.name())
                            && before.in().equals(parameter.in()));
            if (!known && parameter.required()) {
                breaks.add(call + " asks for the parameter " + parameter.name() + " now");
            }
        }
        if (old.bodySchema().isEmpty()
                && call.operation().path("requestBody").path("required").asBoolean()) {
            breaks.add(call + " asks for a body now");
        }
        old.bodySchema()
                .ifPresent(before -> call.bodySchema()
                        .ifPresentOrElse(
                                after -> compareAsked(call + " body", before, after),
                                () -> breaks.add(call + " takes no body any more")));
        if (old.responses().has(SUCCESS) && !call.responses().has(SUCCESS)) {
            breaks.add("%s does not answer %s any more".formatted(call, SUCCESS));
        } else {
            compareAnswered(call + " answer", answer(old), answer(call));
        }
        compareSecurity(old, call);
    }

    /** The name of a generated client's method. */
    private static String name(Call call) {
        return call.operation().path("operationId").asText();
    }

    private static JsonNode answer(Call call) {
        return call.responses()
                .path(SUCCESS)
                .path("content")
                .path("application/json")
                .path("schema");
    }

    private void compareSecurity(Call old, Call call) {
        Set<String> before = roles(old);
        Set<String> after = roles(call);
        if (before.isEmpty() ? !after.isEmpty() : !after.isEmpty() && !after.containsAll(before)) {
            breaks.add("%s was for %s and is for %s".formatted(call, before.isEmpty() ? "everybody" : before, after));
        }
    }

    private static Set<String> roles(Call call) {
        Set<String> roles = new TreeSet<>();
        call.operation().path("x-roles").forEach(role -> roles.add(role.asText()));
        return roles;
    }

    /** A request by the old schema must be accepted by the new one. */
    private void compareAsked(String place, JsonNode before, JsonNode after) {
        JsonNode old = promised.resolve(before);
        JsonNode schema = now.resolve(after);
        if (!compared.add("asked " + place)) {
            return;
        }
        compareTypes(place, old, schema);
        for (String limit : UPPER) {
            if (schema.has(limit)
                    && (!old.has(limit)
                            || schema.path(limit)
                                            .decimalValue()
                                            .compareTo(old.path(limit).decimalValue())
                                    < 0)) {
                breaks.add("%s has a tighter %s".formatted(place, limit));
            }
        }
        for (String limit : LOWER) {
            if (schema.has(limit)
                    && (!old.has(limit)
                            || schema.path(limit)
                                            .decimalValue()
                                            .compareTo(old.path(limit).decimalValue())
                                    > 0)) {
                breaks.add("%s has a tighter %s".formatted(place, limit));
            }
        }
        if (schema.has("enum") && !words(schema, "enum").containsAll(words(old, "enum"))) {
            breaks.add(place + " does not take every word any more");
        }
        Set<String> asked = words(schema, "required");
        asked.removeAll(words(old, "required"));
        asked.forEach(name -> breaks.add("%s asks for %s now".formatted(place, name)));
        for (Map.Entry<String, JsonNode> property : old.path("properties").properties()) {
            JsonNode same = schema.path("properties").path(property.getKey());
            if (same.isMissingNode()) {
                breaks.add("%s does not take %s any more".formatted(place, property.getKey()));
            } else {
                compareAsked(place + "." + property.getKey(), property.getValue(), same);
            }
        }
        if (old.has("items")) {
            compareAsked(place + "[]", old.path("items"), schema.path("items"));
        }
    }

    /** A response by the new schema must be readable by the old one. */
    private void compareAnswered(String place, JsonNode before, JsonNode after) {
        JsonNode old = promised.resolve(before);
        JsonNode schema = now.resolve(after);
        if (!compared.add("answered " + place)) {
            return;
        }
        compareTypes(place, old, schema);
        if (old.has("enum") && !words(old, "enum").containsAll(words(schema, "enum"))) {
            breaks.add(place + " may be a word that clients do not know");
        }
        for (Map.Entry<String, JsonNode> property : old.path("properties").properties()) {
            JsonNode same = schema.path("properties").path(property.getKey());
            if (same.isMissingNode()) {
                breaks.add("%s has no %s any more".formatted(place, property.getKey()));
            } else {
                compareAnswered(place + "." + property.getKey(), property.getValue(), same);
            }
        }
        if (old.has("items")) {
            compareAnswered(place + "[]", old.path("items"), schema.path("items"));
        }
    }

    private void compareTypes(String place, JsonNode old, JsonNode schema) {
        for (String what : List.of("type", "format")) {
            if (!old.path(what).equals(schema.path(what))) {
                breaks.add("%s has another %s: %s was %s".formatted(place, what, schema.path(what), old.path(what)));
            }
        }
    }

    private static Set<String> words(JsonNode schema, String list) {
        Set<String> words = new TreeSet<>();
        StreamSupport.stream(schema.path(list).spliterator(), false).forEach(word -> words.add(word.asText()));
        return words;
    }
}
