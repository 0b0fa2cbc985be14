package dev.mallbots.deployments;

import dev.mallbots.platform.fleet.Fleet;
import dev.mallbots.platform.fleet.TopicPermission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;

/**
 * The mall in containers. {@code docker/with-mall.sh} has opened it with fresh data, closes it again, and says in the environment which ports are
 * published. Instances are containers; the issuer is Keycloak.
 */
public final class ComposeDeployment implements Deployment {

    /** Many JVMs that start at once on few busy cores. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    /** A question to Docker costs a process. */
    private static final Duration STATES_KEPT = Duration.ofMillis(500);

    private final Path project;
    private final Path logs;
    private final Docker docker;
    private final Path passwords;
    private final Path authority;
    private final Map<String, List<String>> instances = new ConcurrentHashMap<>();
    private final Map<String, String> urls = new ConcurrentHashMap<>();
    private Map<String, String> states = Map.of();
    private Instant statesSince = Instant.MIN;
    private KeycloakPeople people;

    /**
     * @param project the project's folder
     * @param logs a folder for the containers' logs
     */
    public ComposeDeployment(Path project, Path logs) {
        this.project = project;
        this.logs = logs;
        this.docker = new Docker(project);
        this.passwords = project.resolve("docker/secrets/passwords");
        this.authority = project.resolve("docker/secrets/ca.pem");
    }

    @Override
    public void open() {
        people = new KeycloakPeople(
                "http://127.0.0.1:" + published("KEYCLOAK_PORT"), Secret.named("keycloak-admin", passwords));
    }

    @Override
    public void close() {
        // docker/with-mall.sh does
    }

    private static String published(String variable) {
        String port = System.getenv(variable);
        if (port == null) {
            throw new IllegalStateException(variable + " is not set: run the test by docker/with-mall.sh");
        }
        return port;
    }

    @Override
    public List<String> instancesOf(String part) {
        String service = part.equals("issuer") ? "keycloak" : part;
        return instances.computeIfAbsent(
                service,
                name -> docker.run("compose", "ps", "-a", "--format", "{{.Name}}", name)
                        .lines()
                        .sorted()
                        .toList());
    }

    @Override
    public String url(String gateway) {
        return urls.computeIfAbsent(
                gateway,
                container -> "http://"
                        + docker.run("port", container, "8080/tcp")
                                .lines()
                                .findFirst()
                                .orElseThrow());
    }

    @Override
    public String token(String username) {
        return people.token(username);
    }

    @Override
    public Map<String, Object> kafkaSettings(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "localhost:" + published("KAFKA_PORT"));
        settings.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "SASL_SSL");
        settings.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
        settings.put(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, authority.toString());
        settings.put(SaslConfigs.SASL_MECHANISM, "PLAIN");
        settings.put(
                SaslConfigs.SASL_JAAS_CONFIG,
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"admin\" password=\"%s\";"
                        .formatted(Secret.named("kafka-admin", passwords)));
        return settings;
    }

    @Override
    public Connection database(String name) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:%s/%s?sslmode=verify-full&sslrootcert=%s"
                        .formatted(published("POSTGRES_PORT"), name, authority),
                "postgres",
                Secret.named("postgres", passwords));
    }

    @Override
    public boolean runs(String instance) {
        return states().containsKey(instance);
    }

    @Override
    public boolean isReady(String instance) {
        return states().getOrDefault(instance, "").contains("(healthy)");
    }

    /** What Docker says of each running container: how long it is up, and its health. */
    private synchronized Map<String, String> states() {
        if (Instant.now().isAfter(statesSince.plus(STATES_KEPT))) {
            Map<String, String> now = new HashMap<>();
            docker.run("ps", "--format", "{{.Names}} {{.Status}}").lines().forEach(line -> {
                String[] words = line.split(" ", 2);
                now.put(words[0], words[1]);
            });
            states = now;
            statesSince = Instant.now();
        }
        return states;
    }

    private synchronized void change(List<String> command) {
        docker.run(command);
        statesSince = Instant.MIN;
    }

    @Override
    public void freeze(String instance) {
        change(List.of("pause", instance));
    }

    @Override
    public void resume(String instance) {
        if (states().getOrDefault(instance, "").contains("(Paused)")) {
            change(List.of("unpause", instance));
        }
    }

    @Override
    public void kill(String instance) {
        change(List.of("kill", instance));
    }

    @Override
    public void launch(String instance) {
        start(List.of(instance));
    }

    private void start(List<String> instances) {
        // Docker may give a started container another published port of the range
        instances.forEach(urls::remove);
        change(Stream.concat(Stream.of("start"), instances.stream()).toList());
    }

    @Override
    public void restart(String instance) {
        stop(List.of(instance));
        launch(instance);
        awaitReady(List.of(instance));
    }

    @Override
    public void stop(List<String> instances) {
        change(Stream.concat(Stream.of("stop"), instances.stream()).toList());
    }

    @Override
    public void mend() {
        List<String> all = all();
        List<String> down = all.stream().filter(instance -> !runs(instance)).toList();
        if (!down.isEmpty()) {
            start(down);
        }
        awaitReady(all);
    }

    private List<String> all() {
        List<String> parts = new ArrayList<>(List.of("postgres", "kafka", "issuer", "gateway"));
        topicPermissions().stream().map(TopicPermission::service).distinct().forEach(parts::add);
        return parts.stream().flatMap(part -> instancesOf(part).stream()).toList();
    }

    private void awaitReady(List<String> instances) {
        Instant giveUp = Instant.now().plus(PATIENCE);
        while (!instances.stream().allMatch(this::isReady)) {
            if (Instant.now().isAfter(giveUp)) {
                throw new IllegalStateException("not ready: "
                        + instances.stream()
                                .filter(instance -> !isReady(instance))
                                .toList());
            }
            Pause.of(LOOK_AGAIN);
        }
    }

    @Override
    public void prepare(String service) {
        docker.run("compose", "run", "--rm", "--no-deps", "-T", "provision");
        docker.run("compose", "run", "--rm", "--no-deps", "-T", service + "-migrate");
    }

    @Override
    public List<TopicPermission> topicPermissions() {
        return new Fleet(project, logs, OptionalInt.empty(), false).topicPermissions();
    }

    @Override
    public Path logs() throws IOException {
        Files.createDirectories(logs);
        Files.writeString(logs.resolve("containers.log"), docker.run("compose", "logs", "--no-color"));
        return logs;
    }
}
