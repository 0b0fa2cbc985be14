package dev.mallbots.gateway.protection;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;

/**
 * A token bucket for each client that shares a limit: the rate permanently, and twice as many at once after a pause. There are at most
 * {@value #MOST} buckets: with more concurrent clients some get a new bucket, and memory stays limited.
 */
final class Buckets {

    private static final int MOST = 50_000;
    private static final int SECONDS_TO_FILL = 2;
    private static final Duration FORGET = Duration.ofMinutes(1);

    private final String name;
    private final String policy;
    private final LoadingCache<String, Bucket> buckets;

    /** @param perSecond requests a second */
    Buckets(String name, int perSecond) {
        int capacity = perSecond * SECONDS_TO_FILL;
        this.name = "\"" + name + "\"";
        this.policy = this.name + ";q=" + capacity + ";w=" + SECONDS_TO_FILL;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterAccess(FORGET)
                .executor(Runnable::run)
                .build(key -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(capacity).refillGreedy(perSecond, Duration.ofSeconds(1)))
                        .build());
    }

    ConsumptionProbe take(String key) {
        return buckets.get(key).tryConsumeAndReturnRemaining(1);
    }

    /** For {@code RateLimit-Policy}: a quota, and its period in seconds. */
    String policy() {
        return policy;
    }

    /** For {@code RateLimit}: the remaining quota, and the seconds until the full quota. */
    String left(ConsumptionProbe taken) {
        return name + ";r=" + taken.getRemainingTokens() + ";t=" + seconds(taken.getNanosToWaitForReset());
    }

    /** Rounded up, so that a request after this time is admitted. */
    static String seconds(long nanos) {
        return String.valueOf(Math.ceilDiv(nanos, 1_000_000_000L));
    }
}
