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
 * A Kafka broker (with its controller, KRaft) as a process of its own on the loopback interface, with its data on
 * disk. Keeps every record for ever and makes no topic but those of the catalogue it is given. It is open to everybody, or
 * guarded: then it knows users, and {@link KafkaAccess} says what each may do.
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
     * Starts the broker, makes the topics that are missing, and waits until they are there.
     *
     * @param topics the catalogue: a topic a line, {@code name partitions=3 cleanup.policy=compact}; comments with #
     * @param jvmOptions further options of its JVM
     * @param log what the broker says, appended
     * @throws FleetFailure when it does not come up within 120 seconds
     */
    public static LocalKafka start(
            Path data, int port, List<String> topics, List<String> jvmOptions, Path log, Lifetime lifetime) {
        return start(data, port, topics, jvmOptions, log, lifetime, Optional.empty());
    }

    /**
     * The same, guarded. Data of an open broker can be opened so, and the other way round.
     *
     * @param access who may come in and do what; empty: everybody, everything
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
            // KILL: a tied broker's data is never opened again
            return new LocalKafka(ServerProcess.start(lifetime, "KILL", command, Map.of(), log), port, ready);
        } catch (IOException e) {
            throw new FleetFailure(
                    "Could not prepare Kafka's data in " + data + " (" + e.getMessage()
                            + "): make room or make it writable and try again.",
                    e);
        }
    }

    /** Who may do what, as the broker was told when it was started last; missing when it was everybody. */
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
     * @param signal {@code STOP}: it hangs, and its connections stay; {@code CONT}: it goes on
     */
    public void signal(String signal) {
        process.signal(signal);
    }

    /** Ends the broker: in an orderly way when it is detached, at once when it is tied to this JVM. */
    public void stop() {
        process.stop();
    }

    /** @throws FleetFailure when its topics are not there within 120 seconds; it is stopped then */
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

    /** What Maven found for the broker, and the place of our own classes, a jar or a folder. */
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

    /** Where the broker's own class comes from, a jar or a folder. */
    static Path code() {
        String place = String.valueOf(LocalKafka.class.getClassLoader().getResource(CLASS_PATH));
        String own = place.startsWith("jar:")
                ? place.substring("jar:".length(), place.indexOf("!/"))
                : place.substring(0, place.length() - CLASS_PATH.length());
        return Path.of(URI.create(own));
    }
}
