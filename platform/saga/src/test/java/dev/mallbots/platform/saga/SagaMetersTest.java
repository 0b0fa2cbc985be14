package dev.mallbots.platform.saga;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.platform.saga.SagaLogEntry.What;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** What is counted of sagas; docs/telemetry.md. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SagaMetersTest {

    private static final Instant BEGUN = Instant.parse("2026-01-01T10:00:00Z");

    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final SagaMeters meters = new SagaMeters(Set.of("trip"), metrics);
    private final SagaInstance<String> running = SagaInstance.fresh(UUID.randomUUID(), "trip", "book", "data", BEGUN);

    @Test
    void every_saga_and_every_kind_of_entry_is_there_from_the_start() {
        assertThat(metrics.get("saga.started").tag("saga", "trip").counter().count())
                .isZero();
        assertThat(metrics.find("saga.log").tag("saga", "trip").counters()).hasSize(What.values().length);
        assertThat(metrics.find("saga.duration").tag("saga", "trip").timers()).hasSize(2);
    }

    @Test
    void a_saga_is_counted_when_it_starts() {
        meters.started("trip", List.of(entry(What.STARTED), entry(What.COMMAND_SENT)));

        assertThat(metrics.get("saga.started").counter().count()).isEqualTo(1);
        assertThat(entries("started")).isEqualTo(1);
        assertThat(entries("command_sent")).isEqualTo(1);
        assertThat(ended("completed")).isZero();
    }

    @Test
    void a_saga_is_timed_when_it_ends_and_only_then() {
        meters.advanced(SagaState.RUNNING, running, List.of(entry(What.STEP_DONE)), BEGUN.plusSeconds(1));
        assertThat(ended("completed")).isZero();

        SagaInstance<String> completed = running.over(SagaState.COMPLETED);
        meters.advanced(SagaState.RUNNING, completed, List.of(entry(What.COMPLETED)), BEGUN.plusSeconds(2));
        meters.advanced(SagaState.COMPLETED, completed, List.of(entry(What.REPLY_IGNORED)), BEGUN.plusSeconds(9));

        assertThat(ended("completed")).isEqualTo(1);
        assertThat(ended("compensated")).isZero();
        assertThat(metrics.get("saga.duration")
                        .tag("outcome", "completed")
                        .timer()
                        .totalTime(TimeUnit.SECONDS))
                .isEqualTo(2);
        assertThat(entries("reply_ignored")).isEqualTo(1);
    }

    private double entries(String what) {
        return metrics.get("saga.log").tag("what", what).counter().count();
    }

    private long ended(String outcome) {
        return metrics.get("saga.duration").tag("outcome", outcome).timer().count();
    }

    private static SagaLogEntry entry(What what) {
        return new SagaLogEntry(BEGUN, Optional.of("book"), what, Optional.empty(), "");
    }
}
