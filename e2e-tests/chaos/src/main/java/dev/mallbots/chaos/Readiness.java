package dev.mallbots.chaos;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Which services are ready. A service that was ready once is not polled again, because polling costs CPU that the measurement includes.
 */
final class Readiness {

    private final Set<String> waitedFor;
    private final Predicate<String> isReady;

    /** @param isReady by the name of an instance */
    Readiness(List<String> services, Predicate<String> isReady) {
        this.waitedFor = ConcurrentHashMap.newKeySet();
        this.waitedFor.addAll(services);
        this.isReady = isReady;
    }

    /** Polls all of them concurrently. */
    Set<String> notReady() {
        List<Thread> asking = waitedFor.stream()
                .map(name -> Thread.startVirtualThread(() -> ask(name)))
                .toList();
        try {
            for (Thread one : asking) {
                one.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return new HashSet<>(waitedFor);
    }

    private void ask(String name) {
        if (isReady.test(name)) {
            waitedFor.remove(name);
        }
    }
}
