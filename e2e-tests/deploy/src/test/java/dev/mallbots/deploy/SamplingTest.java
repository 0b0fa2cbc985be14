package dev.mallbots.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** Which traces are kept: docs/telemetry.md. deploy/terraform has its own test of its collector. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SamplingTest {

    private static final YAMLMapper YAML = new YAMLMapper();

    private final JsonNode collector = yaml("docker/telemetry/collector.yaml");
    private final JsonNode container = yaml("docker/compose.yaml").at("/services/collector");

    private static JsonNode yaml(String file) {
        try {
            return YAML.readTree(Mall.text(Mall.ROOT.resolve(file)));
        } catch (IOException e) {
            throw new AssertionError(file, e);
        }
    }

    @Test
    void traces_with_errors_and_slow_ones_are_kept_and_a_share_of_the_others() {
        JsonNode policies = collector.at("/processors/tail_sampling/policies");

        assertThat(policies.valueStream().map(policy -> policy.get("type").asText()))
                .containsExactly("status_code", "latency", "probabilistic");
        assertThat(policies.at("/0/status_code/status_codes/0").asText()).isEqualTo("ERROR");
        assertThat(policies.at("/1/latency/threshold_ms").asInt()).isEqualTo(1000);
        assertThat(policies.at("/2/probabilistic/sampling_percentage").asText())
                .isEqualTo("${env:TRACES_KEPT_PERCENT}");
    }

    @Test
    void spans_are_gathered_into_batches_after_the_decision() {
        assertThat(collector
                        .at("/service/pipelines/traces/processors")
                        .valueStream()
                        .map(JsonNode::asText))
                .containsExactly("memory_limiter", "tail_sampling", "batch");
    }

    @Test
    void the_container_says_the_share_and_is_the_distribution_that_can_decide_late() {
        assertThat(container.at("/environment/TRACES_KEPT_PERCENT").asText()).isEqualTo("${TRACES_KEPT_PERCENT:-100}");
        assertThat(container.get("image").asText()).contains("otel/opentelemetry-collector-contrib:");
        assertThat(container.has("scale")).isFalse();
        assertThat(container.at("/deploy/replicas").isMissingNode()).isTrue();
    }

    @Test
    void a_service_follows_the_decision_of_its_caller() throws IOException {
        Properties defaults = new Properties();
        Path file = Mall.ROOT.resolve("platform/service/src/main/resources/META-INF/microprofile-config.properties");
        defaults.load(new StringReader(Mall.text(file)));

        assertThat(List.of(
                        defaults.getProperty("quarkus.otel.traces.sampler"),
                        defaults.getProperty("quarkus.otel.traces.sampler.arg")))
                .containsExactly("parentbased_traceidratio", "${OTEL_TRACES_SAMPLER_ARG:1.0}");
    }
}
