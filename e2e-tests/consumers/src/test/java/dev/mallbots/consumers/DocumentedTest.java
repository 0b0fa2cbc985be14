package dev.mallbots.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients rely on nothing that the public document does not promise: {@code docs/openapi.json} has each call of their pacts with its status
 * and media type, and requires each field that they read. That the mall keeps the document is verified in {@code e2e-tests/contract}.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class DocumentedTest {

    private static final Path ROOT = Path.of("..", "..");
    private static final Path PACTS = ROOT.resolve("shared-contracts").resolve("pacts");
    private static final String DATA = "data: ";
    private static final JsonNode DOCUMENT = read(ROOT.resolve("docs").resolve("openapi.json"));

    /** For {@code make contracts}: a line for each interaction that the document had last. */
    private static final Path RESULTS = Path.of("target", "pacts-kept.txt");

    /** One interaction of a pact. */
    record Interaction(String client, JsonNode json) {

        @Override
        public String toString() {
            return client + ": " + json.path("description").asText();
        }
    }

    @BeforeAll
    static void forget_earlier_results() throws IOException {
        Files.createDirectories(RESULTS.getParent());
        Files.write(RESULTS, List.of());
    }

    static Stream<Interaction> interactions() throws IOException {
        try (Stream<Path> files = Files.list(PACTS)) {
            return files.filter(file -> file.toString().endsWith("-gateway.json")).sorted().toList().stream()
                    .map(DocumentedTest::read)
                    .flatMap(pact -> pact.path("interactions")
                            .valueStream()
                            .map(json ->
                                    new Interaction(pact.at("/consumer/name").asText(), json)));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("interactions")
    void a_client_relies_on_nothing_that_is_not_documented(Interaction interaction) throws IOException {
        JsonNode answer = interaction.json().path("response");
        JsonNode operation = operation(interaction.json().path("request"));
        JsonNode documented =
                resolved(operation.path("responses").path(answer.path("status").asText()));
        assertThat(documented.isMissingNode()).as("the status is undocumented").isFalse();
        if (answer.has("body")) {
            assertDocumented(answer.path("body"), documented.path("content"));
        }
        note(interaction);
    }

    private static void assertDocumented(JsonNode body, JsonNode mediaTypes) throws IOException {
        JsonNode schema = mediaTypes.path(body.path("contentType").asText()).path("schema");
        assertThat(schema.isMissingNode()).as("the media type is undocumented").isFalse();
        List<String> unknown = new ArrayList<>();
        for (JsonNode value : values(body.path("content"))) {
            compare("$", value, schema, unknown);
        }
        assertThat(unknown).as("what the document does not promise").isEmpty();
    }

    private static void note(Interaction interaction) throws IOException {
        Path file = PACTS.resolve(interaction.client() + "-gateway.json");
        String line = "%s %08x %s"
                .formatted(
                        file.getFileName(),
                        Files.readString(file).hashCode(),
                        interaction.json().path("description").asText());
        Files.write(RESULTS, List.of(line), StandardOpenOption.APPEND);
    }

    /** The body, or the data of each event of a stream. */
    private static List<JsonNode> values(JsonNode content) throws IOException {
        if (!content.isTextual()) {
            return List.of(content);
        }
        List<JsonNode> values = new ArrayList<>();
        for (String line : content.asText().lines().toList()) {
            if (line.startsWith(DATA)) {
                values.add(Gateway.TOLERANT.readTree(line.substring(DATA.length())));
            }
        }
        return values;
    }

    /** A path without parameters is meant before one with parameters. */
    private static JsonNode operation(JsonNode request) {
        String path = request.path("path").asText();
        String method = request.path("method").asText().toLowerCase(Locale.ROOT);
        Optional<JsonNode> operation = DOCUMENT.path("paths").properties().stream()
                .filter(it -> path.matches(it.getKey().replaceAll("\\{[^}]+}", "[^/]+")))
                .filter(it -> it.getValue().has(method))
                .min(Comparator.comparing(
                        it -> it.getKey().chars().filter(c -> c == '{').count()))
                .map(it -> it.getValue().path(method));
        assertThat(operation).as("%s %s is undocumented", method, path).isPresent();
        return operation.orElseThrow();
    }

    private static void compare(String place, JsonNode value, JsonNode reference, List<String> unknown) {
        JsonNode schema = resolved(reference);
        if (!fits(value, schema.path("type").asText())) {
            unknown.add("%s is documented as %s".formatted(place, schema.path("type")));
        } else if (value.isArray()) {
            value.forEach(element -> compare(place + "[]", element, schema.path("items"), unknown));
        } else if (value.isObject()) {
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                String name = place + "." + field.getKey();
                if (required(schema, field.getKey())) {
                    compare(name, field.getValue(), schema.path("properties").path(field.getKey()), unknown);
                } else {
                    unknown.add(name + " may be missing");
                }
            }
        } else if (schema.has("enum")
                && schema.path("enum").valueStream().noneMatch(it -> it.asText().equals(value.asText()))) {
            unknown.add("%s is never %s".formatted(place, value));
        }
    }

    private static boolean fits(JsonNode value, String type) {
        return switch (value.getNodeType()) {
            case OBJECT -> type.equals("object");
            case ARRAY -> type.equals("array");
            case STRING -> type.equals("string");
            case BOOLEAN -> type.equals("boolean");
            case NUMBER -> type.equals("number") || type.equals("integer") && value.isIntegralNumber();
            case NULL, MISSING, BINARY, POJO -> false;
        };
    }

    private static boolean required(JsonNode schema, String field) {
        return schema.path("required").valueStream().anyMatch(it -> it.asText().equals(field));
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref")
                ? resolved(DOCUMENT.at(node.path("$ref").asText().substring(1)))
                : node;
    }

    private static JsonNode read(Path file) {
        try {
            return Gateway.TOLERANT.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
