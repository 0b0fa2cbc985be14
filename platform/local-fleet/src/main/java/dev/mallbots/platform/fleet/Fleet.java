package dev.mallbots.platform.fleet;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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

    /** An edge looks at the addresses ten times a second; a request that was given one before is on its way by then. */
    private static final Duration WITHDRAWAL = Duration.ofSeconds(1);

    /** For a person who wants the fleet's own issuer again. */
    static final String OWN_ISSUER = "own";

    private static final String RED = "\033[1;31m";
    private static final String PLAIN = "\033[0m";

    private final Project project;
    private final Home home;
    private final boolean training;
    private final Roster roster;
    private final Credentials credentials;
    private final Processes processes;
    private final Launcher launcher;
    private final StartUp startUp;
    private final ShutDown shutDown;

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
        this.project = new Project(project.toAbsolutePath().normalize());
        this.home = new Home(home);
        this.training = training || this.home.isTraining();
        this.roster = new Roster(
                this.project.services(),
                this.home,
                portBase.orElseGet(() -> this.home.portBase().orElse(FIRST_PORT)));
        this.credentials = new Credentials(this.home.credentials());
        this.processes = new Processes(this.home.runFolder());
        AotCaches caches = new AotCaches(this.project, this.training);
        this.launcher = new Launcher(this.project, this.home, roster, credentials, caches, jvmOptions);
        this.startUp = new StartUp(this.home, roster, processes, launcher);
        this.shutDown = new ShutDown(roster, processes, caches);
    }

    /**
     * @param name a service's, with its number when it is not the first instance; {@code postgres} or {@code kafka}
     * @param pid 0 when it does not run
     * @param state ready, starting, dead (it was started and is gone) or down
     * @param kilobytes its share of the machine's memory, with its children's
     */
    public record Status(String name, long pid, int port, String state, long kilobytes) {}

    /**
     * Starts what does not run, as many instances of each service as there were last, and returns when all of it is ready.
     *
     * @param out gets a line whenever something has become ready
     * @return whether anything had to be started
     * @throws FleetFailure with one sentence; whatever this call has started is stopped then
     */
    public boolean up(Lifetime lifetime, PrintStream out) {
        try (HomeLock lock = home.lock()) {
            List<String> missing = roster.names().stream()
                    .filter(name -> !processes.runs(name))
                    .toList();
            if (missing.isEmpty()) {
                startUp.awaitReady(
                        roster.instances().stream()
                                .filter(instance -> !Readiness.of(roster, instance))
                                .toList(),
                        new Progress(out));
                warn(out);
                return false;
            }
            home.checkRoom();
            checkPermissions(missing);
            start(missing, lifetime, new Progress(out));
            warn(out);
            return true;
        }
    }

    /** Stops one and starts it again. See {@link #up}. */
    public void restart(String name, Lifetime lifetime, PrintStream out) {
        roster.checkKnown(name);
        try (HomeLock lock = home.lock()) {
            Progress progress = new Progress(out);
            checkPermissions(List.of(name));
            if (Roster.isService(name)) {
                withdraw(List.of(roster.instance(name)));
            }
            shutDown.one(name, progress);
            start(List.of(name), lifetime, progress);
            warn(out);
        }
    }

    /**
     * Starts or stops instances of a service until there are so many. The open mall goes on meanwhile: a new instance gets
     * requests when it is ready, a surplus one is given none any more before it is stopped. Only which edge to ask is for
     * clients to choose.
     *
     * @param service any but the issuer
     * @param count from 1 to 9
     * @throws FleetFailure with one sentence, also when the fleet is down; what this call has started is stopped then
     */
    public void scale(String service, int count, Lifetime lifetime, PrintStream out) {
        ServiceEntry entry = roster.scalable(service);
        checkCount(count);
        try (HomeLock lock = home.lock()) {
            checkOpen();
            checkPermissions(List.of(service));
            Progress progress = new Progress(out);
            List<Instance> surplus = roster.instancesOf(entry).stream()
                    .filter(instance -> instance.number() > count)
                    .toList();
            withdraw(surplus);
            shutDown.together(surplus, progress);
            List<Instance> missing = Instance.of(entry, count).stream()
                    .filter(instance -> !processes.runs(instance.name()))
                    .toList();
            startInstances(List.of(), missing, lifetime, progress);
            home.rememberCount(service, count);
            publishAddresses(roster.instances());
            warn(out);
        }
    }

    /**
     * Whether services ask their callers for a token, from the next {@link #up} on until this is said otherwise; at first they do.
     *
     * @param asked false: everybody may do everything
     * @throws FleetFailure while something runs for which the other is true
     */
    public void askForTokens(boolean asked) {
        try (HomeLock lock = home.lock()) {
            if (asked != home.isOpenToAll()) {
                return;
            }
            if (roster.names().stream().anyMatch(processes::runs)) {
                throw new FleetFailure(
                        asked
                                ? "The mall is open to everybody (AUTH=off): close it with make down first, then make up AUTH=on."
                                : "The mall is open and asks for tokens: close it with make down first, then make up AUTH=off.");
            }
            home.rememberOpenToAll(!asked);
        }
    }

    /**
     * Whose tokens services believe, from the next {@link #up} on until this is said otherwise; at first those of the fleet's own issuer.
     *
     * @param other the address of another issuer; empty: the fleet's own again
     * @throws FleetFailure while something runs that believes another one
     */
    public void believe(Optional<String> other) {
        try (HomeLock lock = home.lock()) {
            if (other.equals(home.otherIssuer())) {
                return;
            }
            if (roster.names().stream().anyMatch(processes::runs)) {
                throw new FleetFailure("The mall is open and believes "
                        + home.otherIssuer().orElse("its own issuer")
                        + ": close it with make down first, then make up ISSUER="
                        + other.orElse(OWN_ISSUER) + ".");
            }
            home.rememberOtherIssuer(other);
        }
    }

    /** By which each service gets a token of its own: what another issuer must know of its clients. */
    public String clientSecret() {
        return launcher.clientSecret();
    }

    /** How many instances of a service the next {@link #up} opens. See {@link #scale}. */
    public void plan(String service, int count) {
        checkCount(count);
        try (HomeLock lock = home.lock()) {
            home.rememberCount(roster.scalable(service).name(), count);
        }
    }

    /**
     * Stops all that runs, the edges first and the stores of data last; the data stay.
     *
     * @return whether anything ran
     */
    public boolean down(PrintStream out) {
        try (HomeLock lock = home.lock()) {
            return shutDown.all(new Progress(out));
        }
    }

    /** Stops all that runs and deletes all data and logs; of each service there is one again. */
    public void reset(PrintStream out) {
        try (HomeLock lock = home.lock()) {
            shutDown.all(new Progress(out));
            home.delete();
            credentials.forget();
        }
    }

    /** All processes in the order of the list, the stores of data first. */
    public List<Status> status() {
        return roster.names().stream().map(this::status).toList();
    }

    /** Where a running service answers, or one instance of it: clients choose among several edges. */
    public String url(String name) {
        roster.checkKnown(name);
        return "http://" + Ports.LOOPBACK + ":" + roster.port(name);
    }

    /** Where a service, or one instance of it, tells its health ({@code /q/health/ready}) and its metrics ({@code /q/metrics}). */
    public String managementUrl(String name) {
        roster.checkKnown(name);
        return "http://" + Ports.LOOPBACK + ":" + roster.managementPort(roster.instance(name));
    }

    /**
     * A bearer token of the running fleet's issuer, good for some hours.
     *
     * @param username of one of the issuer's users, whose password is the same
     * @throws FleetFailure with the issuer's own sentence, or when there is none
     */
    public String token(String username) {
        return Issuer.token(url(Roster.ISSUER), username);
    }

    /**
     * What a client of the running Kafka needs to do anything there: where it answers, and how the admin comes in.
     *
     * @param more settings of its own
     */
    public Map<String, Object> kafkaSettings(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", roster.bootstrapServers());
        settings.putAll(launcher.kafkaAccess().settings(KafkaAccess.ADMIN));
        return settings;
    }

    /** What each service may do with which topic, in the order of the list of services. */
    public List<TopicPermission> topicPermissions() {
        return project.permissions();
    }

    /** The log of one process since it was started last. */
    public Path log(String name) {
        roster.checkKnown(name);
        return home.log(name);
    }

    /** The running PostgreSQL's database of this name, for JDBC. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + Ports.LOOPBACK + ":" + roster.port(Roster.POSTGRES) + "/" + database;
    }

    // ---- for those who break things

    /**
     * Starts one that does not run, without waiting until it is ready, and whatever else runs or not: as a supervisor
     * does. It must have been up in this home before.
     */
    public void launch(String name, Lifetime lifetime) {
        roster.checkKnown(name);
        try (HomeLock lock = home.lock()) {
            tie(startUp.launch(name, lifetime), lifetime);
        }
    }

    /** Whether its process is there: ready, starting or frozen. */
    public boolean runs(String name) {
        roster.checkKnown(name);
        return processes.runs(name);
    }

    /** SIGKILL, without a word; returns when the process is gone. Nothing to do is fine. */
    public void kill(String name) {
        roster.checkKnown(name);
        processes.kill(name);
    }

    /**
     * Sends a signal to its process and to that one's children; nothing to do is fine.
     *
     * @param signal {@code STOP}, {@code CONT} ...
     */
    public void signal(String name, String signal) {
        roster.checkKnown(name);
        processes.signal(name, signal);
    }

    /** Stops what this object has started and not yet handed over: for a caller that is told to end half-way. */
    void abandon() {
        startUp.abandon();
    }

    // ---- the parts of commands

    private void start(List<String> missing, Lifetime lifetime, Progress progress) {
        List<String> servers =
                missing.stream().filter(name -> !Roster.isService(name)).toList();
        List<Instance> instances =
                missing.stream().filter(Roster::isService).map(roster::instance).toList();
        publishAddresses(roster.instances());
        startInstances(servers, instances, lifetime, progress);
    }

    private void startInstances(List<String> servers, List<Instance> instances, Lifetime lifetime, Progress progress) {
        instances.forEach(instance -> project.checkBuilt(instance.service().name()));
        servers.forEach(name -> Roster.checkFree(name, roster.port(name)));
        instances.forEach(instance -> {
            Roster.checkFree(instance.name(), roster.port(instance));
            Roster.checkFree(instance.name(), roster.managementPort(instance));
        });
        home.remember(roster.portBase(), training);
        tie(startUp.start(servers, instances, lifetime, progress), lifetime);
    }

    private void tie(Map<String, ServerProcess> started, Lifetime lifetime) {
        if (lifetime == Lifetime.TIED) {
            shutDown.tie(started);
        }
    }

    /** A Kafka that runs already does not know what is new among services: they would wait for it without end. */
    private void checkPermissions(List<String> starting) {
        if (starting.stream().anyMatch(Roster::isService)
                && !starting.contains(Roster.KAFKA)
                && processes.runs(Roster.KAFKA)) {
            launcher.checkKafkaPermits();
        }
    }

    private void warn(PrintStream out) {
        home.otherIssuer().ifPresent(url -> out.println("Tokens of " + url + " are believed, and no others."));
        if (home.isOpenToAll()) {
            out.println(RED + "Nobody is asked for a token: everybody may do everything (AUTH=off)." + PLAIN);
        }
    }

    private static void checkCount(int count) {
        if (count < 1 || count > Instance.MOST) {
            throw new FleetFailure("There can be 1 to " + Instance.MOST + " of a service, not " + count + ".");
        }
    }

    private void checkOpen() {
        boolean edgeRuns = roster.edges().stream().map(Instance::name).anyMatch(processes::runs);
        if (!edgeRuns || !Stream.of(Roster.POSTGRES, Roster.KAFKA).allMatch(processes::runs)) {
            throw new FleetFailure("The mall is closed: open it with make up first.");
        }
    }

    /**
     * No edge sends anything new to these when this returns, unless there are no others of their service. Edges are
     * behind none: there is nothing to wait for.
     */
    private void withdraw(Collection<Instance> leaving) {
        if (roster.edges().containsAll(leaving)) {
            return;
        }
        List<Instance> staying = roster.instances().stream()
                .filter(Predicate.not(leaving::contains))
                .toList();
        boolean othersStay = leaving.stream()
                .allMatch(gone ->
                        staying.stream().anyMatch(other -> other.service().equals(gone.service())));
        if (othersStay) {
            publishAddresses(staying);
            pause(WITHDRAWAL);
        }
    }

    private void publishAddresses(List<Instance> present) {
        home.publishAddresses(roster.services().stream()
                .map(service -> service.name() + "="
                        + present.stream()
                                .filter(instance -> instance.service().equals(service))
                                .map(roster::url)
                                .collect(Collectors.joining(",")))
                .toList());
    }

    private Status status(String name) {
        Optional<ProcessHandle> process = processes.find(name);
        int port = roster.port(name);
        if (process.isEmpty()) {
            return new Status(name, 0, port, processes.isNoted(name) ? "dead" : "down", 0);
        }
        boolean ready = Roster.isService(name) ? Readiness.of(roster, roster.instance(name)) : Ports.answers(port);
        return new Status(
                name,
                Processes.server(process.get()).pid(),
                port,
                ready ? "ready" : "starting",
                Memory.kilobytes(process.get()));
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FleetFailure("Interrupted while requests were led past what stops.", e);
        }
    }
}
