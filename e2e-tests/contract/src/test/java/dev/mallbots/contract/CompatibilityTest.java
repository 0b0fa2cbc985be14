package dev.mallbots.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CompatibilityTest {

    private static final String DOCUMENT = """
            {"paths": {"/things/{id}": {"put": {
                "operationId": "changeThing",
                "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
                "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Asked"}}}},
                "responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Answered"}}}}},
                "security": [{"bearer": []}], "x-roles": ["customer", "operator"]}}},
             "components": {"schemas": {
                "Asked": {"type": "object", "required": ["name"], "properties": {
                    "name": {"type": "string", "maxLength": 200},
                    "kind": {"type": "string", "enum": ["a", "b"]},
                    "amount": {"type": "number", "minimum": 0}}},
                "Answered": {"type": "object", "properties": {
                    "lines": {"type": "array", "items": {"type": "object", "properties": {"price": {"type": "number"}}}},
                    "status": {"type": "string", "enum": ["open", "closed"]}}}}}}
            """;

    static Stream<Arguments> breaking_changes() {
        return Stream.of(
                Arguments.of("a call is gone", change("/paths", paths -> paths.remove("/things/{id}"))),
                Arguments.of(
                        "a call has another name",
                        change("/paths/~1things~1{id}/put", call -> call.put("operationId", "updateThing"))),
                Arguments.of(
                        "a success has another status",
                        change(
                                "/paths/~1things~1{id}/put/responses",
                                responses -> responses.set("201", responses.remove("200")))),
                Arguments.of(
                        "a field of an answer is gone",
                        change("/components/schemas/Answered/properties", fields -> fields.remove("status"))),
                Arguments.of(
                        "a field within an answer has another type",
                        change(
                                "/components/schemas/Answered/properties/lines/items/properties/price",
                                field -> field.put("type", "string"))),
                Arguments.of(
                        "an answer has a new word",
                        change(
                                "/components/schemas/Answered/properties/status",
                                field -> ((ArrayNode) field.get("enum")).add("torn"))),
                Arguments.of(
                        "another field is asked for",
                        change(
                                "/components/schemas/Asked",
                                schema -> ((ArrayNode) schema.get("required")).add("kind"))),
                Arguments.of(
                        "a word is not taken any more",
                        change(
                                "/components/schemas/Asked/properties/kind",
                                field -> ((ArrayNode) field.get("enum")).remove(0))),
                Arguments.of(
                        "a text must be shorter",
                        change("/components/schemas/Asked/properties/name", field -> field.put("maxLength", 100))),
                Arguments.of(
                        "an amount must be higher",
                        change("/components/schemas/Asked/properties/amount", field -> field.put("minimum", 1))),
                Arguments.of(
                        "an amount must be lower",
                        change(
                                "/components/schemas/Asked/properties/amount",
                                field -> field.put("exclusiveMaximum", 1000))),
                Arguments.of(
                        "a parameter is asked for",
                        change(
                                "/paths/~1things~1{id}/put",
                                call -> ((ArrayNode) call.get("parameters"))
                                        .addObject()
                                        .put("name", "since")
                                        .put("in", "query")
                                        .put("required", true))),
                Arguments.of(
                        "a role may not call any more",
                        change("/paths/~1things~1{id}/put", call -> ((ArrayNode) call.get("x-roles")).remove(0))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("breaking_changes")
    void a_change_breaks_a_client_when(String what, JsonNode changed) {
        assertThat(breaks(changed)).hasSize(1);
    }

    @Test
    void an_addition_breaks_no_client() {
        JsonNode more = change(
                "/components/schemas/Answered/properties",
                fields -> fields.putObject("more").put("type", "string"));
        ((ObjectNode) more.at("/components/schemas/Asked/properties"))
                .putObject("also")
                .put("type", "string");
        ((ObjectNode) more.at("/components/schemas/Asked/properties/name")).put("maxLength", 300);
        ((ObjectNode) more.at("/paths")).putObject("/others").putObject("get");

        assertThat(breaks(more)).isEmpty();
    }

    private static java.util.List<String> breaks(JsonNode changed) {
        return Compatibility.breaks(new ApiDocument(document()), new ApiDocument(changed));
    }

    private static JsonNode change(String place, Consumer<ObjectNode> change) {
        JsonNode changed = document();
        change.accept((ObjectNode) changed.at(place));
        return changed;
    }

    private static JsonNode document() {
        try {
            return Mall.JSON.readTree(DOCUMENT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
