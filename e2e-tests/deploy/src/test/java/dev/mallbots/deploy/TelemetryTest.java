package dev.mallbots.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.platform.testing.Vocabulary;
import dev.mallbots.platform.testing.Vocabulary.Metric;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** docs/telemetry.md and the code name the same metrics. What a service really exposes is compared by its own TelemetryTest. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class TelemetryTest {

    private static final String MAKES_A_METER =
            "\\.\\s*(?:(?:counter|gauge|timer|summary)|(?<=(?:Counter|Gauge|Timer|DistributionSummary)\\.)builder)\\(\\s*";
    private static final Pattern NAMED = Pattern.compile(MAKES_A_METER + "\"([^\"]+)\"");
    private static final Pattern UNNAMED = Pattern.compile(MAKES_A_METER + "[^\"\\s)]");

    private final Vocabulary vocabulary = Vocabulary.ofProject();

    @Test
    void every_metric_of_our_code_is_documented_and_every_documented_one_is_in_the_code() {
        Set<String> inCode = sources()
                .flatMap(source ->
                        NAMED.matcher(Mall.text(source)).results().map(name -> moduleOf(source) + " " + name.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(vocabulary.metrics().stream()
                        .filter(metric -> !metric.name().isEmpty())
                        .map(metric -> metric.module() + " " + metric.name()))
                .as("docs/telemetry.md")
                .containsExactlyInAnyOrderElementsOf(inCode);
    }

    /** Otherwise the test above would not find it. */
    @Test
    void the_name_of_a_metric_is_a_literal_where_it_is_made() {
        assertThat(sources().filter(source -> UNNAMED.matcher(Mall.text(source)).find()))
                .isEmpty();
    }

    @Test
    void prometheus_names_follow_from_ours() {
        assertThat(vocabulary.metrics().stream().filter(metric -> !metric.name().isEmpty()))
                .isNotEmpty()
                .allSatisfy(metric -> assertThat(metric.prometheus()).isEqualTo(inPrometheus(metric)));
    }

    private static String inPrometheus(Metric metric) {
        String name = metric.name().replace('.', '_');
        return switch (metric.kind()) {
            case COUNTER -> name + "_total";
            case TIMER -> name + "_seconds";
            case GAUGE, SUMMARY, HISTOGRAM -> name;
        };
    }

    @Test
    void a_container_image_tells_its_service_the_commit() {
        assertThat(Mall.text(Mall.ROOT.resolve("docker/Dockerfile")))
                .contains("ENV MALLBOTS_COMMIT=${REVISION:-unknown}");
    }

    @Test
    void no_series_has_two_descriptions() {
        assertThat(vocabulary.metrics().stream().flatMap(Metric::series)).doesNotHaveDuplicates();
    }

    private static Stream<Path> sources() {
        return Stream.of("platform", "services").flatMap(folder -> sourcesIn(Mall.ROOT.resolve(folder)));
    }

    private static Stream<Path> sourcesIn(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files
                    .filter(file -> file.toString().endsWith(".java")
                            && file.toString().contains("/src/main/")
                            && Mall.text(file).contains("io.micrometer"))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String moduleOf(Path source) {
        return Mall.ROOT.relativize(source).subpath(0, 2).toString();
    }
}
