package dev.mallbots.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EdgeAnswersTest {

    private static final String STORES = """
            {"paths": {"/api/stores": {"get": {"responses": {
                 "503": {"$ref": "#/components/responses/ServiceUnavailable"},
                 "default": {"$ref": "#/components/responses/Problem"},
                 "200": {"description": "OK"}}}}},
             "components": {"responses": {"ServiceUnavailable": {"description": "as the service tells it"}}}}
            """;

    private final JsonNode document = MergedDocument.of(new TreeMap<>(Map.of("stores", read(STORES))));

    @ParameterizedTest
    @CsvSource({
        "408, RequestTimeout",
        "414, URITooLong",
        "429, TooManyRequests",
        "431, RequestHeaderFieldsTooLarge",
        "503, ServiceUnavailable",
        "504, GatewayTimeout"
    })
    void every_call_documents_the_edges_answers(int status, String name) {
        JsonNode answers = document.at("/paths/~1api~1stores/get/responses");

        assertThat(answers.at("/" + status + "/$ref").asText()).isEqualTo("#/components/responses/" + name);
        assertThat(document.at("/components/responses").has(name)).isTrue();
    }

    @Test
    void answers_are_sorted_by_status() {
        assertThat(document.at("/paths/~1api~1stores/get/responses").fieldNames())
                .toIterable()
                .containsExactly("200", "408", "414", "429", "431", "503", "504", "default");
    }

    @Test
    void a_429_has_retry_after() {
        JsonNode headers = document.at("/components/responses/TooManyRequests/headers");

        assertThat(headers.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("Retry-After", "RateLimit", "RateLimit-Policy");
        assertThat(headers)
                .allSatisfy(header -> assertThat(
                                document.at(header.path("$ref").asText().substring(1))
                                        .has("schema"))
                        .isTrue());
    }

    @Test
    void a_services_own_documentation_stays() {
        assertThat(document.at("/components/responses/ServiceUnavailable/description")
                        .asText())
                .isEqualTo("as the service tells it");
    }

    private static ObjectNode read(String json) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
