package dev.mallbots.chaos;

import dev.mallbots.deployments.Deployment;
import dev.mallbots.platform.fleet.FleetFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Carries out a schedule, and restarts dead processes as a supervisor does. It uses one thread, because a fleet runs one command at a
 * time.
 */
final class Breaker {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final Deployment deployment;
    private final List<String> names;
    private final Consumer<String> diary;
    private final Map<String, Instant> thawAt = new HashMap<>();
    private final Map<String, Instant> startAt = new HashMap<>();
    private final Set<String> expectedDead = new HashSet<>();
    private final Map<String, Integer> kills = new TreeMap<>();
    private final Map<String, Integer> freezes = new TreeMap<>();
    private final Map<String, Integer> fellByItself = new TreeMap<>();
    private Instant lastRepair = Instant.now();

    Breaker(Deployment deployment, List<String> names, Consumer<String> diary) {
        this.deployment = deployment;
        this.names = names;
        this.diary = diary;
        // a frozen process would not notice our end
        Runtime.getRuntime().addShutdownHook(new Thread(() -> names.forEach(deployment::resume)));
    }

    /** Returns when the time is up and every process runs again, ready or not. */
    void run(List<Fault> schedule, Instant begin, Duration length) throws InterruptedException {
        List<Fault> ahead = new java.util.ArrayList<>(schedule);
        while (Instant.now().isBefore(begin.plus(length))) {
            while (!ahead.isEmpty()
                    && !Instant.now().isBefore(begin.plus(ahead.getFirst().at()))) {
                strike(ahead.removeFirst());
            }
            mend();
            Thread.sleep(LOOK_AGAIN);
        }
        List.copyOf(thawAt.keySet()).forEach(this::thaw);
        startAt.clear();
        mend();
    }

    private void strike(Fault fault) {
        diary.accept(fault.toString());
        for (String target : fault.targets()) {
            if (!deployment.runs(target) || thawAt.containsKey(target)) {
                continue;
            }
            switch (fault.kind()) {
                case KILL -> {
                    deployment.kill(target);
                    kills.merge(target, 1, Integer::sum);
                    expectedDead.add(target);
                    startAt.put(target, Instant.now().plus(fault.lasting()));
                }
                case FREEZE -> {
                    deployment.freeze(target);
                    freezes.merge(target, 1, Integer::sum);
                    thawAt.put(target, Instant.now().plus(fault.lasting()));
                }
            }
        }
    }

    /** Resumes frozen processes and restarts dead ones whose time is up. */
    void mend() {
        Instant now = Instant.now();
        thawAt.entrySet().stream()
                .filter(entry -> !now.isBefore(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList()
                .forEach(this::thaw);
        names.stream()
                .filter(name -> !deployment.runs(name))
                .filter(name -> !now.isBefore(startAt.getOrDefault(name, Instant.MIN)))
                .forEach(this::start);
    }

    private void thaw(String name) {
        deployment.resume(name);
        thawAt.remove(name);
        lastRepair = Instant.now();
    }

    private void start(String name) {
        if (!expectedDead.remove(name)) {
            fellByItself.merge(name, 1, Integer::sum);
            diary.accept("          " + name + " has fallen by itself");
        }
        startAt.remove(name);
        try {
            deployment.launch(name);
        } catch (FleetFailure e) {
            diary.accept("          " + name + " could not be started: " + e.getMessage());
            expectedDead.add(name);
        }
        lastRepair = Instant.now();
    }

    Map<String, Integer> kills() {
        return kills;
    }

    Map<String, Integer> freezes() {
        return freezes;
    }

    /**
     * PostgreSQL fails to start while its former children are still alive; other causes are a service that could not start, or a real
     * crash.
     */
    Map<String, Integer> fellByItself() {
        return fellByItself;
    }

    Instant lastRepair() {
        return lastRepair;
    }
}
