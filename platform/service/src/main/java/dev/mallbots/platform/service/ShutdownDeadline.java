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
 * One deadline for all that a process still does once it is told to end: what one part uses, the next does not have. Platforms kill a process
 * after 30 seconds, so this one has ended before.
 *
 * <p>In order: it is not ready any more and still answers for {@code quarkus.shutdown.delay}; open calls are waited for
 * ({@code quarkus.shutdown.timeout}); then the relay, the inbox, clocks and rebuilds end, each within what is {@linkplain #left() left}. Whatever
 * has not ended after 25 seconds, a library that waits for a frozen broker for example, is cut off as by SIGKILL, which loses nothing.
 */
@Singleton
public class ShutdownDeadline {

    private static final Logger LOG = Logger.getLogger(ShutdownDeadline.class);

    /** For all parts together. */
    private static final Duration PARTS = Duration.ofSeconds(20);

    private static final Duration END = Duration.ofSeconds(25);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);

    /** As the JVM's own when SIGTERM ends it. */
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

    /** The JVM of a test, or of the development mode, lives on; one that records an AOT cache writes it as it ends, which takes longer. */
    private void beginAndWatch() {
        if (begin() && LaunchMode.current() == LaunchMode.NORMAL && !recordsAotCache()) {
            Thread.ofPlatform().daemon().name("shutdown-deadline").start(ShutdownDeadline::cutOff);
        }
    }

    private static boolean recordsAotCache() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .anyMatch(option -> option.startsWith("-XX:AOTCacheOutput") || option.startsWith("-XX:AOTMode=record"));
    }

    /** @return false when it had begun before */
    synchronized boolean begin() {
        if (begun) {
            return false;
        }
        begunAt = System.nanoTime();
        begun = true;
        return true;
    }

    /** How long a part may still wait for what it has begun; never negative. Before a stop has begun: as long as all parts together may. */
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
                "The stop has taken %d s: what has not ended is cut off, and is done again by others.",
                END.toSeconds());
        Runtime.getRuntime().halt(TERMINATED);
    }
}
