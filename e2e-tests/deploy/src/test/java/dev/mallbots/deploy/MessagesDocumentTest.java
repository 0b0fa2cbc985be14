package dev.mallbots.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.mallbots.deploy.Mall.Service;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** The operations of {@code shared-contracts/asyncapi.yaml} follow from the pacts. They agree with the services' settings. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class MessagesDocumentTest {

    private final JsonNode operations = operations();

    @Test
    void a_service_sends_to_the_topics_that_it_may_write_and_to_no_other() {
        assertThat(documented("send"))
                .containsExactlyInAnyOrderElementsOf(settings(Service::writes).toList());
    }

    @Test
    void a_service_receives_from_the_topics_of_its_subscription_and_from_no_other() {
        assertThat(documented("receive"))
                .containsExactlyInAnyOrderElementsOf(settings(Service::reads).toList());
    }

    /** The relay could never deliver a dead letter without its topic. */
    @Test
    void a_service_that_receives_has_a_topic_for_its_dead_letters() {
        assertThat(Mall.services().stream()
                        .filter(service -> !service.reads().isEmpty())
                        .map(service -> "mallbots.%s.dead-letters".formatted(service.name())))
                .as("topics of the catalogue, shared-contracts/src/main/resources/META-INF/mallbots/topics")
                .isSubsetOf(Mall.topics().stream().map(Mall.Topic::name).toList());
    }

    private Stream<String> documented(String action) {
        return operations
                .valueStream()
                .filter(operation -> operation.path("action").asText().equals(action))
                .map(operation -> operation.at("/tags/0/name").asText()
                        + " "
                        + operation.at("/channel/$ref").asText().replace("#/channels/", ""));
    }

    private static Stream<String> settings(Function<Service, List<String>> topics) {
        return Mall.services().stream()
                .flatMap(service -> topics.apply(service).stream().map(topic -> service.name() + " " + topic));
    }

    private static JsonNode operations() {
        try {
            return new YAMLMapper()
                    .readTree(Mall.text(Mall.ROOT.resolve("shared-contracts/asyncapi.yaml")))
                    .path("operations");
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
