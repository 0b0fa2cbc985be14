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
 * Runs PostgreSQL, Kafka and every service of a project as processes of this machine, with all their data in one folder.
 *
 * <p>Every command starts from the current state: running processes are not touched, dead ones are started again. A command that fails
 * stops every process that it has started.
 */
public final class Fleet {

    /** The default port base; the ports of PostgreSQL and Kafka shift with it. */
    public static final int FIRST_PORT = 8080;

    /** An edge reads the addresses ten times a second; requests to an address that it read before are sent by the end of this time. */
    private static final Duration WITHDRAWAL = Duration.ofSeconds(1);

    /** The user's word for the fleet's own issuer. */
    static final String OWN_ISSUER = "own";

    private static final String RED = "\033[1;31m";
    private static final String PLAIN = "\033[0m";

    private final Project project;
    private final Home home;
    private final boolean training;
    private final Roster roster;
    private final Credentials credentials;
    private final Processes processes;
    private final AotCaches caches;
    private final Launcher launcher;
    private final StartUp startUp;
    private final ShutDown shutDown;

    /**
     * @param project the project's root, with {@code services/fleet.services} and the build
     * @param home the folder for all data, logs and notes; created if missing
     * @param portBase the first port; empty for the last one of this home, else {@link #FIRST_PORT}
     * @param training whether the JVMs record AOT caches, which are complete after {@link #down}
     */
    public Fleet(Path project, Path home, OptionalInt portBase, boolean training) {
        this(project, home, portBase, training, List.of());
    }

    /**
     * The same with other JVM options than those for the fastest start.
     *
     * @param jvmOptions added to those of every JVM, including Kafka's; the last one of a kind wins. For example {@code
     *       -XX:TieredStopAtLevel=4}: slower to start, faster later
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
        this.caches = new AotCaches(this.project, this.training);
        this.launcher = new Launcher(this.project, this.home, roster, credentials, caches, jvmOptions);
        this.startUp = new StartUp(this.home, roster, processes, launcher);
        this.shutDown = new ShutDown(roster, processes, caches);
    }

    /**
     * @param name a service's name, with the number of a further instance; {@code postgres} or {@code kafka}
     * @param pid 0 if it does not run
     * @param state ready, starting, dead (it was started and has ended) or down
     * @param kilobytes its share of the machine's memory, including its children's
     */
    public record Status(String name, long pid, int port, String state, long kilobytes) {}

    /**
     * Starts every process that does not run, with as many instances of each service as last time, and returns when all are ready.
     *
     * @param out receives a line whenever a process is ready
     * @return whether a process had to be started
     * @throws FleetFailure with one sentence; every process that this call has started is stopped then
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

    /** The services, and Kafka, that have no AOT cache of this build, and start slower without one. */
    public List<String> withoutCache() {
        return Stream.concat(
                        Stream.of(Roster.KAFKA), project.services().stream().map(ServiceEntry::name))
                .filter(name -> !caches.fits(name, launcher.code(name)))
                .toList();
    }

    /** Stops one process and starts it again. See {@link #up}. */
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
     * Starts or stops instances of a service until it has this number. The mall keeps running: a new instance gets requests when it is
     * ready, and a surplus one gets none before it is stopped. Clients must choose among edges themselves.
     *
     * @param service any service except the issuer
     * @param count from 1 to 9
     * @throws FleetFailure with one sentence, also if the fleet is down; every process that this call has started is stopped then
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
     * Sets whether services authenticate their callers, from the next {@link #up} on; by default they do.
     *
     * @param asked false: every call is permitted
     * @throws FleetFailure if processes run with the other setting
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
     * Sets the issuer that services trust, from the next {@link #up} on; by default the fleet's own.
     *
     * @param other the address of another issuer; empty for the fleet's own
     * @throws FleetFailure if processes run that trust another one
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

    /** The secret with which each service gets its own token; another issuer must have it for its clients. */
    public String clientSecret() {
        return launcher.clientSecret();
    }

    /** Sets how many instances of a service the next {@link #up} starts. See {@link #scale}. */
    public void plan(String service, int count) {
        checkCount(count);
        try (HomeLock lock = home.lock()) {
            home.rememberCount(roster.scalable(service).name(), count);
        }
    }

    /**
     * Stops every process, the edges first, PostgreSQL and Kafka last; the data stay.
     *
     * @return whether a process was running
     */
    public boolean down(PrintStream out) {
        try (HomeLock lock = home.lock()) {
            return shutDown.all(new Progress(out));
        }
    }

    /** Stops every process and deletes all data and logs; the next start has one instance of each service. */
    public void reset(PrintStream out) {
        try (HomeLock lock = home.lock()) {
            shutDown.all(new Progress(out));
            home.delete();
        }
    }

    /** All processes in the order of the list, PostgreSQL and Kafka first. Asks each service whether it is ready. */
    public List<Status> status() {
        return roster.names().stream().map(this::status).toList();
    }

    /** The names of all processes in the order of the list, PostgreSQL and Kafka first. Asks none of them. */
    public List<String> names() {
        return roster.names();
    }

    /** The address of a running service, or of one instance: clients choose among several edges. */
    public String url(String name) {
        roster.checkKnown(name);
        return "http://" + Ports.LOOPBACK + ":" + roster.port(name);
    }

    /** The address of the health ({@code /q/health/ready}) and metrics ({@code /q/metrics}) of a service, or of one instance of it. */
    public String managementUrl(String name) {
        roster.checkKnown(name);
        return "http://" + Ports.LOOPBACK + ":" + roster.managementPort(roster.instance(name));
    }

    /**
     * A bearer token of the running fleet's issuer, valid for some hours.
     *
     * @param username one of the issuer's users, with the username as password
     * @throws FleetFailure with the issuer's message, or if there is no issuer
     */
    public String token(String username) {
        return Issuer.token(url(Roster.ISSUER), username);
    }

    /**
     * The client settings with all permissions at the running Kafka: its address and the admin's login.
     *
     * @param more further settings
     */
    public Map<String, Object> kafkaSettings(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", roster.bootstrapServers());
        settings.putAll(launcher.kafkaAccess().settings(KafkaAccess.ADMIN));
        return settings;
    }

    /** The permissions of each service, in the order of the list of services. */
    public List<TopicPermission> topicPermissions() {
        return project.permissions();
    }

    /** The log of one process since its last start. */
    public Path log(String name) {
        roster.checkKnown(name);
        return home.log(name);
    }

    /** The database of this name in the running PostgreSQL, for JDBC. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + Ports.LOOPBACK + ":" + roster.port(Roster.POSTGRES) + "/" + database;
    }

    // ---- for chaos tests

    /**
     * Starts a process that does not run, as a supervisor does: without waiting until it is ready, and whatever the state of the others. It
     * must have been up in this home before.
     */
    public void launch(String name, Lifetime lifetime) {
        roster.checkKnown(name);
        try (HomeLock lock = home.lock()) {
            tie(startUp.launch(name, lifetime), lifetime);
        }
    }

    /** Whether its process exists: ready, starting or frozen. */
    public boolean runs(String name) {
        roster.checkKnown(name);
        return processes.runs(name);
    }

    /** Sends SIGKILL and returns when the process has ended. Does nothing if it does not run. */
    public void kill(String name) {
        roster.checkKnown(name);
        processes.kill(name);
    }

    /**
     * Sends a signal to its process and the process's children; does nothing if it does not run.
     *
     * @param signal {@code STOP}, {@code CONT} ...
     */
    public void signal(String name, String signal) {
        roster.checkKnown(name);
        processes.signal(name, signal);
    }

    /** Stops every process that this object has started and not yet returned: for a caller that is stopped half-way. */
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

    /** A running Kafka does not know new services' permissions: the services would wait for them without end. */
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
            out.println(RED + "Authentication is off: every call is permitted (AUTH=off)." + PLAIN);
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
     * When this returns, no edge sends new requests to these instances, unless their service has no others. Edges have no edge before them,
     * so there is no wait for them.
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
