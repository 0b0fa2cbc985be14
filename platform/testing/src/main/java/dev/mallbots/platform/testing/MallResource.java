package dev.mallbots.platform.testing;

import dev.mallbots.platform.fleet.Folders;
import dev.mallbots.platform.fleet.Lifetime;
import dev.mallbots.platform.fleet.LocalKafka;
import dev.mallbots.platform.fleet.LocalPostgres;
import dev.mallbots.platform.fleet.Ports;
import dev.mallbots.platform.fleet.Secrets;
import dev.mallbots.platform.fleet.TopicCatalogue;
import io.quarkus.test.common.QuarkusTestResourceConfigurableLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Starts the servers of {@link WithMall} and passes their addresses to Quarkus; they end with the tests' JVM. */
public final class MallResource implements QuarkusTestResourceConfigurableLifecycleManager<WithMall> {

    private static final Path ALL_HOMES = Path.of("target", "mall").toAbsolutePath();
    private static final String DATABASE = "service";

    private final Path home = ALL_HOMES.resolve("" + ProcessHandle.current().pid());
    private boolean needsKafka = true;
    private List<String> moreTopics = List.of();
    private LocalPostgres postgres;
    private LocalKafka kafka;

    @Override
    public void init(WithMall mall) {
        needsKafka = mall.kafka();
        moreTopics = mall.topics().lines().toList();
    }

    @Override
    public Map<String, String> start() {
        deleteWhatDeadTestsLeft();
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
        postgres =
                LocalPostgres.start(home.resolve("postgres"), port, Secrets.password(), log("postgres"), Lifetime.TIED);
        LocalPostgres.Database database = postgres.database(DATABASE, Secrets.password());
        return Map.of(
                "MALLBOTS_DB_HOST", database.host(),
                "MALLBOTS_DB_PORT", "" + database.port(),
                "MALLBOTS_DB_NAME", database.name(),
                "MALLBOTS_DB_USER", database.user(),
                "MALLBOTS_DB_PASSWORD", database.password());
    }

    private Map<String, String> startKafka(int port) {
        List<String> topics = new ArrayList<>(TopicCatalogue.onClassPath());
        topics.addAll(moreTopics);
        kafka = LocalKafka.start(home.resolve("kafka"), port, topics, List.of(), log("kafka"), Lifetime.TIED);
        return Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                "kafka.bootstrap.servers", kafka.bootstrapServers());
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
