package dev.mallbots.load;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** The mall's data: rows, bytes of tables, bytes of topics. Some of it is history; the rest must be pruned. */
final class Holdings implements AutoCloseable {

    private static final List<String> PASSING =
            List.of("inbox", "outbox", "idempotency_key", "dead_letter", "saga", "saga_log", "notifications");

    private static final String BYTES = """
            select coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema') and %s c.relname in (%s)
            """;

    private final Mall mall;
    private final Admin admin;
    private final Set<String> lastingTopics;
    private final Set<String> passingTopics;

    Holdings(Mall mall) throws ExecutionException, InterruptedException {
        this.mall = mall;
        this.admin = Admin.create(mall.kafkaSettings(Map.of()));
        List<ConfigResource> topics = admin.listTopics().names().get().stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        Map<Boolean, Set<String>> lasting = admin.describeConfigs(topics).all().get().entrySet().stream()
                .collect(Collectors.partitioningBy(
                        topic -> topic.getValue()
                                .get(TopicConfig.RETENTION_MS_CONFIG)
                                .value()
                                .equals("-1"),
                        Collectors.mapping(topic -> topic.getKey().name(), Collectors.toSet())));
        this.lastingTopics = lasting.get(true);
        this.passingTopics = lasting.get(false);
    }

    /** The retention that replaces a week or a month. */
    void letGoAfter(Duration kept) throws ExecutionException, InterruptedException {
        Collection<AlterConfigOp> sooner = Stream.of(
                        new ConfigEntry(TopicConfig.RETENTION_MS_CONFIG, "" + kept.toMillis()),
                        // Kafka deletes only closed segments
                        new ConfigEntry(TopicConfig.SEGMENT_MS_CONFIG, "" + kept.toMillis() / 2))
                .map(setting -> new AlterConfigOp(setting, OpType.SET))
                .toList();
        Map<ConfigResource, Collection<AlterConfigOp>> changes = passingTopics.stream()
                .collect(Collectors.toMap(name -> new ConfigResource(ConfigResource.Type.TOPIC, name), name -> sooner));
        admin.incrementalAlterConfigs(changes).all().get();
    }

    /** Rows of the tables with this name in all databases. */
    long rows(String table) throws SQLException {
        long sum = 0;
        for (String service : mall.keepers()) {
            if (mall.number(service, "select count(to_regclass('%s'))".formatted(table)) > 0) {
                sum += mall.number(service, "select count(*) from " + table);
            }
        }
        return sum;
    }

    /** Bytes, including indexes and the space of deleted rows. */
    long passingTables() throws SQLException {
        return mall.sum(BYTES.formatted("", names()));
    }

    long lastingTables() throws SQLException {
        return mall.sum(BYTES.formatted("not", names()));
    }

    private static String names() {
        return PASSING.stream().collect(Collectors.joining("', '", "'", "'"));
    }

    long passingTopics() throws ExecutionException, InterruptedException {
        return bytes(passingTopics::contains);
    }

    long lastingTopics() throws ExecutionException, InterruptedException {
        return bytes(lastingTopics::contains);
    }

    private long bytes(Predicate<String> topics) throws ExecutionException, InterruptedException {
        List<Integer> brokers = admin.describeCluster().nodes().get().stream()
                .map(node -> node.id())
                .toList();
        return admin.describeLogDirs(brokers).allDescriptions().get().values().stream()
                .flatMap(folders -> folders.values().stream())
                .flatMap(folder -> folder.replicaInfos().entrySet().stream())
                .filter(replica -> topics.test(replica.getKey().topic()))
                .mapToLong(replica -> replica.getValue().size())
                .sum();
    }

    @Override
    public void close() {
        admin.close();
    }
}
