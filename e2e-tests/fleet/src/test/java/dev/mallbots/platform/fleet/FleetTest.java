package dev.mallbots.platform.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("starts-processes")
@DisplayNameGeneration(ReplaceUnderscores.class)
class FleetTest {

    private static final Path PROJECT = Path.of("target/fleet-test").toAbsolutePath();
    private static final Path HOME = PROJECT.resolve("home");
    private static final PrintStream NOWHERE = new PrintStream(PrintStream.nullOutputStream());
    private static final int BASE = 23080;

    private Fleet fleet;

    @BeforeEach
    void create_a_project_of_an_edge_and_a_service() throws IOException {
        Folders.delete(PROJECT);
        Path topics = PROJECT.resolve("shared-contracts/src/main/resources").resolve(TopicCatalogue.RESOURCE);
        Files.createDirectories(topics.getParent());
        Files.writeString(topics, "things\n");
        Files.createDirectories(PROJECT.resolve("services"));
        project("edge 8080 -", "inside 8081 inside");
    }

    @AfterEach
    void kill_left_over_processes() {
        fleet.down(NOWHERE);
        assertThat(fleet.status()).extracting(Fleet.Status::state).containsOnly("down");
    }

    @Test
    void every_process_is_ready_when_up_returns_and_has_ended_when_down_returns() throws IOException {
        assertThat(fleet.up(Lifetime.DETACHED, NOWHERE)).isTrue();

        assertThat(fleet.status()).extracting(Fleet.Status::state).containsOnly("ready");
        assertThat(fleet.up(Lifetime.DETACHED, NOWHERE)).isFalse();
        assertThat(Files.getPosixFilePermissions(HOME.resolve("credentials")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));

        assertThat(fleet.down(NOWHERE)).isTrue();
        assertThat(fleet.status()).extracting(Fleet.Status::state).containsOnly("down");
        assertThat(fleet.down(NOWHERE)).isFalse();
    }

    @Test
    void a_killed_process_shows_as_dead_and_up_starts_it_again() {
        fleet.up(Lifetime.DETACHED, NOWHERE);
        long before = status("inside").pid();
        Stopping.stop(ProcessHandle.of(before).orElseThrow(), "KILL", java.time.Duration.ofSeconds(5));

        assertThat(status("inside").state()).isEqualTo("dead");
        assertThat(fleet.up(Lifetime.DETACHED, NOWHERE)).isTrue();
        assertThat(status("inside").state()).isEqualTo("ready");
        assertThat(status("inside").pid()).isNotEqualTo(before);
    }

    @Test
    void an_instance_is_killed_and_started_by_name_and_the_others_run_on() throws Exception {
        fleet.up(Lifetime.TIED, NOWHERE);
        long edge = status("edge").pid();
        // the server itself, not the shell that supervises it
        assertThat(ProcessHandle.of(status("inside").pid()).orElseThrow().info().command())
                .hasValueSatisfying(command -> assertThat(command).endsWith("java"));

        for (String name : List.of("inside", Roster.KAFKA, Roster.POSTGRES)) {
            fleet.kill(name);
            assertThat(fleet.runs(name)).isFalse();
            // PostgreSQL's children may run a moment longer and block the next start
            while (!status(name).state().equals("ready")) {
                if (!fleet.runs(name)) {
                    fleet.launch(name, Lifetime.TIED);
                }
                Thread.sleep(100);
            }
        }
        assertThat(status("edge").pid()).isEqualTo(edge);
    }

    @Test
    void a_frozen_process_answers_no_call_until_it_is_resumed() {
        fleet.up(Lifetime.TIED, NOWHERE);

        fleet.signal("inside", "STOP");
        assertThat(status("inside").state()).isEqualTo("starting");
        assertThat(fleet.runs("inside")).isTrue();

        fleet.signal("inside", "CONT");
        assertThat(status("inside").state()).isEqualTo("ready");
    }

    @ParameterizedTest
    @ValueSource(ints = {BASE + 1, BASE + 21})
    void a_taken_port_is_named_before_anything_starts(int taken) throws IOException {
        try (ServerSocket stranger = new ServerSocket(taken, 1, InetAddress.getByName(Ports.LOOPBACK))) {
            assertThatThrownBy(() -> fleet.up(Lifetime.DETACHED, NOWHERE))
                    .isInstanceOf(FleetFailure.class)
                    .hasMessageContaining("Port " + stranger.getLocalPort() + ", which inside needs, is taken");
        }
        assertThat(fleet.status()).extracting(Fleet.Status::state).containsOnly("down");
    }

    @Test
    void when_a_service_does_not_start_its_last_log_lines_are_shown_and_no_process_stays() throws IOException {
        project("edge 8080 -", "inside 8081 broken");

        assertThatThrownBy(() -> fleet.up(Lifetime.DETACHED, NOWHERE))
                .isInstanceOf(FleetFailure.class)
                .hasMessageContaining("I can not live like this")
                .hasMessageContaining("inside did not come up, it ended by itself");
        assertThat(fleet.status()).extracting(Fleet.Status::state).containsOnly("down");
    }

    @Test
    void a_service_is_scaled_up_and_down_while_other_instances_run_on() {
        fleet.up(Lifetime.DETACHED, NOWHERE);
        long first = status("inside").pid();

        fleet.scale("inside", 3, Lifetime.DETACHED, NOWHERE);

        assertThat(fleet.status())
                .filteredOn(status -> status.name().startsWith("inside"))
                .extracting(Fleet.Status::name, Fleet.Status::port, Fleet.Status::state)
                .containsExactly(
                        tuple("inside", BASE + 1, "ready"),
                        tuple("inside-2", BASE + 101, "ready"),
                        tuple("inside-3", BASE + 201, "ready"));
        assertThat(addresses("inside"))
                .containsExactly(fleet.url("inside"), fleet.url("inside-2"), fleet.url("inside-3"));
        assertThat(fleet.log("inside-3")).exists();

        fleet.scale("inside", 1, Lifetime.DETACHED, NOWHERE);

        assertThat(names()).endsWith("edge", "inside");
        assertThat(addresses("inside")).containsExactly(fleet.url("inside"));
        assertThat(status("inside").pid()).isEqualTo(first);
        assertThat(Ports.answers(BASE + 101)).isFalse();
    }

    @Test
    void an_instance_that_is_being_stopped_gets_no_more_requests() {
        fleet.up(Lifetime.DETACHED, NOWHERE);
        fleet.scale("inside", 2, Lifetime.DETACHED, NOWHERE);
        List<String> whenItStopped = new ArrayList<>();

        fleet.scale("inside", 1, Lifetime.DETACHED, new PrintStream(PrintStream.nullOutputStream()) {
            @Override
            public PrintStream printf(Locale locale, String line, Object... told) {
                whenItStopped.addAll(addresses("inside"));
                return this;
            }
        });

        assertThat(whenItStopped).containsExactly(fleet.url("inside"));
    }

    @Test
    void the_edge_is_scaled_too_and_each_instance_has_its_own_ports() {
        fleet.up(Lifetime.DETACHED, NOWHERE);

        fleet.scale("edge", 2, Lifetime.DETACHED, NOWHERE);

        assertThat(status("edge-2").state()).isEqualTo("ready");
        assertThat(fleet.url("edge-2")).isEqualTo("http://127.0.0.1:" + (BASE + 100));
        assertThat(told("edge")).contains("MALLBOTS_MANAGEMENT_PORT=" + (BASE + 20));
        assertThat(told("edge-2")).contains("MALLBOTS_MANAGEMENT_PORT=" + (BASE + 120));
        assertThat(fleet.managementUrl("edge-2")).isEqualTo("http://127.0.0.1:" + (BASE + 120));

        fleet.scale("edge", 1, Lifetime.DETACHED, NOWHERE);

        assertThat(names()).endsWith("edge", "inside");
        assertThat(Ports.answers(BASE + 100)).isFalse();
    }

    @Test
    void the_mall_is_open_while_any_edge_is_and_each_is_restarted_by_its_name() {
        fleet.plan("edge", 2);
        fleet.up(Lifetime.DETACHED, NOWHERE);
        fleet.kill("edge");
        long second = status("edge-2").pid();

        fleet.scale("inside", 2, Lifetime.DETACHED, NOWHERE);
        assertThat(status("inside-2").state()).isEqualTo("ready");

        fleet.restart("edge", Lifetime.DETACHED, NOWHERE);
        assertThat(status("edge").state()).isEqualTo("ready");
        assertThat(status("edge-2").pid()).isEqualTo(second);
    }

    @Test
    void all_edges_are_the_last_to_start_and_the_first_to_stop() {
        fleet.plan("edge", 2);
        fleet.plan("inside", 2);
        fleet.up(Lifetime.DETACHED, NOWHERE);
        assertThat(startsOf("edge", "edge-2"))
                .allSatisfy(edge -> assertThat(startsOf("inside", "inside-2"))
                        .allSatisfy(inside -> assertThat(edge).isAfterOrEqualTo(inside)));
        ByteArrayOutputStream said = new ByteArrayOutputStream();

        fleet.down(new PrintStream(said));

        assertThat(said.toString().lines().map(line -> line.split(" s  ")[1]).limit(2))
                .containsExactlyInAnyOrder("edge has stopped", "edge-2 has stopped");
    }

    private List<Instant> startsOf(String... names) {
        return Stream.of(names)
                .map(name -> ProcessHandle.of(status(name).pid()).orElseThrow())
                .map(process -> process.info().startInstant().orElseThrow())
                .toList();
    }

    @Test
    void there_is_always_one_issuer() throws IOException {
        project("edge 8080 -", "issuer 8090 -");
        fleet.up(Lifetime.DETACHED, NOWHERE);

        refuses("issuer", 2, "There is always one issuer: its address is in every token, so nobody would ask another.");
    }

    @Test
    void up_starts_as_many_instances_as_before_and_after_a_reset_one_of_each() {
        fleet.up(Lifetime.DETACHED, NOWHERE);
        fleet.scale("inside", 2, Lifetime.DETACHED, NOWHERE);
        fleet.down(NOWHERE);
        assertThat(status("inside-2").state()).isEqualTo("down");

        fleet.up(Lifetime.DETACHED, NOWHERE);
        assertThat(status("inside-2").state()).isEqualTo("ready");

        fleet.reset(NOWHERE);
        assertThat(names()).endsWith("edge", "inside");
    }

    @Test
    void one_instance_is_restarted_by_its_name() {
        fleet.up(Lifetime.DETACHED, NOWHERE);
        fleet.scale("inside", 2, Lifetime.DETACHED, NOWHERE);
        long first = status("inside").pid();
        long second = status("inside-2").pid();

        fleet.restart("inside-2", Lifetime.DETACHED, NOWHERE);

        assertThat(status("inside-2").state()).isEqualTo("ready");
        assertThat(status("inside-2").pid()).isNotEqualTo(second);
        assertThat(status("inside").pid()).isEqualTo(first);
        assertThat(addresses("inside")).containsExactly(fleet.url("inside"), fleet.url("inside-2"));
    }

    @Test
    void a_process_that_can_not_be_scaled_is_reported_and_nothing_changes() throws IOException {
        refuses("inside", 2, "The mall is closed: open it with make up first.");
        fleet.up(Lifetime.DETACHED, NOWHERE);

        refuses("inside", 0, "There can be 1 to 9 of a service, not 0.");
        refuses("inside", 10, "There can be 1 to 9 of a service, not 10.");
        refuses("outside", 2, "outside is no service of which there can be several: take one of edge, inside.");
        refuses("kafka", 2, "kafka is no service of which there can be several: take one of edge, inside.");
        try (ServerSocket stranger = new ServerSocket(BASE + 101, 1, InetAddress.getByName(Ports.LOOPBACK))) {
            refuses("inside", 2, "Port " + stranger.getLocalPort() + ", which inside-2 needs, is taken");
        }
        assertThat(names()).endsWith("edge", "inside");
        assertThat(fleet.status()).extracting(Fleet.Status::state).containsOnly("ready");
    }

    private void refuses(String service, int count, String sentence) {
        assertThatThrownBy(() -> fleet.scale(service, count, Lifetime.DETACHED, NOWHERE))
                .isInstanceOf(FleetFailure.class)
                .hasMessageStartingWith(sentence);
    }

    @Test
    void reset_deletes_the_data() {
        fleet.up(Lifetime.DETACHED, NOWHERE);

        fleet.reset(NOWHERE);

        assertThat(HOME.resolve("postgres")).doesNotExist();
        assertThat(HOME.resolve("kafka")).doesNotExist();
        assertThat(HOME.resolve("credentials")).doesNotExist();

        fleet.up(Lifetime.DETACHED, NOWHERE);
        assertThat(HOME.resolve("credentials")).exists();
    }

    @Test
    void every_service_gets_the_issuers_address_and_its_client_secret() throws IOException {
        project("edge 8080 -", "inside 8081 inside", "issuer 8090 -");
        fleet.up(Lifetime.DETACHED, NOWHERE);

        for (String service : List.of("edge", "inside", "issuer")) {
            assertThat(told(service))
                    .contains(
                            "MALLBOTS_MODE=development",
                            "MALLBOTS_AUTH=on",
                            "MALLBOTS_ISSUER=http://127.0.0.1:" + (BASE + 10))
                    .filteredOn(line -> line.startsWith("MALLBOTS_CLIENT_SECRET="))
                    .containsExactly("MALLBOTS_CLIENT_SECRET=" + kept("client-secret"));
        }
        assertThat(told("issuer")).contains("MALLBOTS_ISSUER_KEY=" + HOME.resolve("issuer/key.json"));
        assertThat(told("inside")).noneMatch(line -> line.startsWith("MALLBOTS_ISSUER_KEY="));
    }

    @Test
    void the_issuers_key_is_deleted_with_the_data() throws IOException {
        fleet.up(Lifetime.DETACHED, NOWHERE);
        Files.createDirectories(HOME.resolve("issuer"));
        Files.writeString(HOME.resolve("issuer/key.json"), "{}");

        fleet.reset(NOWHERE);

        assertThat(HOME.resolve("issuer")).doesNotExist();
    }

    @Test
    void a_token_comes_from_the_issuer() throws IOException {
        project("edge 8080 -", "issuer 8090 -");
        assertThatThrownBy(() -> fleet.token("carla"))
                .isInstanceOf(FleetFailure.class)
                .hasMessage("No issuer of tokens answers at http://127.0.0.1:" + (BASE + 10)
                        + ": open the mall with make up.");
        fleet.up(Lifetime.DETACHED, NOWHERE);

        assertThat(fleet.token("customer:7")).isEqualTo("a.b.c");
        assertThatThrownBy(() -> fleet.token("customer:8"))
                .isInstanceOf(FleetFailure.class)
                .hasMessage("No token: there is nobody of that name.");
    }

    @Test
    void another_issuers_tokens_are_accepted_until_the_own_issuer_is_selected_again() throws IOException {
        project("edge 8080 -", "issuer 8090 -");
        String own = "MALLBOTS_ISSUER=http://127.0.0.1:" + (BASE + 10);
        fleet.believe(Optional.of("http://127.0.0.1:9/realms/mall"));

        fleet.up(Lifetime.DETACHED, NOWHERE);
        assertThat(told("edge"))
                .contains(
                        "MALLBOTS_ISSUER=http://127.0.0.1:9/realms/mall",
                        "MALLBOTS_CLIENT_SECRET=" + fleet.clientSecret());
        assertThat(told("issuer")).contains(own);
        reopened().restart("edge", Lifetime.DETACHED, NOWHERE);
        assertThat(told("edge")).contains("MALLBOTS_ISSUER=http://127.0.0.1:9/realms/mall");

        assertThatThrownBy(() -> fleet.believe(Optional.empty()))
                .isInstanceOf(FleetFailure.class)
                .hasMessage("The mall is open and believes http://127.0.0.1:9/realms/mall:"
                        + " close it with make down first, then make up ISSUER=own.");
        fleet.down(NOWHERE);
        fleet.believe(Optional.empty());
        fleet.up(Lifetime.DETACHED, NOWHERE);
        assertThat(told("edge")).contains(own);
    }

    @Test
    void a_mall_without_authentication_stays_so_and_warns_in_red_at_every_start() {
        fleet.askForTokens(false);

        assertThat(redLineOf(out -> fleet.up(Lifetime.DETACHED, out))).isTrue();
        assertThat(told("inside")).contains("MALLBOTS_AUTH=off");
        assertThat(redLineOf(out -> reopened().up(Lifetime.DETACHED, out))).isTrue();

        assertThat(redLineOf(out -> reopened().restart("inside", Lifetime.DETACHED, out)))
                .isTrue();
        assertThat(told("inside")).contains("MALLBOTS_AUTH=off");

        assertThat(redLineOf(out -> reopened().scale("inside", 2, Lifetime.DETACHED, out)))
                .isTrue();
        assertThat(told("inside-2")).contains("MALLBOTS_AUTH=off");

        fleet.kill("inside-2");
        reopened().launch("inside-2", Lifetime.DETACHED);
        await(() -> status("inside-2").state().equals("ready"));
        assertThat(told("inside-2")).contains("MALLBOTS_AUTH=off");
    }

    @Test
    void authentication_can_be_changed_only_while_the_mall_is_closed() {
        assertThat(redLineOf(out -> fleet.up(Lifetime.DETACHED, out))).isFalse();
        fleet.askForTokens(true);
        assertThatThrownBy(() -> fleet.askForTokens(false))
                .isInstanceOf(FleetFailure.class)
                .hasMessage(
                        "The mall is open and asks for tokens: close it with make down first, then make up AUTH=off.");
        fleet.down(NOWHERE);

        fleet.askForTokens(false);
        fleet.up(Lifetime.DETACHED, NOWHERE);
        assertThatThrownBy(() -> fleet.askForTokens(true))
                .isInstanceOf(FleetFailure.class)
                .hasMessage(
                        "The mall is open to everybody (AUTH=off): close it with make down first, then make up AUTH=on.");
        fleet.reset(NOWHERE);

        assertThat(redLineOf(out -> fleet.up(Lifetime.DETACHED, out))).isFalse();
        assertThat(told("inside")).contains("MALLBOTS_AUTH=on");
    }

    @Test
    void only_a_service_with_topics_gets_a_kafka_user() throws Exception {
        listens("inside", "things");
        fleet.up(Lifetime.DETACHED, NOWHERE);

        assertThat(told("inside"))
                .contains(
                        "KAFKA_SECURITY_PROTOCOL=SASL_PLAINTEXT",
                        "KAFKA_SASL_MECHANISM=PLAIN",
                        "KAFKA_SASL_JAAS_CONFIG=org.apache.kafka.common.security.plain.PlainLoginModule required"
                                + " username=\"inside\" password=\"" + kept("kafka-inside") + "\";");
        assertThat(told("edge")).noneMatch(line -> line.startsWith("KAFKA_SASL"));
        try (Admin admin = Admin.create(fleet.kafkaSettings(Map.of()))) {
            assertThat(admin.listTopics().names().get()).containsExactly("things");
        }
    }

    @Test
    void a_kafka_with_outdated_permissions_is_restarted_first() throws IOException {
        fleet.up(Lifetime.DETACHED, NOWHERE);
        listens("inside", "things");
        long before = status("inside").pid();

        for (Runnable command : List.<Runnable>of(
                () -> fleet.restart("inside", Lifetime.DETACHED, NOWHERE),
                () -> fleet.scale("inside", 2, Lifetime.DETACHED, NOWHERE))) {
            assertThatThrownBy(command::run)
                    .isInstanceOf(FleetFailure.class)
                    .hasMessage("What services may do with topics has changed since Kafka was started:"
                            + " run make restart SERVICE=kafka first.");
        }
        assertThat(status("inside").pid()).isEqualTo(before);
        fleet.restart("kafka", Lifetime.DETACHED, NOWHERE);
        fleet.restart("inside", Lifetime.DETACHED, NOWHERE);

        // the state that an older version leaves
        Files.delete(HOME.resolve("kafka/access"));
        fleet.kill("inside");
        assertThatThrownBy(() -> fleet.up(Lifetime.DETACHED, NOWHERE))
                .isInstanceOf(FleetFailure.class)
                .hasMessageStartingWith("Kafka was started by a version that lets in everybody");
        fleet.down(NOWHERE);
        assertThat(fleet.up(Lifetime.DETACHED, NOWHERE)).isTrue();
    }

    private static void listens(String service, String topic) throws IOException {
        Path settings = PROJECT.resolve("services/" + service + "/src/main/resources/application.properties");
        Files.createDirectories(settings.getParent());
        Files.writeString(settings, "mp.messaging.incoming.inbox.topics=" + topic + "\n");
    }

    /** As the next command reads it. */
    private static Fleet reopened() {
        return new Fleet(PROJECT, HOME, OptionalInt.of(BASE), false);
    }

    /** Whether the output warned that authentication is off. */
    private static boolean redLineOf(Consumer<PrintStream> command) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        command.accept(new PrintStream(said));
        return said.toString().contains("\033[1;31mAuthentication is off: every call is permitted (AUTH=off).\033[0m");
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    /** From the environment. */
    private List<String> told(String name) {
        return lines(fleet.log(name));
    }

    private static String kept(String secret) {
        return lines(HOME.resolve("credentials")).stream()
                .filter(line -> line.startsWith(secret + "="))
                .map(line -> line.substring(secret.length() + 1))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> names() {
        return fleet.status().stream().map(Fleet.Status::name).toList();
    }

    /** The addresses at which the edge finds the instances of a service. */
    private static List<String> addresses(String service) {
        return lines(HOME.resolve("addresses")).stream()
                .filter(line -> line.startsWith(service + "="))
                .flatMap(line -> Stream.of(line.split("=")[1].split(",")))
                .toList();
    }

    private Fleet.Status status(String name) {
        return fleet.status().stream()
                .filter(status -> status.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void project(String... services) throws IOException {
        Files.write(PROJECT.resolve("services/fleet.services"), List.of(services));
        for (String service : services) {
            jar(PROJECT.resolve("services/" + service.split(" ")[0] + "/target/quarkus-app/quarkus-run.jar"));
        }
        fleet = new Fleet(PROJECT, HOME, OptionalInt.of(BASE), false);
    }

    private static void jar(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, StandIn.class.getName());
        String name = StandIn.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest);
                InputStream code = StandIn.class.getClassLoader().getResourceAsStream(name)) {
            jar.putNextEntry(new ZipEntry(name));
            code.transferTo(jar);
        }
    }
}
