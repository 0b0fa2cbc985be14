package dev.mallbots.load;

import dev.mallbots.platform.fleet.Fleet;
import dev.mallbots.platform.fleet.Lifetime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** A mall of its own, with an operator's view of its inside. */
final class Mall implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Fleet fleet;
    private final Path home;
    private final Path project;
    private Admin admin;
    private String password;
    private Map<String, Long> processes;
    private final Map<String, Connection> open = new HashMap<>();

    Mall(Settings settings) {
        this.home = settings.home();
        this.project = settings.project();
        this.fleet = new Fleet(project, home, OptionalInt.of(settings.portBase()), false, settings.jvm());
    }

    /** Its processes end with this one, however this one ends. */
    void open() throws IOException {
        fleet.reset(System.out);
        fleet.up(Lifetime.TIED, System.out);
        admin = Admin.create(fleet.kafkaSettings(Map.of()));
        password = Files.readAllLines(home.resolve("credentials")).stream()
                .filter(line -> line.startsWith("postgres="))
                .findFirst()
                .orElseThrow()
                .substring("postgres=".length());
        processes = fleet.status().stream()
                .collect(Collectors.toMap(
                        Fleet.Status::name, Fleet.Status::pid, (one, other) -> one, LinkedHashMap::new));
    }

    Usage usage() {
        return Usage.of(processes, home);
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : open.values()) {
            connection.close();
        }
        if (admin != null) {
            admin.close(Duration.ofSeconds(5));
        }
        fleet.down(System.out);
    }

    Fleet fleet() {
        return fleet;
    }

    Map<String, Object> kafkaSettings(Map<String, Object> more) {
        return fleet.kafkaSettings(more);
    }

    /** The services with a database, which has the service's name without the hyphen. */
    List<String> keepers() {
        try {
            return Files.readAllLines(project.resolve("services/fleet.services")).stream()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(Predicate.not(String::isEmpty))
                    .map(line -> line.split("\\s+"))
                    .filter(words -> !words[2].equals("-"))
                    .map(words -> words[0])
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- databases

    Connection connect(String service) throws SQLException {
        return DriverManager.getConnection(fleet.jdbcUrl(service.replace('-', '_')), "postgres", password);
    }

    /** A persistent connection: opening one costs the server as much as a whole order, and the test queries often. */
    private Connection look(String service) throws SQLException {
        if (!open.containsKey(service)) {
            open.put(service, connect(service));
        }
        return open.get(service);
    }

    void execute(String service, String sql) throws SQLException {
        try (Connection connection = connect(service);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    long number(String service, String sql) throws SQLException {
        try (Statement statement = look(service).createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    List<String> texts(String service, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = look(service).createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    /** One statement over all services' databases. */
    long sum(String sql) throws SQLException {
        long sum = 0;
        for (String service : keepers()) {
            sum += number(service, sql);
        }
        return sum;
    }

    // ---- topics

    void makeTopic(String name, int partitions) throws ExecutionException, InterruptedException {
        admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                .all()
                .get();
    }

    /** A topic of the test, because services may write only their own. */
    void letWrite(String service, String topic) throws ExecutionException, InterruptedException {
        admin.createAcls(List.of(new AclBinding(
                        new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                        new AccessControlEntry("User:" + service, "*", AclOperation.WRITE, AclPermissionType.ALLOW))))
                .all()
                .get();
    }

    /** The end offsets of the mall's own topics and of the test's. */
    Map<TopicPartition, Long> ends() throws ExecutionException, InterruptedException {
        List<String> topics = admin.listTopics().names().get().stream()
                .filter(name -> !name.startsWith("__"))
                .toList();
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        admin.describeTopics(topics)
                .allTopicNames()
                .get()
                .forEach((name, topic) -> topic.partitions()
                        .forEach(partition ->
                                latest.put(new TopicPartition(name, partition.partition()), OffsetSpec.latest())));
        return admin.listOffsets(latest).all().get().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, end -> end.getValue().offset()));
    }

    /** The number of records in a topic. */
    long size(String topic) throws ExecutionException, InterruptedException {
        return ends().entrySet().stream()
                .filter(end -> end.getKey().topic().equals(topic))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** The number of records that the services have not committed yet. */
    long lag() throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> ends = ends();
        long lag = 0;
        for (String group : keepers()) {
            Map<TopicPartition, OffsetAndMetadata> settled = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            for (Map.Entry<TopicPartition, OffsetAndMetadata> offset : settled.entrySet()) {
                // an offset committed after the query for the end is no lag
                lag += Math.max(
                        0,
                        ends.getOrDefault(offset.getKey(), 0L)
                                - offset.getValue().offset());
            }
        }
        return lag;
    }

    // ---- quiet

    /** Waits until every message has been sent and handled, by polling and never for a fixed time. */
    void awaitQuiet() throws Exception {
        Instant giveUp = Instant.now().plus(PATIENCE);
        int quiet = 0;
        while (quiet < 3) {
            quiet = waiting().allMatch(count -> count == 0) ? quiet + 1 : 0;
            if (Instant.now().isAfter(giveUp)) {
                throw new IllegalStateException("The mall does not come to rest.");
            }
            Thread.sleep(200);
        }
    }

    private Stream<Long> waiting() throws Exception {
        return Stream.of(
                number(
                        "depot",
                        "select count(*) from shopping_list where status in ('AVAILABLE', 'ASSIGNED', 'ACTIVE')"),
                sum("select count(*) from outbox"),
                lag());
    }
}
