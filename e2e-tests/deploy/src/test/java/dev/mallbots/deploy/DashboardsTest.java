package dev.mallbots.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mallbots.platform.testing.Vocabulary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The dashboards of deploy/observability/grafana. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class DashboardsTest {

    private static final Path FOLDER = Mall.ROOT.resolve("deploy/observability/grafana");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, JsonNode> dashboards = read();

    private static Map<String, JsonNode> read() {
        Map<String, JsonNode> dashboards = new TreeMap<>();
        try (Stream<Path> files = Files.list(FOLDER.resolve("dashboards"))) {
            for (Path file : files.filter(it -> it.toString().endsWith(".json")).toList()) {
                dashboards.put(file.getFileName().toString(), JSON.readTree(Mall.text(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return dashboards;
    }

    private static Stream<JsonNode> panels(JsonNode dashboard) {
        return dashboard
                .get("panels")
                .valueStream()
                .filter(panel -> !panel.get("type").asText().equals("row"));
    }

    private Stream<JsonNode> panels() {
        return dashboards.values().stream().flatMap(DashboardsTest::panels);
    }

    private static Stream<String> queries(JsonNode panel) {
        return panel.get("targets")
                .valueStream()
                .map(target -> target.get("expr").asText());
    }

    @Test
    void every_dashboard_has_what_grafana_needs_and_a_uid_of_its_own() {
        assertThat(dashboards).isNotEmpty();
        assertThat(dashboards.values()).allSatisfy(dashboard -> {
            assertThat(dashboard.get("title").asText()).startsWith("MallBots: ");
            assertThat(dashboard.get("schemaVersion").asInt()).isGreaterThanOrEqualTo(39);
            assertThat(dashboard.get("uid").asText()).matches("mallbots-[a-z]+");
            assertThat(dashboard.at("/templating/list/0/type").asText()).isEqualTo("datasource");
            assertThat(dashboard.get("panels").valueStream().map(panel -> panel.get("id")))
                    .doesNotHaveDuplicates();
        });
        assertThat(dashboards.values().stream().map(dashboard -> dashboard.get("uid")))
                .doesNotHaveDuplicates();
        assertThat(dashboards.values().stream().map(dashboard -> dashboard.get("title")))
                .doesNotHaveDuplicates();
    }

    @Test
    void panels_lie_in_rows_and_do_not_cover_each_other() {
        assertThat(dashboards).allSatisfy((file, dashboard) -> {
            Set<String> taken = new TreeSet<>();
            assertThat(dashboard.at("/panels/0/type").asText()).isEqualTo("row");
            dashboard.get("panels").forEach(panel -> {
                JsonNode place = panel.get("gridPos");
                int right = place.get("x").asInt() + place.get("w").asInt();
                assertThat(right).isLessThanOrEqualTo(24);
                for (int x = place.get("x").asInt(); x < right; x++) {
                    for (int y = place.get("y").asInt();
                            y < place.get("y").asInt() + place.get("h").asInt();
                            y++) {
                        assertThat(taken.add(x + "/" + y))
                                .as("%s is free at %d, %d", panel.get("title"), x, y)
                                .isTrue();
                    }
                }
            });
        });
    }

    @Test
    void every_panel_has_a_title_a_description_a_unit_and_a_query_of_the_chosen_prometheus() {
        assertThat(panels()).isNotEmpty().allSatisfy(panel -> {
            assertThat(panel.get("title").asText()).isNotBlank();
            assertThat(panel.get("description").asText())
                    .as(panel.get("title").asText())
                    .endsWith(".");
            assertThat(panel.at("/fieldConfig/defaults/unit").asText()).isNotBlank();
            assertThat(panel.get("targets")
                            .valueStream()
                            .map(target -> target.at("/datasource/uid").asText()))
                    .isNotEmpty()
                    .containsOnly("${datasource}");
            assertThat(panel.get("targets").valueStream().map(target -> target.get("refId")))
                    .doesNotHaveDuplicates();
        });
    }

    @Test
    void every_query_names_only_documented_metrics() {
        Set<String> known = Vocabulary.ofProject().series();

        assertThat(panels().flatMap(DashboardsTest::queries))
                .allSatisfy(query -> Queries.assertNamesOnly(known, query));
    }

    /** A metric that nobody looks at is noise; the exceptions tell of types that nothing waits for. */
    @Test
    void every_metric_of_our_own_is_on_a_dashboard_or_in_an_alert() {
        Set<String> shown = new TreeSet<>();
        panels().flatMap(DashboardsTest::queries).forEach(query -> shown.addAll(Queries.series(query)));

        assertThat(Vocabulary.ofProject().metrics().stream()
                        .filter(metric -> !metric.name().isEmpty()))
                .allSatisfy(metric -> assertThat(metric.series().anyMatch(shown::contains))
                        .as(metric.name())
                        .isTrue());
    }

    @Test
    void kubernetes_gets_every_dashboard() {
        String list = Mall.text(FOLDER.resolve("kustomization.yaml"));
        assertThat(dashboards.keySet()).allSatisfy(file -> assertThat(list).contains("[dashboards/" + file + "]"));
    }

    @Test
    @Tag("starts-processes")
    @EnabledIf(
            value = "dev.mallbots.deploy.Programs#isPythonThere",
            disabledReason = "python3 is not on PATH: dashboards.py is not compared with the dashboards")
    void the_dashboards_are_what_the_script_writes() throws Exception {
        assertThat(Programs.run(FOLDER, List.of("python3", "dashboards.py", "--check")))
                .isZero();
    }

    /** As the rules of a file, with Grafana's variables filled in. */
    @Test
    @Tag("starts-processes")
    @EnabledIf(
            value = "dev.mallbots.deploy.Programs#isPromtoolThere",
            disabledReason = "promtool is not on PATH: no query of a dashboard is parsed")
    void promtool_reads_every_query() throws Exception {
        List<String> queries = panels().flatMap(DashboardsTest::queries).toList();
        StringBuilder rules = new StringBuilder("groups:\n- name: queries\n  rules:\n");
        for (int number = 0; number < queries.size(); number++) {
            String query = queries.get(number)
                    .replace("$__rate_interval", "1m")
                    .replace("$__range", "1h")
                    .replace("$service", "ordering");
            rules.append("  - record: query_%d\n    expr: %s\n".formatted(number, JSON.writeValueAsString(query)));
        }
        Path file = Files.createTempFile("queries", ".yaml");
        try {
            Files.writeString(file, rules);
            assertThat(Programs.promtool(FOLDER, "check", "rules", List.of(file)))
                    .isZero();
        } finally {
            Files.delete(file);
        }
    }
}
