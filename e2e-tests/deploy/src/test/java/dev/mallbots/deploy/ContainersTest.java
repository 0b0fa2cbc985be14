package dev.mallbots.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.mallbots.deploy.Mall.Address;
import dev.mallbots.deploy.Mall.Part;
import dev.mallbots.deploy.Mall.Service;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** The mall in containers has every service: {@code docker/compose.yaml} and the Prometheus beside it are written by hand. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ContainersTest {

    private static final YAMLMapper YAML = new YAMLMapper();

    private final JsonNode compose = yaml("docker/compose.yaml");

    @Test
    void every_service_has_a_container_and_its_secret() {
        assertThat(Mall.services()).allSatisfy(service -> {
            assertThat(image(service.name())).contains("/%s:".formatted(service.name()));
            assertThat(compose.at("/secrets/%s.properties/file".formatted(service.name()))
                            .asText())
                    .isEqualTo("secrets/%s.properties".formatted(service.name()));
        });
    }

    @Test
    void every_database_has_a_container_that_migrates_it_before_its_service_starts() {
        assertThat(Mall.withDatabase()).allSatisfy(service -> {
            String migration = service.name() + "-migrate";
            assertThat(image(migration)).contains("/%s:".formatted(service.name()));
            assertThat(compose.at("/services/%s/depends_on/%s/condition".formatted(service.name(), migration))
                            .asText())
                    .isEqualTo("service_completed_successfully");
        });
    }

    @Test
    void a_container_is_told_where_the_services_are_that_it_calls_by_http() {
        assertThat(Mall.services()).allSatisfy(service -> {
            JsonNode environment = compose.at("/services/%s/environment".formatted(service.name()));
            assertThat(urls(service))
                    .allSatisfy((variable, url) ->
                            assertThat(environment.path(variable).asText()).isEqualTo(url));
        });
    }

    @Test
    void prometheus_asks_every_service() {
        JsonNode names = yaml("docker/telemetry/prometheus.yaml").at("/scrape_configs/0/dns_sd_configs/0/names");
        assertThat(names.valueStream().map(JsonNode::asText))
                .containsExactlyInAnyOrderElementsOf(
                        Mall.services().stream().map(Service::name).toList());
    }

    private String image(String container) {
        return compose.at("/services/%s/image".formatted(container)).asText();
    }

    private static Map<String, String> urls(Service service) {
        Stream<Map.Entry<String, Address>> byHttp = service.addresses().entrySet().stream()
                .filter(it -> it.getValue().part() == Part.URL);
        return byHttp.collect(Collectors.toMap(
                Map.Entry::getKey,
                it -> "http://%s:8080".formatted(it.getValue().service())));
    }

    private static JsonNode yaml(String file) {
        try {
            return YAML.readTree(Mall.text(Mall.ROOT.resolve(file)));
        } catch (JsonProcessingException e) {
            throw new AssertionError(file, e);
        }
    }
}
