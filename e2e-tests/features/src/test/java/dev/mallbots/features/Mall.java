package dev.mallbots.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mallbots.platform.fleet.Fleet;
import dev.mallbots.platform.fleet.Lifetime;
import dev.mallbots.platform.fleet.TopicPermission;
import dev.mallbots.platform.testing.Rows;
import dev.mallbots.platform.testing.Topics;
import io.cucumber.java.AfterAll;
import io.cucumber.java.BeforeAll;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The mall that all features share: every service, PostgreSQL and Kafka as processes, with fresh data. */
public final class Mall {

    static final int INSTANCES = Integer.getInteger("features.instances");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String GATEWAY = "gateway";

    private static final List<String> SEVERAL_OF = List.of(GATEWAY, "ordering", "order-saga", "payments", "depot");

    private static final Map<String, String> TOKENS = new ConcurrentHashMap<>();

    private static Fleet fleet;
    private static Topics topics;
    private static TraceCollector collector;

    private Mall() {}

    @BeforeAll
    public static void open() throws IOException {
        collector = new TraceCollector(Integer.getInteger("features.collector-port"));
        fleet = new Fleet(
                Path.of(System.getProperty("features.project")),
                Path.of(System.getProperty("features.home")),
                OptionalInt.of(Integer.getInteger("features.port-base")),
                false);
        fleet.reset(System.out);
        SEVERAL_OF.forEach(service -> fleet.plan(service, INSTANCES));
        fleet.up(Lifetime.TIED, System.out);
        topics = new Topics(fleet.kafkaSettings(Map.of()));
    }

    @AfterAll
    public static void close() throws IOException {
        if (topics != null) {
            topics.close();
        }
        if (fleet != null) {
            fleet.down(System.out);
        }
        collector.close();
        if (fleet != null) {
            assertThat(Logs.tellingTooMuch(Path.of(System.getProperty("features.home"), "logs")))
                    .as("log lines of the whole run that name a customer or tell a number")
                    .isEmpty();
        }
    }

    /** The gateway that is used unless a step chooses another. */
    static String url() {
        return url(GATEWAY);
    }

    /** @param gateway one of {@link #gateways()} */
    static String url(String gateway) {
        return fleet.url(gateway);
    }

    static List<String> gateways() {
        return instancesOf(GATEWAY);
    }

    /** A bearer token of one of the issuer's people. */
    static String token(String username) {
        return TOKENS.computeIfAbsent(username, fleet::token);
    }

    static Topics topics() {
        return topics;
    }

    static TraceCollector traces() {
        return collector;
    }

    /** Freezes a service, or resumes it: meanwhile it answers no call, and loses no data. */
    static void signal(String service, String signal) {
        instancesOf(service).forEach(instance -> fleet.signal(instance, signal));
    }

    /** Sends SIGKILL; the service's other instances run on. */
    static void kill(String instance) {
        fleet.kill(instance);
    }

    /** Stops and starts it as an operator does, and returns when it is ready. */
    static void restart(String instance) {
        fleet.restart(instance, Lifetime.TIED, System.out);
    }

    /** Stops all of them, and starts them again after the last has ended: faster than a rolling restart, and harder. */
    static void restartTogether(List<String> instances) {
        instances.forEach(instance -> fleet.signal(instance, "TERM"));
        await().atMost(PATIENCE).until(() -> instances.stream().noneMatch(fleet::runs));
        mend();
    }

    /** Starts the killed ones, and returns when all are ready. */
    static void mend() {
        fleet.up(Lifetime.TIED, System.out);
    }

    /** Removes a service's database and committed offsets, as if it were new. The service is stopped afterwards. */
    static void forget(String service) {
        fleet.signal(service, "TERM");
        await().atMost(PATIENCE).until(() -> !fleet.runs(service));
        try (Connection postgres = superuser();
                Statement statement = postgres.createStatement();
                Admin kafka = Admin.create(fleet.kafkaSettings(Map.of()))) {
            statement.execute("drop database %s with (force)".formatted(service.replace('-', '_')));
            await().atMost(PATIENCE).ignoreExceptions().until(() -> {
                kafka.deleteConsumerGroups(List.of(service)).all().get();
                return true;
            });
        } catch (SQLException | IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The services that listen to topics. */
    static List<String> listeners() {
        return fleet.topicPermissions().stream()
                .filter(permission -> permission.right() == TopicPermission.Right.READ)
                .map(TopicPermission::service)
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * As if all services had been away for so long that Kafka has let go of their groups' offsets, and their databases of what the
     * inboxes knew. They run afterwards, and begin with the first message.
     */
    static void loseOffsets() {
        List<String> instances = listeners().stream()
                .flatMap(service -> instancesOf(service).stream())
                .toList();
        instances.forEach(instance -> fleet.signal(instance, "TERM"));
        await().atMost(PATIENCE).until(() -> instances.stream().noneMatch(fleet::runs));
        try (Admin kafka = Admin.create(fleet.kafkaSettings(Map.of()))) {
            for (String service : listeners()) {
                in(service, database -> database.createStatement().execute("truncate inbox"));
                await().atMost(PATIENCE).ignoreExceptions().until(() -> {
                    kafka.deleteConsumerGroups(List.of(service)).all().get();
                    return true;
                });
            }
        }
        mend();
    }

    /** Whether every service has settled all of its topics, and has told all that it had to tell. */
    static boolean isQuiet() {
        try (Admin kafka = Admin.create(fleet.kafkaSettings(Map.of()))) {
            Map<TopicPartition, Long> ends = ends(kafka);
            for (String service : listeners()) {
                Set<String> topics = topicsOf(service);
                Map<TopicPartition, OffsetAndMetadata> settled = kafka.listConsumerGroupOffsets(service)
                        .partitionsToOffsetAndMetadata()
                        .get();
                boolean behind = ends.entrySet().stream()
                        .filter(end -> topics.contains(end.getKey().topic()))
                        .anyMatch(end -> end.getValue() > settledTo(settled.get(end.getKey())));
                if (behind || !in(service, Mall::isOutboxEmpty)) {
                    return false;
                }
            }
            return true;
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static long settledTo(OffsetAndMetadata settled) {
        return settled == null ? 0 : settled.offset();
    }

    private static boolean isOutboxEmpty(Connection database) throws SQLException {
        try (var rows = database.createStatement().executeQuery("select from outbox limit 1")) {
            return !rows.next();
        }
    }

    private static Set<String> topicsOf(String service) {
        return fleet.topicPermissions().stream()
                .filter(permission -> permission.right() == TopicPermission.Right.READ
                        && permission.service().equals(service))
                .map(TopicPermission::topic)
                .collect(Collectors.toSet());
    }

    /** How many messages there are of events and commands, by topic. Answers are left out: a command that comes again is answered again. */
    static Map<String, Long> told() {
        try (Admin kafka = Admin.create(fleet.kafkaSettings(Map.of()))) {
            return ends(kafka).entrySet().stream()
                    .filter(end -> end.getKey().topic().matches("mallbots\\..*\\.(events\\..*|commands)"))
                    .collect(Collectors.groupingBy(
                            end -> end.getKey().topic(), TreeMap::new, Collectors.summingLong(Map.Entry::getValue)));
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<TopicPartition, Long> ends(Admin kafka) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        kafka.describeTopics(kafka.listTopics().names().get())
                .allTopicNames()
                .get()
                .forEach((name, topic) -> topic.partitions()
                        .forEach(partition ->
                                latest.put(new TopicPartition(name, partition.partition()), OffsetSpec.latest())));
        Map<TopicPartition, Long> ends = new HashMap<>();
        kafka.listOffsets(latest).all().get().forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /** All that its database says of the mall. */
    static Rows knownTo(String service) {
        return in(service, database -> Rows.of(database, ""));
    }

    private interface Question<A> {
        A of(Connection database) throws SQLException;
    }

    private static <A> A in(String service, Question<A> question) {
        try (Connection database = superuser(service.replace('-', '_'))) {
            return question.of(database);
        } catch (SQLException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Connection superuser() throws SQLException, IOException {
        return superuser("postgres");
    }

    private static Connection superuser(String database) throws SQLException, IOException {
        String password = Files.readAllLines(Path.of(System.getProperty("features.home"), "credentials")).stream()
                .filter(line -> line.startsWith("postgres="))
                .findFirst()
                .orElseThrow()
                .substring("postgres=".length());
        return DriverManager.getConnection(fleet.jdbcUrl(database), "postgres", password);
    }

    static List<String> instancesOf(String service) {
        return fleet.status().stream()
                .map(Fleet.Status::name)
                .filter(name -> name.matches(service + "(-[0-9])?"))
                .toList();
    }
}
