package dev.mallbots.gateway.routing;

import com.netflix.concurrency.limits.Limiter;
import com.netflix.concurrency.limits.limit.Gradient2Limit;
import com.netflix.concurrency.limits.limit.WindowedLimit;
import com.netflix.concurrency.limits.limiter.SimpleLimiter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The number of concurrent requests for each instance. The limit follows the instance's response time: it grows while that time stays the
 * same, and shrinks when requests begin to queue inside the instance. The algorithm is Gradient2 of Netflix's concurrency-limits.
 */
@Singleton
class ConcurrencyLimits {

    /** A service that waits for a slow dependency is not busy, so its limit does not fall below this. */
    private static final int LEAST = 16;

    private static final int FIRST = 32;
    private static final int WINDOW_MILLIS = 250;
    private static final int LONG_TERM_WINDOWS = 120;
    private static final double TOLERATED_SLOWDOWN = 2;

    private final int most;
    private final MeterRegistry metrics;
    private final Map<URI, Limited> limiters = new ConcurrentHashMap<>();

    private record Limited(SimpleLimiter<Void> limiter, Gauge gauge) {}

    /** @param most connections to an instance */
    ConcurrencyLimits(
            @ConfigProperty(name = "mallbots.gateway.connections") int most,
            Addresses addresses,
            MeterRegistry metrics) {
        this.most = most;
        this.metrics = metrics;
        addresses.onGone(this::forget);
    }

    /** @return empty if the instance has reached its limit */
    Optional<Limiter.Listener> acquire(URI instance) {
        return limiters.computeIfAbsent(instance, this::limited).limiter().acquire(null);
    }

    private void forget(URI instance) {
        Limited gone = limiters.remove(instance);
        if (gone != null) {
            metrics.remove(gone.gauge());
        }
    }

    private Limited limited(URI instance) {
        Gradient2Limit limit = Gradient2Limit.newBuilder()
                .initialLimit(Math.min(FIRST, most))
                .minLimit(Math.min(LEAST, most))
                .maxConcurrency(most)
                .rttTolerance(TOLERATED_SLOWDOWN)
                .longWindow(LONG_TERM_WINDOWS)
                .build();
        SimpleLimiter<Void> limiter = SimpleLimiter.newBuilder()
                .limit(WindowedLimit.newBuilder()
                        .minWindowTime(WINDOW_MILLIS, TimeUnit.MILLISECONDS)
                        .build(limit))
                .build();
        Gauge gauge = Gauge.builder("gateway.concurrency.limit", limiter, SimpleLimiter::getLimit)
                .tag("address", instance.toString())
                .register(metrics);
        return new Limited(limiter, gauge);
    }
}
