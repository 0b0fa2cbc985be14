package dev.mallbots.platform.fleet;

import dev.mallbots.platform.fleet.broker.BrokerMain;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Kafka broker (with its controller, KRaft) as a separate process on the loopback interface, with its data on disk. Keeps every record
 * without limit and creates only the topics of its catalogue. It runs without authentication, or guarded: then it has users with the
 * permissions of {@link KafkaAccess}.
 */
public final class LocalKafka {

    private static final String CLASS_PATH = "META-INF/local-fleet/kafka.classpath";
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final ServerProcess process;
    private final int port;
    private final Path ready;

    private LocalKafka(ServerProcess process, int port, Path ready) {
        this.process = process;
        this.port = port;
        this.ready = ready;
    }

    /**
     * Starts the broker, creates missing topics, and waits until they exist.
     *
     * @param topics the catalogue: one topic a line, {@code name partitions=3 cleanup.policy=compact}; comments with #
     * @param jvmOptions further options of its JVM
     * @param log receives the broker's output, appended
     * @throws FleetFailure if it is not ready within 120 seconds
     */
    public static LocalKafka start(
            Path data, int port, List<String> topics, List<String> jvmOptions, Path log, Lifetime lifetime) {
        return start(data, port, topics, jvmOptions, log, lifetime, Optional.empty());
    }

    /**
     * The same, guarded. The data of a broker can be used with and without authentication.
     *
     * @param access the users and permissions; empty for no authentication
     */
    public static LocalKafka start(
            Path data,
            int port,
            List<String> topics,
            List<String> jvmOptions,
            Path log,
            Lifetime lifetime,
            Optional<KafkaAccess> access) {
        LocalKafka kafka = launch(data, port, topics, jvmOptions, log, lifetime, access);
        kafka.awaitReady();
        return kafka;
    }

    /** The same without waiting: see {@link #awaitReady()}. */
    static LocalKafka launch(
            Path data,
            int port,
            List<String> topics,
            List<String> jvmOptions,
            Path log,
            Lifetime lifetime,
            Optional<KafkaAccess> access) {
        try {
            Files.createDirectories(data);
            Path ready = data.resolve("ready");
            Files.deleteIfExists(ready);
            Path catalogue = Files.write(data.resolve("topics"), topics);
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                    "-Dorg.slf4j.simpleLogger.showDateTime=true",
                    "-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS"));
            command.addAll(jvmOptions);
            command.addAll(List.of(
                    "-cp",
                    classPath(),
                    BrokerMain.class.getName(),
                    data.toAbsolutePath().toString(),
                    "" + port,
                    catalogue.toAbsolutePath().toString(),
                    ready.toAbsolutePath().toString()));
            Path door = accessFile(data);
            Files.deleteIfExists(door);
            if (access.isPresent()) {
                Secrets.write(door, access.get().lines());
                command.add(door.toAbsolutePath().toString());
            }
            // KILL: a tied broker's data is never used again
            return new LocalKafka(ServerProcess.start(lifetime, "KILL", command, Map.of(), log), port, ready);
        } catch (IOException e) {
            throw new FleetFailure(
                    "Could not prepare Kafka's data in " + data + " (" + e.getMessage()
                            + "): make room or make it writable and try again.",
                    e);
        }
    }

    /** The users and permissions at the broker's last start; missing without authentication. */
    static Path accessFile(Path data) {
        return data.resolve("access");
    }

    ServerProcess process() {
        return process;
    }

    public String bootstrapServers() {
        return Ports.LOOPBACK + ":" + port;
    }

    /**
     * Sends it a signal.
     *
     * @param signal {@code STOP}: freezes it, and its connections stay open; {@code CONT}: resumes it
     */
    public void signal(String signal) {
        process.signal(signal);
    }

    /** Stops the broker: in an orderly way if it is detached, at once if it is tied to this JVM. */
    public void stop() {
        process.stop();
    }

    /** @throws FleetFailure if its topics do not exist within 120 seconds; it is stopped then */
    void awaitReady() {
        Instant giveUp = Instant.now().plus(PATIENCE);
        try {
            while (process.isAlive() && Instant.now().isBefore(giveUp)) {
                if (Files.exists(ready)) {
                    return;
                }
                Thread.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.stop();
        throw new FleetFailure("Kafka did not come up on port " + port + ": see the end of " + process.log() + ".");
    }

    /** The class path that Maven found for the broker, and that of our own classes, a jar or a folder. */
    private static String classPath() throws IOException {
        URL list = LocalKafka.class.getClassLoader().getResource(CLASS_PATH);
        if (list == null) {
            throw new FleetFailure("Kafka's class path is missing: build platform/local-fleet with Maven.");
        }
        String libraries;
        try (var in = list.openStream()) {
            libraries = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
        return code() + ":" + libraries;
    }

    /** The location of the broker's own class, a jar or a folder. */
    static Path code() {
        String place = String.valueOf(LocalKafka.class.getClassLoader().getResource(CLASS_PATH));
        String own = place.startsWith("jar:")
                ? place.substring("jar:".length(), place.indexOf("!/"))
                : place.substring(0, place.length() - CLASS_PATH.length());
        return Path.of(URI.create(own));
    }
}
