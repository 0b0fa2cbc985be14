package dev.mallbots.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.mallbots.contract.Call.Parameter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** {@code docs/openapi.json} is complete: examples, limits, errors and pages of each call. */
class PromiseTest {

    private static final Path FILE = Path.of(System.getProperty("contract.project"), "docs", "openapi.json");

    /** The description that a service must give for a value without a limit and a pattern. */
    private static final List<String> LIMITS_OF_TEXT = List.of("maxLength", "format", "enum", "pattern", "description");

    private static final Set<String> VERBS = Set.of(
            "add",
            "adjust",
            "assign",
            "authorize",
            "cancel",
            "change",
            "checkout",
            "compensate",
            "complete",
            "create",
            "decrease",
            "disable",
            "discard",
            "enable",
            "find",
            "get",
            "increase",
            "list",
            "pay",
            "rebrand",
            "register",
            "remove",
            "replay",
            "retry",
            "search",
            "start",
            "watch");

    private final ApiDocument document = new ApiDocument(read());
    private final Places places = new Places(document);

    @Test
    void every_value_has_an_example() {
        assertThat(places.schemas().entrySet().stream()
                        .filter(schema -> isValue(schema.getValue()))
                        .filter(schema -> schema.getValue().path("examples").isEmpty())
                        .map(Map.Entry::getKey))
                .isEmpty();
    }

    /** A value that is neither a list nor an object with fields, which have examples of their own. */
    private static boolean isValue(JsonNode schema) {
        return Stream.of("$ref", "anyOf", "properties", "items", "additionalProperties")
                        .noneMatch(schema::has)
                && !schema.path("type").asText().equals("object");
    }

    @Test
    void every_example_and_every_default_fits_its_schema() {
        List<String> wrong = new ArrayList<>();
        document.visitParts((place, node) -> {
            JsonNode schema = node.path("schema").isObject() ? node.path("schema") : node;
            examples(node)
                    .forEach(value ->
                            validate(schema, value).forEach(message -> wrong.add("%s: %s".formatted(place, message))));
        });
        assertThat(wrong).isEmpty();
    }

    /** A schema has a list of examples; a parameter, header or content has one example, or named ones. */
    private static List<JsonNode> examples(JsonNode node) {
        List<JsonNode> values = new ArrayList<>();
        JsonNode several = node.path("examples");
        if (several.isArray()) {
            several.forEach(values::add);
        } else {
            several.forEach(named -> values.add(named.path("value")));
        }
        Stream.of("example", "default").filter(node::has).map(node::path).forEach(values::add);
        return values;
    }

    /** The name of a generated client's method. */
    @Test
    void every_call_has_a_name_of_its_own_that_begins_with_a_verb() {
        assertThat(document.calls().stream().map(PromiseTest::id))
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(id).matches("(%s)([A-Z][a-z]+)+".formatted(String.join("|", VERBS))));
    }

    private static String id(Call call) {
        return call.operation().path("operationId").asText();
    }

    /** The number depends on the order of the classes, and a generated client has it in the name of a type. */
    @Test
    void no_schema_has_the_name_of_another_one_and_a_number() {
        assertThat(document.root().at("/components/schemas").properties())
                .extracting(Map.Entry::getKey)
                .noneMatch(name -> name.matches(".*\\d"));
    }

    private Stream<String> validate(JsonNode schema, JsonNode value) {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", document.root().path("components"));
        JsonSchema validator = JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(
                        whole,
                        SchemaValidatorsConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build());
        return validator.validate(value).stream().map(Object::toString);
    }

    @Test
    void every_value_of_a_request_has_its_limits() {
        assertThat(places.asked().stream()
                        .filter(place -> !isLimited(places.schemas().get(place))))
                .isEmpty();
    }

    private static boolean isLimited(JsonNode schema) {
        return schema.has("$ref")
                || schema.has("enum")
                || switch (Schemas.typeOf(schema)) {
                    case "string" -> LIMITS_OF_TEXT.stream().anyMatch(schema::has);
                    case "integer", "number" -> schema.has("minimum") || schema.has("exclusiveMinimum");
                    case "array" -> schema.has("maxItems");
                    default -> true;
                };
    }

    @Test
    void required_fields_of_an_answer_are_declared() {
        assertThat(places.schemas().entrySet().stream()
                        .filter(schema -> schema.getValue().has("properties"))
                        .filter(schema -> !places.asked().contains(schema.getKey()))
                        .filter(schema -> schema.getValue().path("required").isEmpty())
                        .map(Map.Entry::getKey))
                .isEmpty();
    }

    @Test
    void every_list_is_paged() {
        assertThat(document.calls().stream().filter(this::isList)).isNotEmpty().allSatisfy(call -> {
            assertThat(asked(call, "limit").path("maximum").asInt())
                    .as("%s limit", call)
                    .isPositive();
            assertThat(asked(call, "next").isMissingNode()).as("%s next", call).isFalse();
            assertThat(answer(call).path("properties").has("next"))
                    .as("%s next", call)
                    .isTrue();
            assertThat(words(answer(call).path("required"))).as("%s next", call).doesNotContain("next");
        });
    }

    private boolean isList(Call call) {
        JsonNode answer = answer(call);
        return !namesWhatItAsksFor(call) && hasItems(answer);
    }

    /** Its answer is no longer than its own list of ids, which has a limit. */
    private static boolean namesWhatItAsksFor(Call call) {
        return call.parameters().stream()
                .anyMatch(
                        parameter -> parameter.required() && parameter.schema().has("maxItems"));
    }

    private static boolean hasItems(JsonNode answer) {
        return answer.path("type").asText().equals("array")
                || StreamSupport.stream(answer.path("properties").spliterator(), false)
                        .anyMatch(property -> property.has("items"));
    }

    private JsonNode answer(Call call) {
        return document.resolve(call.responses()
                .path("200")
                .path("content")
                .path("application/json")
                .path("schema"));
    }

    /** In the query, or in the body of a search. */
    private JsonNode asked(Call call, String name) {
        return call.parameters().stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(Parameter::schema)
                .findAny()
                .orElseGet(() -> call.bodySchema()
                        .map(schema ->
                                document.resolve(schema).path("properties").path(name))
                        .orElseGet(MissingNode::getInstance));
    }

    @Test
    void every_call_documents_its_errors() {
        assertThat(document.calls()).allSatisfy(call -> {
            Set<String> told = new TreeSet<>();
            call.responses().fieldNames().forEachRemaining(told::add);
            assertThat(told).as(call.name()).containsAll(errors(call));
        });
    }

    private static Set<String> errors(Call call) {
        boolean isWrite = !call.method().equals("GET");
        Set<String> errors = new TreeSet<>(Set.of("401", "408", "414", "429", "431", "503", "504", "default"));
        if (isWrite || !call.parameters().isEmpty()) {
            errors.add("400");
        }
        if (!call.operation().path("security").isEmpty()) {
            errors.add("403");
        }
        if (call.path().contains("{")) {
            errors.add("404");
        }
        if (isWrite) {
            errors.add("409");
        }
        if (call.parameters().stream().anyMatch(parameter -> parameter.name().equals("Idempotency-Key"))) {
            errors.add("422");
        }
        return errors;
    }

    @Test
    void an_answer_that_makes_the_client_wait_says_how_long() {
        assertThat(List.of("TooManyRequests", "ServiceUnavailable")).allSatisfy(name -> {
            JsonNode header = document.resolve(
                    document.root().at("/components/responses/%s/headers/Retry-After".formatted(name)));
            assertThat(header.path("required").asBoolean()).as(name).isTrue();
            assertThat(header.at("/schema/type").asText()).as(name).isEqualTo("integer");
        });
    }

    private static Set<String> words(JsonNode list) {
        Set<String> words = new TreeSet<>();
        list.forEach(word -> words.add(word.asText()));
        return words;
    }

    private static JsonNode read() {
        try {
            return Mall.JSON.readTree(Files.readString(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
