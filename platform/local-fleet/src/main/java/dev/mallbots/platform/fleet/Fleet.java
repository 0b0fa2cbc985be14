package dev.mallbots.platform.fleet;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * PostgreSQL, Kafka and every service of a project as processes of this machine, with all their data under one folder.
 *
 * <p>Every command works from what it finds: what runs already is left alone, what died is started again. A command that
 * fails leaves nothing running that it has started.
 */
public final class Fleet {

    /** Where the ports of services start unless told otherwise; PostgreSQL's and Kafka's move with it. */
    public static final int FIRST_PORT = 8080;

    static final String POSTGRES = "postgres";
    static final String KAFKA = "kafka";
    private static final int POSTGRES_PORT = 5442;
    private static final int KAFKA_PORT = 9192;
    private static final long ROOM_NEEDED = 500L << 20;
    private static final Duration START_PATIENCE = Duration.ofSeconds(120);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);
    private static final Duration TRAINING_PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
    /** The byte code comes from our own build; verifying it again costs a tenth of the start. A cache needs no such thing. */
    private static final List<String> UNVERIFIED =
            List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote");

    private static final int LAST_LINES = 20;

    private final Path project;
    private final Path home;
    private final int portBase;
    private final boolean training;
    private final List<String> jvmOptions;
    private final List<ServiceEntry> services;
    private final Credentials credentials;
    private final Map<String, ServerProcess> startedHere = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<String, ServerProcess> tied = new ConcurrentHashMap<>();
    private volatile boolean abandoned;

    /**
     * @param project the project's root: has {@code services/fleet.services} and what Maven built
     * @param home the folder for all data, logs and notes; made when missing
     * @param portBase the first port; empty: the one that this home used last, else {@link #FIRST_PORT}
     * @param training whether the JVMs record AOT caches, which are complete when the fleet has gone down
     */
    public Fleet(Path project, Path home, OptionalInt portBase, boolean training) {
        this(project, home, portBase, training, List.of());
    }

    /**
     * The same with other JVMs than those that start fastest.
     *
     * @param jvmOptions added to those of every JVM, Kafka's included; the last one of a kind wins. For example
     *     {@code -XX:TieredStopAtLevel=4}: slower to start, cheaper once it runs
     */
    public Fleet(Path project, Path home, OptionalInt portBase, boolean training, List<String> jvmOptions) {
        this.jvmOptions = List.copyOf(jvmOptions);
        this.project = project.toAbsolutePath().normalize();
        this.home = home.toAbsolutePath().normalize();
        this.services = ServiceEntry.read(this.project.resolve("services/fleet.services"));
        this.portBase = portBase.orElseGet(this::lastPortBase);
        this.training = training || Files.exists(this.home.resolve("training"));
        this.credentials = new Credentials(this.home.resolve("credentials"));
    }

    /**
     * @param name a service's, {@code postgres} or {@code kafka}
     * @param pid 0 when it does not run
     * @param state ready, starting, dead (it was started and is gone) or down
     * @param kilobytes its share of the machine's memory, with its children's
     */
    public record Status(String name, long pid, int port, String state, long kilobytes) {}

    /**
     * Starts what does not run, and returns when all of it is ready.
     *
     * @param out gets a line whenever something has become ready
     * @return whether anything had to be started
     * @throws FleetFailure with one sentence; whatever this call has started is stopped then
     */
    public boolean up(Lifetime lifetime, PrintStream out) {
        try (Lock lock = lock()) {
            List<String> missing =
                    names().stream().filter(name -> process(name).isEmpty()).toList();
            if (missing.isEmpty()) {
                List<ServiceEntry> notReady = services.stream()
                        .filter(service -> !Readiness.of(port(service.name())))
                        .toList();
                awaitReady(notReady, new Progress(out));
                return false;
            }
            checkRoom();
            missing.forEach(this::checkBuilt);
            missing.forEach(this::checkPort);
            start(missing, lifetime, new Progress(out));
            return true;
        }
    }

    /** Stops one and starts it again. See {@link #up}. */
    public void restart(String name, Lifetime lifetime, PrintStream out) {
        checkKnown(name);
        try (Lock lock = lock()) {
            Progress progress = new Progress(out);
            stop(name, progress);
            checkBuilt(name);
            checkPort(name);
            start(List.of(name), lifetime, progress);
        }
    }

    /**
     * Stops all that runs, the edge first and the stores of data last; the data stay.
     *
     * @return whether anything ran
     */
    public boolean down(PrintStream out) {
        try (Lock lock = lock()) {
            return stopAll(new Progress(out));
        }
    }

    /** Stops all that runs and deletes all data and logs. */
    public void reset(PrintStream out) {
        try (Lock lock = lock()) {
            stopAll(new Progress(out));
            try {
                for (String part : List.of(POSTGRES, KAFKA, "logs", "run", "credentials", "port-base", "training")) {
                    Folders.delete(home.resolve(part));
                }
                credentials.forget();
            } catch (IOException e) {
                throw new FleetFailure("Could not delete " + home + ": " + e.getMessage() + ".", e);
            }
        }
    }

    /** All processes in the order of the list, the stores of data first. */
    public List<Status> status() {
        return names().stream().map(this::status).toList();
    }

    /** Where a running service answers. */
    public String url(String name) {
        checkKnown(name);
        return "http://" + Ports.LOOPBACK + ":" + port(name);
    }

    /** Where the running Kafka answers. */
    public String bootstrapServers() {
        return Ports.LOOPBACK + ":" + port(KAFKA);
    }

    /** The log of one process since it was started last. */
    public Path log(String name) {
        checkKnown(name);
        return home.resolve("logs").resolve(name + ".log");
    }

    /** The running PostgreSQL's database of this name, for JDBC. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + Ports.LOOPBACK + ":" + port(POSTGRES) + "/" + database;
    }

    // ---- for those who break things

    /**
     * Starts one that does not run, without waiting until it is ready, and whatever else runs or not: as a supervisor
     * does. It must have been up in this home before.
     */
    public void launch(String name, Lifetime lifetime) {
        checkKnown(name);
        try (Lock lock = lock()) {
            startedHere.clear();
            switch (name) {
                case POSTGRES -> startPostgres(lifetime);
                case KAFKA -> startKafka(lifetime);
                default -> launchService(entry(name), lifetime);
            }
            handOver(lifetime);
        }
    }

    /** Whether its process is there: ready, starting or frozen. */
    public boolean runs(String name) {
        checkKnown(name);
        return process(name).isPresent();
    }

    /** SIGKILL, without a word; returns when the process is gone. Nothing to do is fine. */
    public void kill(String name) {
        checkKnown(name);
        process(name).ifPresent(process -> {
            server(process).destroyForcibly();
            process.onExit().join();
        });
    }

    /**
     * Sends a signal to its process and to that one's children; nothing to do is fine.
     *
     * @param signal {@code STOP}, {@code CONT} ...
     */
    public void signal(String name, String signal) {
        checkKnown(name);
        process(name)
                .map(Fleet::server)
                .ifPresent(server -> Stream.concat(Stream.of(server), server.descendants())
                        .forEach(process -> Stopping.send(process, signal)));
    }

    /** The server itself: a tied one is the child of a shell that ends it with us. */
    private static ProcessHandle server(ProcessHandle process) {
        return isShell(process)
                ? process.children()
                        .filter(child -> !isShell(child))
                        .findFirst()
                        .orElse(process)
                : process;
    }

    private static boolean isShell(ProcessHandle process) {
        return process.info()
                .command()
                .filter(command -> command.endsWith("sh"))
                .isPresent();
    }

    /** Stops what this object has started and not yet handed over: for a caller that is told to end half-way. */
    void abandon() {
        abandoned = true;
        stopStartedHere();
    }

    // ---- start

    private void start(List<String> missing, Lifetime lifetime, Progress progress) {
        startedHere.clear();
        remember();
        try {
            Optional<LocalPostgres> postgres =
                    missing.contains(POSTGRES) ? Optional.of(startPostgres(lifetime)) : Optional.empty();
            Optional<LocalKafka> kafka = missing.contains(KAFKA) ? Optional.of(startKafka(lifetime)) : Optional.empty();
            postgres.ifPresent(server -> {
                server.awaitReady();
                progress.say(POSTGRES + " is ready");
            });
            List<ServiceEntry> starting = services.reversed().stream()
                    .filter(service -> missing.contains(service.name()))
                    .toList();
            starting.forEach(service -> startService(service, lifetime));
            kafka.ifPresent(server -> {
                server.awaitReady();
                progress.say(KAFKA + " is ready");
            });
            awaitReady(starting, progress);
        } catch (RuntimeException e) {
            stopStartedHere();
            throw e;
        }
        handOver(lifetime);
    }

    private void handOver(Lifetime lifetime) {
        if (lifetime == Lifetime.TIED) {
            tied.putAll(startedHere);
        }
        startedHere.clear();
    }

    private LocalPostgres startPostgres(Lifetime lifetime) {
        LocalPostgres server = LocalPostgres.launch(
                home.resolve(POSTGRES), port(POSTGRES), credentials.of("postgres"), freshLog(POSTGRES), lifetime);
        note(POSTGRES, server.process());
        return server;
    }

    private LocalKafka startKafka(Lifetime lifetime) {
        LocalKafka server = LocalKafka.launch(
                home.resolve(KAFKA), port(KAFKA), topics(), options(KAFKA), freshLog(KAFKA), lifetime);
        note(KAFKA, server.process());
        return server;
    }

    private void startService(ServiceEntry service, Lifetime lifetime) {
        service.database()
                .ifPresent(name ->
                        new Databases(port(POSTGRES), credentials.of("postgres")).make(name, credentials.of(name)));
        launchService(service, lifetime);
    }

    private void launchService(ServiceEntry service, Lifetime lifetime) {
        Map<String, String> environment = environment(service);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // many small JVMs on few cores: the cheapest collector and compiler start fastest and hold least
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(options(service.name()));
        command.addAll(List.of("-jar", jar(service.name()).toString()));
        ServerProcess process = ServerProcess.start(lifetime, "TERM", command, environment, freshLog(service.name()));
        note(service.name(), process);
    }

    private Map<String, String> environment(ServiceEntry service) {
        Map<String, String> environment = new HashMap<>();
        environment.put("MALLBOTS_HTTP_HOST", Ports.LOOPBACK);
        environment.put("MALLBOTS_HTTP_PORT", "" + port(service.name()));
        environment.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers());
        for (ServiceEntry other : services) {
            environment.put("MALLBOTS_" + other.variable() + "_URL", url(other.name()));
        }
        service.database().ifPresent(name -> {
            environment.put("MALLBOTS_DB_HOST", Ports.LOOPBACK);
            environment.put("MALLBOTS_DB_PORT", "" + port(POSTGRES));
            environment.put("MALLBOTS_DB_NAME", name);
            environment.put("MALLBOTS_DB_USER", name);
            environment.put("MALLBOTS_DB_PASSWORD", credentials.of(name));
        });
        return environment;
    }

    private void awaitReady(List<ServiceEntry> starting, Progress progress) {
        Instant giveUp = Instant.now().plus(START_PATIENCE);
        List<ServiceEntry> waiting = new ArrayList<>(starting);
        while (!waiting.isEmpty()) {
            for (ServiceEntry service : List.copyOf(waiting)) {
                if (Readiness.of(port(service.name()))) {
                    waiting.remove(service);
                    progress.say(service.name() + " is ready (" + (starting.size() - waiting.size()) + " of "
                            + starting.size() + ")");
                } else if (process(service.name()).isEmpty()) {
                    throw didNotComeUp(service.name(), "it ended by itself");
                }
            }
            if (!waiting.isEmpty() && Instant.now().isAfter(giveUp)) {
                throw didNotComeUp(
                        waiting.getFirst().name(), "it is not ready after " + START_PATIENCE.toSeconds() + " s");
            }
            pause();
        }
    }

    private FleetFailure didNotComeUp(String name, String why) {
        if (abandoned) {
            return new FleetFailure("Stopped half-way; nothing of it is left running.");
        }
        return new FleetFailure(String.join("\n", lastLines(log(name))) + "\n" + name + " did not come up, " + why
                + ": read its last lines above, or all of them in " + log(name) + ", and try again.");
    }

    private void note(String name, ServerProcess process) {
        startedHere.put(name, process);
        if (abandoned) {
            process.stop();
            throw new FleetFailure("Stopped while starting " + name + ".");
        }
        RunFile.of(name, port(name), process.handle()).write(runFolder());
    }

    // ---- stop

    private void stopStartedHere() {
        List<String> started = List.copyOf(startedHere.keySet());
        started.parallelStream().filter(this::isService).forEach(this::stopStartedHere);
        started.reversed().stream().filter(name -> !isService(name)).forEach(this::stopStartedHere);
    }

    private void stopStartedHere(String name) {
        ServerProcess process = startedHere.remove(name);
        if (process != null) {
            process.stop();
            RunFile.delete(runFolder(), name);
        }
    }

    private boolean stopAll(Progress progress) {
        boolean ran = names().stream().anyMatch(name -> process(name).isPresent());
        List<String> inside = services.stream().skip(1).map(ServiceEntry::name).toList();
        // the first of the list is the edge: once it is closed nothing new comes in
        stop(services.getFirst().name(), progress);
        Stream<String> together = training ? inside.stream() : inside.parallelStream();
        together.forEach(name -> stop(name, progress));
        stop(KAFKA, progress);
        stop(POSTGRES, progress);
        return ran;
    }

    private void stop(String name, Progress progress) {
        ServerProcess ours = tied.remove(name);
        if (ours != null) {
            ours.stop();
            progress.say(name + " has stopped");
        } else {
            process(name).ifPresent(process -> {
                boolean byItself = Stopping.stop(process, name.equals(POSTGRES) ? "INT" : "TERM", stopPatience());
                progress.say(name + (byItself ? " has stopped" : " was killed, it did not stop in time"));
                if (byItself && training) {
                    keepAotCache(name);
                }
            });
        }
        RunFile.delete(runFolder(), name);
    }

    private Duration stopPatience() {
        return training ? TRAINING_PATIENCE : STOP_PATIENCE;
    }

    private List<String> options(String name) {
        return Stream.concat(aotOptions(name).stream(), jvmOptions.stream()).toList();
    }

    // ---- AOT caches (JEP 483, JEP 514)

    private List<String> aotOptions(String name) {
        Path cache = aotCache(name);
        if (training) {
            return List.of("-XX:AOTCacheOutput=" + unfinished(cache), "-Xlog:aot=error,cds=error");
        }
        boolean fits = Files.exists(cache) && !isNewer(jar(name), cache);
        return fits ? List.of("-XX:AOTCache=" + cache, "-Xlog:aot=error,cds=error") : UNVERIFIED;
    }

    private void keepAotCache(String name) {
        Path recorded = unfinished(aotCache(name));
        try {
            if (Files.exists(recorded)) {
                Files.move(recorded, aotCache(name), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path aotCache(String name) {
        Path target = name.equals(KAFKA) ? project.resolve("platform/local-fleet/target") : target(name);
        return target.resolve(name + ".aot");
    }

    private static Path unfinished(Path cache) {
        return cache.resolveSibling(cache.getFileName() + ".new");
    }

    private static boolean isNewer(Path one, Path other) {
        try {
            return Files.exists(one) && Files.getLastModifiedTime(one).compareTo(Files.getLastModifiedTime(other)) > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- what is where

    private List<String> names() {
        return Stream.concat(Stream.of(POSTGRES, KAFKA), services.stream().map(ServiceEntry::name))
                .toList();
    }

    private boolean isService(String name) {
        return !name.equals(POSTGRES) && !name.equals(KAFKA);
    }

    private int port(String name) {
        int offset = portBase - FIRST_PORT;
        return switch (name) {
            case POSTGRES -> POSTGRES_PORT + offset;
            case KAFKA -> KAFKA_PORT + offset;
            default -> entry(name).port() + offset;
        };
    }

    private ServiceEntry entry(String name) {
        return services.stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Path target(String name) {
        return project.resolve("services").resolve(name).resolve("target");
    }

    private Path jar(String name) {
        return target(name).resolve("quarkus-app/quarkus-run.jar");
    }

    private List<String> topics() {
        Path catalogue = project.resolve("shared-contracts/src/main/resources").resolve(TopicCatalogue.RESOURCE);
        try {
            return Files.readAllLines(catalogue);
        } catch (IOException e) {
            throw new FleetFailure("Could not read the topics in " + catalogue + ": run this in the project.", e);
        }
    }

    private Path runFolder() {
        return home.resolve("run");
    }

    private Optional<ProcessHandle> process(String name) {
        return RunFile.read(runFolder(), name).flatMap(RunFile::process).filter(Stopping::isRunning);
    }

    private Status status(String name) {
        Optional<ProcessHandle> process = process(name);
        if (process.isEmpty()) {
            boolean wasStarted = RunFile.read(runFolder(), name).isPresent();
            return new Status(name, 0, port(name), wasStarted ? "dead" : "down", 0);
        }
        boolean ready = switch (name) {
            case POSTGRES, KAFKA -> Ports.answers(port(name));
            default -> Readiness.of(port(name));
        };
        return new Status(
                name,
                server(process.get()).pid(),
                port(name),
                ready ? "ready" : "starting",
                Memory.kilobytes(process.get()));
    }

    /** A new log, with the one before it kept beside it. */
    private Path freshLog(String name) {
        Path log = log(name);
        try {
            if (Files.exists(log)) {
                Files.move(log, log.resolveSibling(name + ".log.1"), StandardCopyOption.REPLACE_EXISTING);
            }
            return log;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lastLines(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
        } catch (IOException e) {
            return List.of();
        }
    }

    private int lastPortBase() {
        try {
            Path note = home.resolve("port-base");
            return Files.exists(note) ? Integer.parseInt(Files.readString(note).strip()) : FIRST_PORT;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void remember() {
        try {
            Files.writeString(home.resolve("port-base"), portBase + "\n");
            if (training) {
                Files.writeString(home.resolve("training"), "the JVMs of this home record AOT caches\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- what is checked before anything starts

    private void checkKnown(String name) {
        if (!names().contains(name)) {
            throw new FleetFailure("There is no " + name + " here: take one of " + String.join(", ", names()) + ".");
        }
    }

    private void checkRoom() {
        try {
            long room = Files.getFileStore(home).getUsableSpace();
            if (room < ROOM_NEEDED) {
                throw new FleetFailure("Only " + (room >> 20) + " MB are free where " + home + " is and "
                        + (ROOM_NEEDED >> 20) + " MB are needed: make room or choose another folder.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void checkBuilt(String name) {
        if (isService(name) && !Files.exists(jar(name))) {
            throw new FleetFailure(name + " is not built: run make build first.");
        }
    }

    private void checkPort(String name) {
        if (!Ports.isFree(port(name))) {
            throw new FleetFailure(
                    "Port " + port(name) + ", which " + name
                            + " needs, is taken: end what listens there or choose other ports with PORT_BASE, for example 18080.");
        }
    }

    private record Lock(FileChannel channel, FileLock lock) implements AutoCloseable {
        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Lock lock() {
        Path file = home.resolve("lock");
        try {
            Files.createDirectories(home);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw new FleetFailure("Another command is at work on " + home + ": wait until it has ended.");
            }
            return new Lock(channel, lock);
        } catch (IOException e) {
            throw new FleetFailure(
                    "Could not use the folder " + home + " (" + e.getMessage()
                            + "): make it writable or choose another one.",
                    e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FleetFailure("Interrupted while the services came up.", e);
        }
    }
}
