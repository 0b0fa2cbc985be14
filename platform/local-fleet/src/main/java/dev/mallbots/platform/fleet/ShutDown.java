package dev.mallbots.platform.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/** Stops processes: sends a signal to each, and kills it when it does not end. */
final class ShutDown {

    /** As on container platforms: a service ends within 25 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration TRAINING_PATIENCE = Duration.ofMinutes(3);

    private final Roster roster;
    private final Processes processes;
    private final AotCaches caches;
    private final Map<String, ServerProcess> tied = new ConcurrentHashMap<>();

    ShutDown(Roster roster, Processes processes, AotCaches caches) {
        this.roster = roster;
        this.processes = processes;
        this.caches = caches;
    }

    /** These end with this JVM, and are stopped by closing the pipe to them. */
    void tie(Map<String, ServerProcess> started) {
        tied.putAll(started);
    }

    /** @return whether a process was running */
    boolean all(Progress progress) {
        boolean ran = roster.names().stream().anyMatch(processes::runs);
        List<Instance> edges = roster.edges();
        together(edges, progress);
        together(
                roster.instances().stream()
                        .filter(Predicate.not(edges::contains))
                        .toList(),
                progress);
        one(Roster.KAFKA, progress);
        one(Roster.POSTGRES, progress);
        return ran;
    }

    void together(List<Instance> instances, Progress progress) {
        // writing a cache takes a core for up to a minute; a stop without one mostly waits
        int atOnce = caches.areRecorded() ? Runtime.getRuntime().availableProcessors() : Math.max(1, instances.size());
        try (ExecutorService threads = Executors.newFixedThreadPool(atOnce)) {
            CompletableFuture<?>[] stops = instances.stream()
                    .map(instance -> CompletableFuture.runAsync(() -> one(instance.name(), progress), threads))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(stops).join();
        } catch (CompletionException stopFailed) {
            throw stopFailed.getCause() instanceof RuntimeException cause ? cause : stopFailed;
        }
    }

    void one(String name, Progress progress) {
        ServerProcess ours = tied.remove(name);
        if (ours != null) {
            ours.stop();
            progress.say(name + " has stopped");
        } else {
            processes.find(name).ifPresent(process -> {
                Instant begun = process.info().startInstant().orElse(Instant.EPOCH);
                boolean byItself = Stopping.stop(
                        Processes.server(process), name.equals(Roster.POSTGRES) ? "INT" : "TERM", patience());
                progress.say(name + (byItself ? " has stopped" : " was killed, it did not stop in time"));
                if (byItself && caches.areRecorded()) {
                    caches.keep(name, begun);
                }
            });
        }
        processes.forget(name);
    }

    private Duration patience() {
        return caches.areRecorded() ? TRAINING_PATIENCE : PATIENCE;
    }
}
