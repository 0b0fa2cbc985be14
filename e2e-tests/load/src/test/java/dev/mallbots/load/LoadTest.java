package dev.mallbots.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LoadTest {

    @Test
    void a_visit_delayed_by_another_includes_the_delay_in_its_duration() throws InterruptedException {
        AtomicInteger visitors = new AtomicInteger();
        Load.Result result = Load.paced(
                due -> {
                    if (visitors.getAndIncrement() == 0) {
                        LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
                    }
                    return approvedNow(due);
                },
                100,
                Duration.ofSeconds(1));

        // the first fifty could not begin before half a second had passed
        assertThat(result.toApproved().getMaxValue()).isGreaterThanOrEqualTo(490_000);
        assertThat(result.toApproved().getValueAtPercentile(75)).isGreaterThan(150_000);
        assertThat(result.visits()).isEqualTo(100);
    }

    @Test
    void failed_visits_are_counted_and_have_no_duration() throws InterruptedException {
        AtomicInteger visitors = new AtomicInteger();
        Load.Result result = Load.crowded(
                due -> visitors.getAndIncrement() % 4 == 0 ? Future.failedFuture("no") : approvedNow(due), 20, 5);

        assertThat(result.failed()).isEqualTo(5);
        assertThat(result.failure()).isEqualTo("no");
        assertThat(result.toApproved().getTotalCount()).isEqualTo(15);
    }

    @Test
    void steady_growth_of_concurrent_orders_is_detected() {
        Line line = new Line();
        for (int second = 0; second < 10; second++) {
            line.add(second, 40 + 3 * second + (second % 2 == 0 ? 1 : -1));
        }

        assertThat(line.slope()).isCloseTo(3, within(0.3));
    }

    private static Future<Visit.Times> approvedNow(long due) {
        long now = System.nanoTime();
        return Future.succeededFuture(new Visit.Times(due, now, now));
    }
}
