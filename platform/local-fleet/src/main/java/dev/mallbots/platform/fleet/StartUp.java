package dev.mallbots.platform.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts processes concurrently, waits until they are ready, and stops all of them if one fails to start. */
final class StartUp {

    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final Home home;
    private final Roster roster;
    private final Processes processes;
    private final Launcher launcher;
    private final Map<String, ServerProcess> begun = Collections.synchronizedMap(new LinkedHashMap<>());
    private volatile boolean abandoned;

    StartUp(Home home, Roster roster, Processes processes, Launcher launcher) {
        this.home = home;
        this.roster = roster;
        this.processes = processes;
        this.launcher = launcher;
    }

    /**
     * @param servers PostgreSQL and Kafka, if they do not run
     * @return the started processes by name; all of them are ready
     */
    Map<String, ServerProcess> start(
            List<String> servers, List<Instance> instances, Lifetime lifetime, Progress progress) {
        begun.clear();
        try {
            Optional<LocalPostgres> postgres =
                    servers.contains(Roster.POSTGRES) ? Optional.of(postgres(lifetime)) : Optional.empty();
            Optional<LocalKafka> kafka =
                    servers.contains(Roster.KAFKA) ? Optional.of(kafka(lifetime)) : Optional.empty();
            postgres.ifPresent(server -> {
                server.awaitReady();
                progress.say(Roster.POSTGRES + " is ready");
            });
            // the edges last, because they need the others
            List<Instance> starting = instances.reversed();
            starting.stream().map(Instance::service).distinct().forEach(launcher::makeDatabase);
            starting.forEach(instance -> service(instance, lifetime));
            kafka.ifPresent(server -> {
                server.awaitReady();
                progress.say(Roster.KAFKA + " is ready");
            });
            awaitReady(starting, progress);
        } catch (RuntimeException e) {
            undo();
            throw e;
        }
        return handOver();
    }

    /** Starts one without waiting until it is ready, as a supervisor does. */
    Map<String, ServerProcess> launch(String name, Lifetime lifetime) {
        begun.clear();
        switch (name) {
            case Roster.POSTGRES -> postgres(lifetime);
            case Roster.KAFKA -> kafka(lifetime);
            default -> service(roster.instance(name), lifetime);
        }
        return handOver();
    }

    void awaitReady(List<Instance> starting, Progress progress) {
        Instant giveUp = Instant.now().plus(PATIENCE);
        List<Instance> waiting = new ArrayList<>(starting);
        while (!waiting.isEmpty()) {
            for (Instance instance : List.copyOf(waiting)) {
                if (Readiness.of(roster, instance)) {
                    waiting.remove(instance);
                    progress.say(instance.name() + " is ready (" + (starting.size() - waiting.size()) + " of "
                            + starting.size() + ")");
                } else if (!processes.runs(instance.name())) {
                    throw didNotComeUp(instance.name(), "it ended by itself");
                }
            }
            if (!waiting.isEmpty() && Instant.now().isAfter(giveUp)) {
                throw didNotComeUp(waiting.getFirst().name(), "it is not ready after " + PATIENCE.toSeconds() + " s");
            }
            pause();
        }
    }

    /** Stops the processes that were started and not yet returned: for a caller that is stopped half-way. */
    void abandon() {
        abandoned = true;
        undo();
    }

    private LocalPostgres postgres(Lifetime lifetime) {
        LocalPostgres server = launcher.postgres(lifetime);
        note(Roster.POSTGRES, roster.port(Roster.POSTGRES), server.process());
        return server;
    }

    private LocalKafka kafka(Lifetime lifetime) {
        LocalKafka server = launcher.kafka(lifetime);
        note(Roster.KAFKA, roster.port(Roster.KAFKA), server.process());
        return server;
    }

    private void service(Instance instance, Lifetime lifetime) {
        note(instance.name(), roster.port(instance), launcher.service(instance, lifetime));
    }

    private void note(String name, int port, ServerProcess process) {
        begun.put(name, process);
        if (abandoned) {
            process.stop();
            throw new FleetFailure("Stopped while starting " + name + ".");
        }
        processes.note(name, port, process.handle());
    }

    private Map<String, ServerProcess> handOver() {
        Map<String, ServerProcess> started = Map.copyOf(begun);
        begun.clear();
        return started;
    }

    private void undo() {
        List<String> started = List.copyOf(begun.keySet());
        started.parallelStream().filter(Roster::isService).forEach(this::undo);
        started.reversed().stream().filter(name -> !Roster.isService(name)).forEach(this::undo);
    }

    private void undo(String name) {
        ServerProcess process = begun.remove(name);
        if (process != null) {
            process.stop();
            processes.forget(name);
        }
    }

    private FleetFailure didNotComeUp(String name, String why) {
        if (abandoned) {
            return new FleetFailure("Stopped half-way; nothing of it is left running.");
        }
        return new FleetFailure(String.join("\n", home.lastLines(name)) + "\n" + name + " did not come up, " + why
                + ": read its last lines above, or all of them in " + home.log(name) + ", and try again.");
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
