package dev.mallbots.platform.fleet.broker;

import dev.mallbots.platform.fleet.KafkaAccess;
import dev.mallbots.platform.fleet.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** The broker's process: formats its folder once, starts the broker, creates the catalogue's topics, and signals that it is ready. */
public final class BrokerMain {

    private BrokerMain() {}

    /** @param args data folder, port, topic catalogue, the file to create when ready, and users with permissions, if it is guarded */
    public static void main(String[] args) throws Exception {
        try {
            Optional<Guard> guard =
                    args.length < 5 ? Optional.empty() : Optional.of(new Guard(KafkaAccess.read(Path.of(args[4]))));
            run(Path.of(args[0]), Integer.parseInt(args[1]), Path.of(args[2]), Path.of(args[3]), guard);
        } catch (Exception e) {
            e.printStackTrace();
            // the broker's threads would keep a half-started process alive
            Runtime.getRuntime().halt(1);
        }
    }

    private static void run(Path data, int port, Path catalogue, Path ready, Optional<Guard> guard) throws Exception {
        Path log = data.resolve("log");
        if (!Files.exists(log.resolve("meta.properties"))) {
            format(log, guard.map(Guard::scramArguments).orElse(List.of()));
        }
        KafkaRaftServer server =
                new KafkaRaftServer(KafkaConfig.fromProps(settings(log, port, guard), false), Time.SYSTEM);
        server.startup();
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "shutdown"));
        Map<String, Object> adminSettings =
                new HashMap<>(guard.map(Guard::adminSettings).orElse(Map.of()));
        adminSettings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:" + port);
        try (Admin admin = Admin.create(adminSettings)) {
            TopicAdmin topics = new TopicAdmin(admin);
            if (guard.isPresent()) {
                topics.makeUsers(guard.get().scramUsers());
                topics.permit(guard.get().permissions(), Optional.empty());
            }
            topics.createMissing(Files.readAllLines(catalogue));
            Files.createFile(ready);
            createInternalTopics(admin);
        }
        server.awaitShutdown();
    }

    private static void format(Path log, List<String> scramArguments) throws Exception {
        Files.createDirectories(log);
        new Formatter()
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(1)
                .setDirectories(List.of(log.toString()))
                .setMetadataLogDirectory(log.toString())
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .setControllerListenerName("CONTROLLER")
                .setScramArguments(scramArguments)
                .setIgnoreFormatted(true)
                .setPrintStream(System.out)
                .run();
    }

    /** Created now, so that the first consumer does not wait for the topic of offsets. */
    private static void createInternalTopics(Admin admin) {
        try {
            admin.describeConsumerGroups(List.of("warm-up")).all().get();
        } catch (Exception e) {
            // the group does not exist, which some versions report as an error
        }
    }

    private static Properties settings(Path log, int port, Optional<Guard> guard) {
        // used by this process only
        int controllerPort = Ports.free(1).getFirst();
        String listener = guard.map(Guard::securityProtocol).orElse("PLAINTEXT");
        String controller = guard.isPresent() ? "SASL_PLAINTEXT" : "PLAINTEXT";
        Properties settings = new Properties();
        settings.putAll(Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", "1"),
                Map.entry("listeners", listener + "://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort),
                Map.entry("advertised.listeners", listener + "://127.0.0.1:" + port),
                Map.entry("inter.broker.listener.name", listener),
                Map.entry("listener.security.protocol.map", listener + ":" + listener + ",CONTROLLER:" + controller),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("controller.quorum.voters", "1@127.0.0.1:" + controllerPort),
                Map.entry("log.dirs", log.toString()),
                Map.entry("auto.create.topics.enable", "false"),
                // a new service catches up from the full history
                Map.entry("log.retention.ms", "-1"),
                Map.entry("log.retention.bytes", "-1"),
                // a mall that was closed for a month must not read all topics again
                Map.entry("offsets.retention.minutes", "" + Integer.MAX_VALUE),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "3"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("transaction.state.log.num.partitions", "3"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                Map.entry("share.coordinator.state.topic.num.partitions", "1"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("num.network.threads", "2"),
                Map.entry("num.io.threads", "4"),
                Map.entry("background.threads", "2"),
                Map.entry("log.cleaner.dedupe.buffer.size", "" + 16 * 1024 * 1024),
                Map.entry("log.index.size.max.bytes", "" + 1024 * 1024)));
        guard.ifPresent(it -> settings.putAll(it.brokerSettings()));
        return settings;
    }
}
