package dev.mallbots.platform.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class BuildInfoTest {

    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @Test
    void prometheus_reads_version_and_commit_of_the_build() {
        new BuildInfo(Optional.of("1.2.3"), Optional.of("0123abc")).bindTo(metrics);

        assertThat(metrics.scrape()).contains("mallbots_build_info{commit=\"0123abc\",version=\"1.2.3\",} 1.0");
    }

    @Test
    void a_build_of_an_unknown_commit_says_so() {
        new BuildInfo(Optional.of("1.2.3"), Optional.empty()).bindTo(metrics);

        assertThat(metrics.scrape()).contains("commit=\"unknown\"");
    }
}
