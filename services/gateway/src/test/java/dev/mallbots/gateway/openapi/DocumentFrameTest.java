package dev.mallbots.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mallbots.gateway.routing.Routes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class DocumentFrameTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STORES = """
            {"paths": {"/api/stores": {
                 "get": {"responses": {"200": {"description": "OK"}}},
                 "post": {"responses": {"200": {"description": "OK"}}, "security": [{"bearer": ["operator", "store-owner"]}]}}},
             "components": {}}
            """;

    private final JsonNode document = MergedDocument.of(new TreeMap<>(Map.of("stores", read(STORES))));

    @Test
    void the_document_names_its_server() {
        assertThat(document.at("/servers/0/url").asText()).isEqualTo("/");
    }

    @Test
    void a_public_call_says_so() {
        assertThat(document.at("/paths/~1api~1stores/get/security").isArray()).isTrue();
        assertThat(document.at("/paths/~1api~1stores/get/security")).isEmpty();
    }

    @Test
    void a_call_names_the_roles_that_may_make_it() {
        JsonNode call = document.at("/paths/~1api~1stores/post");

        assertThat(call.at("/security/0/bearer").isArray()).isTrue();
        assertThat(call.at("/security/0/bearer")).isEmpty();
        assertThat(call.path("x-roles")).extracting(JsonNode::asText).containsExactly("operator", "store-owner");
    }

    @Test
    void every_service_is_a_tag_with_a_description() throws IOException {
        JsonNode published = JSON.readTree(Files.readString(Path.of("..", "..", "docs", "openapi.json")));
        Set<String> described = new TreeSet<>();
        published.path("tags").forEach(tag -> {
            described.add(tag.path("name").asText());
            assertThat(tag.path("description").asText())
                    .as("description of " + tag)
                    .isNotEqualTo(tag.path("name").asText())
                    .isNotBlank();
        });
        assertThat(described).isEqualTo(new TreeSet<>(Routes.services()));
    }

    private static ObjectNode read(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
