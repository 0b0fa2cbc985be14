package dev.mallbots.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mallbots.contract.Call.Parameter;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Generates bad requests from the document: each possible fault alone, and random faults together. */
final class Mistakes {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final ObjectWriter ESCAPED =
            Mall.JSON.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature());
    private static final String SURPRISE = "surprise";

    /** An empty cursor requests the first page. */
    private static final String MAY_BE_EMPTY = "next";

    /** These are valid names; a server that interprets them as anything but text is wrong. */
    private static final List<String> HOSTILE = List.of(
            "Größe 数量 Цена الكمية",
            "👩‍🚀🛒",
            "'; drop table mall; --",
            "\" or 1=1 --",
            "${7*7} #{7*7} {{7*7}}",
            "<script>alert(1)</script>",
            "../../etc/passwd",
            "%s%n%x");

    /** Invisible texts: ASCII and Unicode spaces, and characters without a width. */
    private static final List<String> BLANKS =
            List.of("", "   ", "\u00a0", "\u2007", "\u202f", "\ufeff", "\u200b\u200d\u2060");

    private final ApiDocument document;
    private final Samples samples;

    Mistakes(ApiDocument document, Samples samples) {
        this.document = document;
        this.samples = samples;
    }

    /** One fault in a body. */
    private record Wrong(String field, String kind, Consumer<ObjectNode> make) {}

    /** All faults for one place of a call. */
    Stream<Mistake> alone(Call call) {
        return Stream.of(inBody(call), aroundBody(call), inAddress(call)).flatMap(List::stream);
    }

    /** Two or three faults at once, and hostile text in the other fields. */
    Mistake together(Call call, Random random) {
        List<Wrong> wrongs = wrongs(call);
        ObjectNode body = (ObjectNode) samples.body(call);
        texts(body).forEach((name, holder) -> holder.put(name, HOSTILE.get(random.nextInt(HOSTILE.size()))));
        List<Wrong> made = Stream.generate(() -> wrongs.get(random.nextInt(wrongs.size())))
                .limit(2 + random.nextInt(2))
                .toList();
        List<Wrong> possible = new ArrayList<>();
        for (Wrong wrong : made) {
            try {
                wrong.make().accept(body);
                possible.add(wrong);
            } catch (ClassCastException | NullPointerException gone) {
                // another fault has removed this place
            }
        }
        return mistake(
                call,
                text(body),
                Set.copyOf(possible.stream().map(Wrong::field).toList()),
                String.join(" and ", possible.stream().map(Wrong::kind).toList()));
    }

    /** Whether a call has a body with fields that can be wrong. */
    boolean hasFields(Call call) {
        return !wrongs(call).isEmpty();
    }

    private List<Mistake> inBody(Call call) {
        return wrongs(call).stream()
                .map(wrong -> {
                    ObjectNode body = (ObjectNode) samples.body(call);
                    wrong.make().accept(body);
                    return mistake(call, text(body), Set.of(wrong.field()), wrong.field() + " " + wrong.kind());
                })
                .toList();
    }

    private List<Mistake> aroundBody(Call call) {
        JsonNode sample = samples.body(call);
        if (!(sample instanceof ObjectNode body) || body.isEmpty()) {
            return List.of();
        }
        String text = body.toString();
        String first = body.fieldNames().next();
        List<Mistake> mistakes = new ArrayList<>();
        Map<String, String> bodies = new LinkedHashMap<>();
        bodies.put("no JSON", "no JSON at all");
        bodies.put("cut off", text.substring(0, text.length() - 1));
        bodies.put("an array", "[" + text + "]");
        bodies.put("a text", "\"text\"");
        bodies.put("a number", "7");
        bodies.put("null", "null");
        bodies.put("nothing", "");
        bodies.put("two documents", text + text);
        bodies.put("no UTF-8 that makes sense", text.replaceFirst("\\{", "{\"\\\\ud800\":1,"));
        bodies.forEach((kind, wrong) -> mistakes.add(mistake(call, wrong, Set.of("body", "\ud800", "?"), kind)));
        mistakes.add(mistake(
                call,
                text.replaceFirst("\\{", "{\"\\\\ud83d\\\\ude00\":1,"),
                Set.of("\ud83d\ude00"),
                "an unknown field whose name is escaped"));
        mistakes.add(mistake(
                call,
                text.replaceFirst("\\{", "{\"" + first + "\":" + body.get(first) + ","),
                Set.of(first, "body"),
                "a doubled key"));
        for (String hostile : HOSTILE) {
            ObjectNode other = body.deepCopy();
            texts(other).forEach((name, holder) -> holder.put(name, hostile));
            other.put(SURPRISE, hostile);
            mistakes.add(mistake(call, text(other), Set.of(SURPRISE), "an unknown field, and " + hostile));
        }
        return mistakes;
    }

    private List<Mistake> inAddress(Call call) {
        List<Mistake> mistakes = new ArrayList<>();
        JsonNode body = samples.body(call);
        String sent = body == null ? null : body.toString();
        for (Parameter parameter : call.parameters()) {
            List<String> wrongs = new ArrayList<>(wrongTexts(parameter));
            if (parameter.in().equals("query") && !parameter.name().equals(MAY_BE_EMPTY)) {
                wrongs.add("");
            }
            for (String wrong : wrongs) {
                String encoded =
                        URLEncoder.encode(wrong, StandardCharsets.UTF_8).replace("+", "%20");
                String address = switch (parameter.in()) {
                    case "path" -> call.path().replace("{" + parameter.name() + "}", encoded);
                    case "query" -> withQuery(samples.address(call), parameter.name(), encoded);
                    default -> null;
                };
                if (address != null) {
                    mistakes.add(new Mistake(
                            call,
                            address,
                            sent,
                            Set.of(parameter.name()),
                            parameter.in() + " parameter " + parameter.name()));
                }
            }
        }
        return mistakes;
    }

    private static String withQuery(String address, String name, String value) {
        String without = address.replaceAll("[?&]" + name + "=[^&]*", "");
        return without + (without.contains("?") ? "&" : "?") + name + "=" + value;
    }

    private List<String> wrongTexts(Parameter parameter) {
        JsonNode whole = document.resolve(parameter.schema());
        JsonNode schema = whole.has("items") ? document.resolve(whole.path("items")) : whole;
        if (schema.path("format").asText().equals("uuid")) {
            return List.of(
                    "7", "not-a-uuid", "0197f2a0-5c5e-7cc0-8a43-7c2b3d9a1e1", "x".repeat(300), "'; --", "数量", "\u0000");
        }
        return switch (Schemas.typeOf(schema)) {
            case "integer" -> List.of("abc", "-1", "0", "501", "1.5", "99999999999999999999", "\u0000");
            case "boolean" -> List.of("maybe", "7");
            default ->
                switch (parameter.name()) {
                    case "next" -> List.of("garbage", "数量", "\u0000", "A".repeat(500));
                    case "olderThan" -> List.of("tomorrow", "5", "P1000000000000000000D", "\u0000");
                    case "state" -> List.of("nowhere", "\u0000");
                    default -> List.of("\u0000", "a\u001bb");
                };
        };
    }

    /** An unpaired surrogate can only be sent as an escape. */
    private static String text(ObjectNode body) {
        try {
            return ESCAPED.writeValueAsString(body);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Mistake mistake(Call call, String body, Set<String> fields, String kind) {
        return new Mistake(call, samples.address(call), body, fields, kind);
    }

    // ---- what can be wrong with a field

    private List<Wrong> wrongs(Call call) {
        List<Wrong> wrongs = new ArrayList<>();
        if (samples.body(call) instanceof ObjectNode) {
            call.bodySchema().ifPresent(schema -> addFields(wrongs, "", body -> body, document.resolve(schema)));
        }
        return wrongs;
    }

    /** The place of an object in a body. */
    private interface Place {
        ObjectNode in(ObjectNode body);
    }

    private void addFields(List<Wrong> wrongs, String prefix, Place place, JsonNode schema) {
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            String name = property.getKey();
            String path = prefix + name;
            JsonNode field = document.resolve(property.getValue());
            boolean required = isRequired(schema, name);
            if (required) {
                wrongs.add(new Wrong(path, "is missing", body -> place.in(body).remove(name)));
                wrongs.add(new Wrong(path, "is null", body -> place.in(body).putNull(name)));
            }
            wrongValues(field)
                    .forEach((kind, value) -> wrongs.add(
                            new Wrong(path, kind, body -> place.in(body).set(name, value))));
            switch (Schemas.typeOf(field)) {
                case "object" ->
                    addFields(
                            wrongs,
                            path + ".",
                            body -> (ObjectNode) place.in(body).get(name),
                            field);
                case "array" -> addElements(wrongs, path, name, place, document.resolve(field.path("items")));
                default -> {}
            }
        }
    }

    private void addElements(List<Wrong> wrongs, String path, String name, Place place, JsonNode element) {
        if (Schemas.typeOf(element).equals("object")) {
            addFields(
                    wrongs,
                    path + "[0].",
                    body -> (ObjectNode) place.in(body).get(name).get(0),
                    element);
        } else {
            wrongValues(element)
                    .forEach((kind, value) -> wrongs.add(new Wrong(
                            path + "[0]",
                            kind,
                            body -> ((ArrayNode) place.in(body).get(name)).set(0, value))));
        }
    }

    private static boolean isRequired(JsonNode schema, String name) {
        for (JsonNode required : schema.path("required")) {
            if (required.asText().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private Map<String, JsonNode> wrongValues(JsonNode schema) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        switch (Schemas.typeOf(schema)) {
            case "object" -> {
                values.put("is an array", JSON.arrayNode());
                values.put("is a text", JSON.textNode("text"));
            }
            case "array" -> {
                values.put("is an object", JSON.objectNode().put("a", 1));
                values.put("is a text", JSON.textNode("text"));
                values.put("holds null", JSON.arrayNode().addNull());
            }
            case "boolean" -> values.put("is a text", JSON.textNode("maybe"));
            case "integer", "number" -> numbers(values, schema);
            default -> texts(values, schema);
        }
        return values;
    }

    private static void numbers(Map<String, JsonNode> values, JsonNode schema) {
        values.put("is a text", JSON.textNode("many"));
        values.put("is an empty text", JSON.textNode(""));
        values.put("is an object", JSON.objectNode());
        values.put("is an array", JSON.arrayNode());
        values.put("is true", JSON.booleanNode(true));
        values.put("is negative", JSON.numberNode(-1));
        values.put("is huge", JSON.numberNode(new BigDecimal("1e30")));
        values.put("is beyond all doubles", JSON.numberNode(new BigDecimal("1e400")));
        values.put("is very negative", JSON.numberNode(Long.MIN_VALUE));
        values.put("is too exact", JSON.numberNode(new BigDecimal("0.00001")));
        if (schema.path("minimum").decimalValue().signum() > 0 || schema.has("exclusiveMinimum")) {
            values.put("is zero", JSON.numberNode(0));
        }
        if (Schemas.typeOf(schema).equals("integer")) {
            values.put("is a fraction", JSON.numberNode(new BigDecimal("1.5")));
            values.put("is beyond an int", JSON.numberNode(1L << 31));
        }
    }

    private static void texts(Map<String, JsonNode> values, JsonNode schema) {
        values.put("is an object", JSON.objectNode());
        values.put("is an array", JSON.arrayNode());
        values.put("is a number", JSON.numberNode(7));
        values.put("is true", JSON.booleanNode(true));
        values.put("is too long", JSON.textNode("x".repeat(100_000)));
        values.put("has a zero in it", JSON.textNode("a\u0000b"));
        values.put("has control characters in it", JSON.textNode("a\u0007\u001bb"));
        values.put("has half a character in it", JSON.textNode("a\ud800b"));
        if (schema.has("maxLength")) {
            values.put(
                    "is a little too long",
                    JSON.textNode("x".repeat(schema.path("maxLength").asInt() + 1)));
        }
        if (schema.has("pattern")) {
            Pattern pattern = Pattern.compile(schema.path("pattern").asText());
            BLANKS.stream()
                    .filter(blank -> !pattern.matcher(blank).find())
                    .forEach(blank -> values.put("is blank: '%s'".formatted(blank), JSON.textNode(blank)));
        }
        switch (schema.path("format").asText()) {
            case "uuid" ->
                List.of(
                                "",
                                "not-a-uuid",
                                "0197f2a0-5c5e-7cc0-8a43-7c2b3d9a1e1",
                                "{0197f2a0-5c5e-7cc0-8a43-7c2b3d9a1e10}",
                                "0197f2a05c5e7cc08a437c2b3d9a1e10",
                                "' or 1=1 --")
                        .forEach(text -> values.put("is no UUID: " + text, JSON.textNode(text)));
            case "date-time" ->
                List.of("", "yesterday", "2030-13-01T00:00:00Z", "+1000000000-01-01T00:00:00Z")
                        .forEach(text -> values.put("is no instant: " + text, JSON.textNode(text)));
            default -> {
                if (schema.has("enum")) {
                    values.put("is none of the words", JSON.textNode("nowhere"));
                }
            }
        }
    }

    /** The names of fields with free text. */
    private static Map<String, ObjectNode> texts(ObjectNode body) {
        Map<String, ObjectNode> texts = new LinkedHashMap<>();
        body.properties().forEach(field -> {
            if (field.getValue().isTextual() && field.getValue().asText().equals("something")) {
                texts.put(field.getKey(), body);
            }
        });
        return texts;
    }
}
