package dev.mallbots.platform.testing;

import dev.mallbots.platform.fleet.Folders;
import dev.mallbots.platform.fleet.KafkaAccess;
import dev.mallbots.platform.fleet.Lifetime;
import dev.mallbots.platform.fleet.LocalKafka;
import dev.mallbots.platform.fleet.LocalPostgres;
import dev.mallbots.platform.fleet.Ports;
import dev.mallbots.platform.fleet.Secrets;
import dev.mallbots.platform.fleet.ServerCertificate;
import dev.mallbots.platform.fleet.TopicCatalogue;
import dev.mallbots.platform.fleet.TopicPermission;
import dev.mallbots.platform.fleet.TopicPermission.Right;
import io.quarkus.test.common.QuarkusTestResourceConfigurableLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Starts the servers of {@link WithMall} and passes their addresses to Quarkus; they end with the tests' JVM. */
public final class MallResource implements QuarkusTestResourceConfigurableLifecycleManager<WithMall> {

    private static final Path ALL_HOMES = Path.of("target", "mall").toAbsolutePath();
    private static final String DATABASE = "service";

    /** A setting for tests that do to the database what its operator may: the password of the role postgres. */
    public static final String SUPERUSER_PASSWORD = "mallbots.test.postgres-password";

    private final Path home = ALL_HOMES.resolve("" + ProcessHandle.current().pid());
    private boolean needsKafka = true;
    private List<String> moreTopics = List.of();
    private Optional<String> user = Optional.empty();
    private Optional<ServerCertificate> certificate = Optional.empty();
    private LocalPostgres postgres;
    private LocalKafka kafka;

    @Override
    public void init(WithMall mall) {
        needsKafka = mall.kafka();
        moreTopics = mall.topics().lines().toList();
        user = Optional.of(mall.encryptedFor()).filter(name -> !name.isEmpty());
    }

    @Override
    public Map<String, String> start() {
        deleteWhatDeadTestsLeft();
        certificate = user.map(encrypted -> new Authority(home).certificateFor(Ports.LOOPBACK));
        List<Integer> ports = Ports.free(2);
        CompletableFuture<Map<String, String>> database =
                CompletableFuture.supplyAsync(() -> startPostgres(ports.getFirst()), Thread::startVirtualThread);
        CompletableFuture<Map<String, String>> broker = needsKafka
                ? CompletableFuture.supplyAsync(() -> startKafka(ports.getLast()), Thread::startVirtualThread)
                : CompletableFuture.completedFuture(Map.of());
        Map<String, String> configuration = new HashMap<>();
        configuration.putAll(database.join());
        configuration.putAll(broker.join());
        configuration.putAll(Tokens.configuration());
        configuration.put("quarkus.http.test-port", "0");
        return configuration;
    }

    @Override
    public void stop() {
        if (kafka != null) {
            kafka.stop();
        }
        if (postgres != null) {
            postgres.stop();
        }
        delete(home);
    }

    private Map<String, String> startPostgres(int port) {
        String superuser = Secrets.password();
        postgres = LocalPostgres.start(
                home.resolve("postgres"), port, superuser, log("postgres"), Lifetime.TIED, certificate);
        LocalPostgres.Database database = postgres.database(DATABASE, Secrets.password());
        Map<String, String> settings = new HashMap<>(Map.of(
                "MALLBOTS_DB_HOST",
                database.host(),
                "MALLBOTS_DB_PORT",
                "" + database.port(),
                "MALLBOTS_DB_NAME",
                database.name(),
                "MALLBOTS_DB_USER",
                database.user(),
                "MALLBOTS_DB_PASSWORD",
                database.password(),
                SUPERUSER_PASSWORD,
                superuser));
        certificate.ifPresent(
                shown -> settings.put("MALLBOTS_DB_CA", shown.authority().toString()));
        return settings;
    }

    private Map<String, String> startKafka(int port) {
        List<String> topics = new ArrayList<>(TopicCatalogue.onClassPath());
        topics.addAll(moreTopics);
        Optional<KafkaAccess> access = user.map(name -> access(name, topics));
        kafka = LocalKafka.start(home.resolve("kafka"), port, topics, List.of(), log("kafka"), Lifetime.TIED, access);
        Map<String, String> settings = new HashMap<>(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                "kafka.bootstrap.servers", kafka.bootstrapServers()));
        access.ifPresent(guarded -> {
            settings.put("MALLBOTS_KAFKA_USER", user.get());
            settings.put("MALLBOTS_KAFKA_PASSWORD", guarded.passwords().get(user.get()));
            settings.put("MALLBOTS_KAFKA_CA", certificate.get().authority().toString());
            guarded.settings(KafkaAccess.ADMIN)
                    .forEach((name, value) -> settings.put(Topics.ADMIN_SETTINGS + name, value.toString()));
        });
        return settings;
    }

    private KafkaAccess access(String name, List<String> topics) {
        return new KafkaAccess(
                Map.of(KafkaAccess.ADMIN, Secrets.password(), name, Secrets.password()),
                TopicCatalogue.names(topics).stream()
                        .flatMap(topic -> Stream.of(
                                new TopicPermission(name, Right.READ, topic),
                                new TopicPermission(name, Right.WRITE, topic)))
                        .toList(),
                certificate);
    }

    private static Path log(String server) {
        return ALL_HOMES.resolve(server + ".log");
    }

    private static void deleteWhatDeadTestsLeft() {
        if (!Files.exists(ALL_HOMES)) {
            return;
        }
        try (Stream<Path> homes = Files.list(ALL_HOMES)) {
            homes.filter(Files::isDirectory)
                    .filter(folder -> !isRunning(folder.getFileName().toString()))
                    .forEach(MallResource::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isRunning(String pid) {
        return ProcessHandle.of(Long.parseLong(pid)).isPresent();
    }

    private static void delete(Path folder) {
        try {
            Folders.deleteContents(folder);
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
