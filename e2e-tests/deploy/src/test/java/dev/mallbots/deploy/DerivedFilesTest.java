package dev.mallbots.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** What is deployed follows from the code: topics, users, permissions, databases, secrets, addresses, edges. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class DerivedFilesTest {

    private static final Path FOLDER = Mall.ROOT.resolve("deploy/k8s");
    private static final boolean WRITE = Boolean.getBoolean("deploy.write");

    @Test
    void every_derived_file_says_what_the_code_says() throws IOException {
        SoftAssertions softly = new SoftAssertions();
        for (Map.Entry<String, String> file : DerivedFiles.all().entrySet()) {
            Path path = FOLDER.resolve(file.getKey());
            if (WRITE) {
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
            softly.assertThat(Files.exists(path) ? Files.readString(path) : "")
                    .as("deploy/k8s/%s: write it anew with make manifests, and look at what has changed", file.getKey())
                    .isEqualTo(file.getValue());
        }
        softly.assertAll();
    }

    @Test
    void no_derived_file_is_left_of_something_that_is_no_more() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            Set<String> marked = files.filter(Files::isRegularFile)
                    .filter(file -> Mall.text(file).startsWith("# Written by e2e-tests/deploy"))
                    .map(file -> FOLDER.relativize(file).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(marked).isEqualTo(DerivedFiles.all().keySet());
        }
    }

    @Test
    void every_service_and_nobody_else_has_a_folder_and_those_with_a_database_a_migration() throws IOException {
        assertThat(foldersWithAName("base"))
                .isEqualTo(Mall.services().stream().map(Mall.Service::name).collect(Collectors.toSet()));
        assertThat(foldersWithAName("components/migrations"))
                .isEqualTo(Mall.withDatabase().stream().map(Mall.Service::name).collect(Collectors.toSet()));
    }

    private static Set<String> foldersWithAName(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER.resolve(folder), 2)) {
            return files.filter(file -> file.endsWith("name.yaml"))
                    .map(file -> file.getParent().getFileName().toString())
                    .collect(Collectors.toSet());
        }
    }

    /** The drawing of docs/context-map.md that has the gateway. */
    @Test
    void services_call_each_other_as_the_context_map_draws_it() {
        Set<String> drawn = new TreeSet<>();
        String drawing = Stream.of(
                        Mall.text(Mall.ROOT.resolve("docs/context-map.md")).split("```"))
                .filter(part -> part.contains("gateway -- HTTP --> services[every service]"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("docs/context-map.md draws no calls of the gateway"));
        Matcher arrow = Pattern.compile("(?m)^ +([a-z-]+) -- .+ --> ([a-z-]+)$").matcher(drawing);
        while (arrow.find()) {
            drawn.add(arrow.group(1) + " -> " + arrow.group(2));
        }
        Mall.services().stream()
                .map(Mall.Service::name)
                .filter(name -> !name.equals("gateway"))
                .forEach(name -> drawn.add("gateway -> " + name));

        assertThat(Edges.amongServices().stream().map(edge -> edge.from() + " -> " + edge.to()))
                .containsExactlyInAnyOrderElementsOf(drawn);
    }

    @Test
    void who_asks_another_service_is_a_client_of_the_realm_and_nobody_else_is() {
        Set<String> clients = Pattern.compile("\"serviceAccountClientId\": \"([a-z-]+)\"")
                .matcher(Mall.text(Mall.ROOT.resolve("deploy/keycloak/mallbots-realm.json")))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());

        assertThat(Mall.services().stream()
                        .filter(Mall.Service::hasClientSecret)
                        .map(Mall.Service::name))
                .containsExactlyInAnyOrderElementsOf(clients);
    }

    /** prepare.sh of Keycloak puts the secret behind exactly this. */
    @Test
    void the_realm_spells_each_client_as_the_script_looks_for_it() {
        String realm = Mall.text(Mall.ROOT.resolve("deploy/keycloak/mallbots-realm.json"));
        assertThat(Mall.services().stream().filter(Mall.Service::hasClientSecret))
                .allSatisfy(service -> assertThat(realm).containsOnlyOnce("\"clientId\": \"" + service.name() + "\","));
    }
}
