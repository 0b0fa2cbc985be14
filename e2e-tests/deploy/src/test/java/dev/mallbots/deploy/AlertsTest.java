package dev.mallbots.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.mallbots.platform.testing.Vocabulary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The alerts of deploy/observability/prometheus. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class AlertsTest {

    private static final Path FOLDER = Mall.ROOT.resolve("deploy/observability/prometheus");
    private static final YAMLMapper YAML = new YAMLMapper();

    /** What the page of a runbook may have before the first command: its title. */
    private static final Pattern BEGINS_WITH_A_COMMAND = Pattern.compile("\\A# [^\n]+\n\n {4}\\S.*", Pattern.DOTALL);

    private final List<JsonNode> rules = rules();
    private final List<JsonNode> alerts =
            rules.stream().filter(rule -> rule.has("alert")).toList();

    private static List<JsonNode> rules() {
        List<JsonNode> rules = new ArrayList<>();
        files("rules")
                .forEach(file -> yaml(file)
                        .get("groups")
                        .forEach(group -> group.get("rules").forEach(rules::add)));
        return rules;
    }

    private static List<Path> files(String folder) {
        try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode yaml(Path file) {
        try {
            return YAML.readTree(Mall.text(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void an_expression_names_only_documented_metrics_and_recorded_ones() {
        Set<String> known = Vocabulary.ofProject().series();
        rules.stream()
                .filter(rule -> rule.has("record"))
                .forEach(rule -> known.add(rule.get("record").asText()));

        assertThat(rules)
                .isNotEmpty()
                .allSatisfy(
                        rule -> Queries.assertNamesOnly(known, rule.get("expr").asText()));
    }

    @Test
    void every_alert_has_a_severity_a_summary_and_a_runbook_that_begins_with_a_command() {
        assertThat(alerts).isNotEmpty().allSatisfy(alert -> {
            assertThat(alert.at("/labels/severity").asText()).isIn("page", "ticket");
            assertThat(alert.at("/annotations/summary").asText()).endsWith(".");
            String page = alert.at("/annotations/runbook").asText();
            assertThat(page).startsWith("docs/runbooks/").endsWith(".md");
            assertThat(Mall.text(Mall.ROOT.resolve(page)))
                    .matches(BEGINS_WITH_A_COMMAND)
                    .contains(alert.get("alert").asText());
        });
    }

    @Test
    void the_index_of_the_runbooks_names_every_page_of_an_alert() {
        String index = Mall.text(Mall.ROOT.resolve("docs/runbooks/README.md"));
        assertThat(alerts)
                .allSatisfy(alert -> assertThat(index)
                        .contains("("
                                + Path.of(alert.at("/annotations/runbook").asText())
                                        .getFileName() + ")"));
    }

    @Test
    void every_alert_has_a_test_in_which_it_fires_and_one_in_which_it_does_not() {
        List<JsonNode> checks = files("tests").stream()
                .flatMap(file -> yaml(file).findValues("alert_rule_test").stream())
                .flatMap(all -> all.valueStream())
                .toList();

        assertThat(alerts)
                .allSatisfy(alert -> assertThat(checks.stream()
                                .filter(check -> check.get("alertname").equals(alert.get("alert")))
                                .map(check -> !check.get("exp_alerts").isEmpty())
                                .distinct())
                        .as(alert.get("alert").asText())
                        .containsExactlyInAnyOrder(true, false));
    }

    @Test
    void a_service_of_which_no_instance_runs_is_reported_whichever_it_is() {
        String down = alerts.stream()
                .filter(alert -> alert.get("alert").asText().equals("ServiceDown"))
                .map(alert -> alert.get("expr").asText())
                .findFirst()
                .orElseThrow();
        Set<String> absent = Pattern.compile("absent\\(up\\{service=\"([a-z-]+)\"}\\)")
                .matcher(down)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> atZero = Stream.of(
                        down.replaceAll("(?s).*service=~\"([^\"]+)\".*", "$1").split("\\|"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(absent)
                .isEqualTo(atZero)
                .isEqualTo(Mall.services().stream()
                        .map(Mall.Service::name)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    @Tag("starts-processes")
    @EnabledIf(
            value = "dev.mallbots.deploy.Programs#isPromtoolThere",
            disabledReason = "promtool is not on PATH: the tests of the alerts do not run")
    void promtool_finds_the_rules_right_and_their_tests_pass() throws Exception {
        Path tests = FOLDER.resolve("tests");
        assertThat(Programs.promtool(tests, "check", "rules", files("rules"))).isZero();
        assertThat(Programs.promtool(tests, "test", "rules", files("tests"))).isZero();
    }
}
