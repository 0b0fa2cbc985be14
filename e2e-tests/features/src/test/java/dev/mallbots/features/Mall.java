package dev.mallbots.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mallbots.deployments.ComposeDeployment;
import dev.mallbots.deployments.Deployment;
import dev.mallbots.deployments.FleetDeployment;
import dev.mallbots.platform.fleet.Fleet;
import dev.mallbots.platform.fleet.TopicPermission;
import dev.mallbots.platform.testing.Rows;
import dev.mallbots.platform.testing.Topics;
import io.cucumber.java.AfterAll;
import io.cucumber.java.BeforeAll;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
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

/** The mall that all features share, with fresh data. The property {@code features.mall} says how it is deployed: {@code fleet} or {@code compose}. */
public final class Mall {

    static final int INSTANCES = Integer.getInteger("features.instances");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String GATEWAY = "gateway";

    private static final List<String> SEVERAL_OF = List.of(GATEWAY, "ordering", "order-saga", "payments", "depot");

    private static final Map<String, String> TOKENS = new ConcurrentHashMap<>();

    private static Deployment deployment;
    private static Topics topics;
    private static TraceCollector collector;

    private Mall() {}

    @BeforeAll
    public static void open() throws IOException {
        collector = new TraceCollector(Integer.getInteger("features.collector-port"));
        deployment = deployment();
        deployment.open();
        topics = new Topics(deployment.kafkaSettings(Map.of()));
    }

    private static Deployment deployment() {
        Path project = Path.of(System.getProperty("features.project"));
        Path home = Path.of(System.getProperty("features.home"));
        return switch (System.getProperty("features.mall")) {
            case "compose" -> new ComposeDeployment(project, home.resolve("logs"));
            default ->
                new FleetDeployment(
                        new Fleet(project, home, OptionalInt.of(Integer.getInteger("features.port-base")), false),
                        home,
                        SEVERAL_OF,
                        INSTANCES);
        };
    }

    @AfterAll
    public static void close() throws IOException {
        if (topics != null) {
            topics.close();
        }
        if (deployment != null) {
            deployment.close();
        }
        collector.close();
        if (deployment != null) {
            assertThat(Logs.tellingTooMuch(deployment.logs()))
                    .as("log lines of the whole run that name a customer or tell a number")
                    .isEmpty();
        }
    }

    /** The gateway that is used unless a step chooses another. */
    static String url() {
        return url(gateways().getFirst());
    }

    /** @param gateway one of {@link #gateways()} */
    static String url(String gateway) {
        return deployment.url(gateway);
    }

    static List<String> gateways() {
        return instancesOf(GATEWAY);
    }

    /** A bearer token of one of the issuer's people. */
    static String token(String username) {
        return TOKENS.computeIfAbsent(username, deployment::token);
    }

    /** The services that send or receive messages. */
    static List<String> services() {
        return deployment.topicPermissions().stream()
                .map(TopicPermission::service)
                .distinct()
                .sorted()
                .toList();
    }

    static Topics topics() {
        return topics;
    }

    static TraceCollector traces() {
        return collector;
    }

    /** From then on no instance of the service answers any call; none loses data. */
    static void freeze(String service) {
        instancesOf(service).forEach(deployment::freeze);
    }

    static void resume(String service) {
        instancesOf(service).forEach(deployment::resume);
    }

    /** Sends SIGKILL; the service's other instances run on. */
    static void kill(String instance) {
        deployment.kill(instance);
    }

    /** Stops and starts it as an operator does, and returns when it is ready. */
    static void restart(String instance) {
        deployment.restart(instance);
    }

    /** Stops all of them, and starts them again after the last has ended: faster than a rolling restart, and harder. */
    static void restartTogether(List<String> instances) {
        deployment.stop(instances);
        mend();
    }

    /** Starts the killed ones, and returns when all are ready. */
    static void mend() {
        deployment.mend();
    }

    /** Removes a service's database and committed offsets, as if it were new. The service is stopped afterwards. */
    static void forget(String service) {
        deployment.stop(instancesOf(service));
        try (Connection postgres = deployment.database("postgres");
                Statement statement = postgres.createStatement();
                Admin kafka = Admin.create(deployment.kafkaSettings(Map.of()))) {
            statement.execute("drop database %s with (force)".formatted(service.replace('-', '_')));
            await().atMost(PATIENCE).ignoreExceptions().until(() -> {
                kafka.deleteConsumerGroups(List.of(service)).all().get();
                return true;
            });
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        deployment.prepare(service);
    }

    /** The services that listen to topics. */
    static List<String> listeners() {
        return deployment.topicPermissions().stream()
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
        deployment.stop(instances);
        try (Admin kafka = Admin.create(deployment.kafkaSettings(Map.of()))) {
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
        try (Admin kafka = Admin.create(deployment.kafkaSettings(Map.of()))) {
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
        return deployment.topicPermissions().stream()
                .filter(permission -> permission.right() == TopicPermission.Right.READ
                        && permission.service().equals(service))
                .map(TopicPermission::topic)
                .collect(Collectors.toSet());
    }

    /** How many messages there are of events and commands, by topic. Answers are left out: a command that comes again is answered again. */
    static Map<String, Long> told() {
        try (Admin kafka = Admin.create(deployment.kafkaSettings(Map.of()))) {
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
        try (Connection database = deployment.database(service.replace('-', '_'))) {
            return question.of(database);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    static List<String> instancesOf(String service) {
        return deployment.instancesOf(service);
    }
}
