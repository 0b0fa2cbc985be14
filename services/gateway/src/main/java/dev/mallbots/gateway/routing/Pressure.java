package dev.mallbots.gateway.routing;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Measures whether the mall keeps up, and decides how many new visits are admitted. When half of the requests of the last moment took
 * longer than {@code mallbots.gateway.slow}, including the wait for a place, fewer are admitted, step by step; otherwise more. A moment is
 * 200 ms, or the time of ten requests, up to a second. One slow service among fast ones does not make half of the requests slow.
 *
 * <p>Admission is decided once, where a visit begins, as in DAGOR (Zhou et al., "Overload control for scaling WeChat microservices", SoCC
 * 2018): a visit is many requests, and refusing each of them at random would let hardly any visit complete.
 */
@Singleton
public class Pressure {

    private static final Logger LOG = Logger.getLogger(Pressure.class);
    private static final Duration MOMENT = Duration.ofMillis(200);

    /** With fewer answers it is unknown whether the mall or one request is slow. */
    private static final int ENOUGH = 10;

    private static final int MOMENTS_TO_GATHER = 5;

    private static final double LEAST = 0.05;
    private static final double LESS = 0.85;
    private static final double MORE = 1.1;

    private final long slowNanos;
    private final LongAdder all = new LongAdder();
    private final LongAdder slow = new LongAdder();
    private int moments;
    private volatile double share = 1;

    /** @param slow the time in which a client should have its answer */
    Pressure(@ConfigProperty(name = "mallbots.gateway.slow") Duration slow, MeterRegistry metrics) {
        this.slowNanos = slow.toNanos();
        metrics.gauge("gateway.admitted.share", this, Pressure::share);
    }

    void begin(@Observes StartupEvent started, Vertx vertx) {
        vertx.setPeriodic(MOMENT.toMillis(), due -> consider());
    }

    /** The admitted part of all new visits, from 0 to 1. */
    public double share() {
        return share;
    }

    void answered(long nanos) {
        all.increment();
        if (nanos > slowNanos) {
            slow.increment();
        }
    }

    /** A request waited in vain, or the queue was full. */
    void refused() {
        all.increment();
        slow.increment();
    }

    private void consider() {
        moments++;
        long late = slow.sum();
        if (late > 0 && all.sum() < ENOUGH && moments < MOMENTS_TO_GATHER) {
            return;
        }
        moments = 0;
        long answers = all.sumThenReset();
        slow.reset();
        decide(answers >= ENOUGH && late * 2 > answers);
    }

    private void decide(boolean tooMuch) {
        double before = share;
        share = tooMuch ? Math.max(LEAST, before * LESS) : Math.min(1, before * MORE);
        if (before == 1 && tooMuch) {
            LOG.warn("The mall can't keep up: not every new visit is let in");
        } else if (before < 1 && share == 1) {
            LOG.info("The mall keeps up again: every visit is let in");
        }
    }
}
