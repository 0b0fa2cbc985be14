package dev.mallbots.platform.service;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * One deadline for everything that a process does after SIGTERM: each part gets the time that the parts before have left. Platforms kill a
 * process after 30 seconds, so this one ends before.
 *
 * <p>In order: the process is not ready and still answers for {@code quarkus.shutdown.delay}; then it waits for open calls ({@code
 * quarkus.shutdown.timeout}); then the relay, the inbox, clocks and rebuilds end, each within the time that is {@linkplain #left() left}.
 * Any code that has not ended after 25 seconds, for example a library that waits for a frozen broker, is cut off as by SIGKILL, which loses
 * no data.
 */
@Singleton
public class ShutdownDeadline {

    private static final Logger LOG = Logger.getLogger(ShutdownDeadline.class);

    /** For all parts together. */
    private static final Duration PARTS = Duration.ofSeconds(20);

    private static final Duration END = Duration.ofSeconds(25);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);

    /** The JVM's own exit code after SIGTERM. */
    private static final int TERMINATED = 128 + 15;

    private volatile boolean begun;
    private volatile long begunAt;

    void check(@Observes StartupEvent started, @ConfigProperty(name = "quarkus.shutdown.delay") Duration delay) {
        if (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0) {
            throw new ConfigurationException(
                    "MALLBOTS_SHUTDOWN_DELAY must be from 0S to %dS, not %s: a stop has to end within %d s."
                            .formatted(LONGEST_DELAY.toSeconds(), delay, END.toSeconds()));
        }
    }

    void begin(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownDelayInitiatedEvent told) {
        beginAndWatch();
    }

    void begin(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent told) {
        beginAndWatch();
    }

    /**
     * The JVM of a test, or of the development mode, continues; one that records an AOT cache writes it when it ends, which takes longer.
     */
    private void beginAndWatch() {
        if (begin() && LaunchMode.current() == LaunchMode.NORMAL && !recordsAotCache()) {
            Thread.ofPlatform().daemon().name("shutdown-deadline").start(ShutdownDeadline::cutOff);
        }
    }

    private static boolean recordsAotCache() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .anyMatch(option -> option.startsWith("-XX:AOTCacheOutput") || option.startsWith("-XX:AOTMode=record"));
    }

    /** @return false if it had begun before */
    synchronized boolean begin() {
        if (begun) {
            return false;
        }
        begunAt = System.nanoTime();
        begun = true;
        return true;
    }

    /** The time for which a part may still wait; never negative. Before a shutdown: the limit of all parts together. */
    public Duration left() {
        Duration left = begun ? PARTS.minusNanos(System.nanoTime() - begunAt) : PARTS;
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** The shorter of the two. */
    public Duration left(Duration atMost) {
        Duration left = left();
        return left.compareTo(atMost) < 0 ? left : atMost;
    }

    private static void cutOff() {
        try {
            Thread.sleep(END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        LOG.warnf(
                "The stop has taken %d s. The process ends now; other instances repeat its unfinished work.",
                END.toSeconds());
        Runtime.getRuntime().halt(TERMINATED);
    }
}
