package dev.mallbots.platform.saga;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.platform.saga.SagaLogEntry.What;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** What is counted of sagas; docs/telemetry.md. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SagaMetersTest {

    private static final Instant BEGUN = Instant.parse("2026-01-01T10:00:00Z");

    private static final Instant SENT = BEGUN.plusSeconds(10);

    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final SagaMeters meters = new SagaMeters(List.of(TripSaga.BOOK_TRIP), metrics);
    private final SagaInstance<String> running =
            SagaInstance.fresh(UUID.randomUUID(), "book-trip", "book hotel", "data", BEGUN);

    @Test
    void every_saga_and_every_kind_of_entry_is_there_from_the_start() {
        assertThat(metrics.get("saga.started")
                        .tag("saga", "book-trip")
                        .counter()
                        .count())
                .isZero();
        assertThat(metrics.find("saga.log").tag("saga", "book-trip").counters()).hasSize(What.values().length);
        assertThat(metrics.find("saga.duration").tag("saga", "book-trip").timers())
                .hasSize(2);
    }

    @Test
    void a_saga_is_counted_when_it_starts() {
        meters.started("book-trip", List.of(entry(What.STARTED), entry(What.COMMAND_SENT)));

        assertThat(metrics.get("saga.started").counter().count()).isEqualTo(1);
        assertThat(entries("started")).isEqualTo(1);
        assertThat(entries("command_sent")).isEqualTo(1);
        assertThat(ended("completed")).isZero();
    }

    @Test
    void a_saga_is_timed_when_it_ends_and_only_then() {
        meters.advanced(running, running, List.of(entry(What.STEP_DONE)), BEGUN.plusSeconds(1));
        assertThat(ended("completed")).isZero();

        SagaInstance<String> completed = running.over(SagaState.COMPLETED);
        meters.advanced(running, completed, List.of(entry(What.COMPLETED)), BEGUN.plusSeconds(2));
        meters.advanced(completed, completed, List.of(entry(What.REPLY_IGNORED)), BEGUN.plusSeconds(9));

        assertThat(ended("completed")).isEqualTo(1);
        assertThat(ended("compensated")).isZero();
        assertThat(metrics.get("saga.duration")
                        .tag("outcome", "completed")
                        .timer()
                        .totalTime(TimeUnit.SECONDS))
                .isEqualTo(2);
        assertThat(entries("reply_ignored")).isEqualTo(1);
    }

    @Test
    void every_answer_that_a_step_can_get_is_there_from_the_start() {
        assertThat(outcomes("refuse trip")).containsExactlyInAnyOrder("compensated", "compensation_refused");
        assertThat(outcomes("check traveller")).containsExactlyInAnyOrder("done", "refused");
        assertThat(outcomes("book hotel"))
                .containsExactlyInAnyOrder("done", "refused", "compensated", "compensation_refused");
        assertThat(metrics.find("saga.step").timers())
                .allSatisfy(timer -> assertThat(timer.count()).isZero());
    }

    @Test
    void a_step_is_timed_from_its_last_command_to_the_answer() {
        advance(awaiting("book hotel", SENT), What.STEP_DONE, SENT.plusMillis(120));
        advance(awaiting("book hotel", SENT), What.COMPENSATION_REFUSED, SENT.plusSeconds(3));
        advance(awaiting("book flight", SENT), What.STEP_REFUSED, SENT.plusMillis(80));

        assertThat(step("book hotel", "done").totalTime(TimeUnit.MILLISECONDS)).isEqualTo(120);
        assertThat(step("book hotel", "compensation_refused").totalTime(TimeUnit.SECONDS))
                .isEqualTo(3);
        assertThat(step("book flight", "refused").totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(80);
        assertThat(metrics.find("saga.step").timers().stream()
                        .mapToLong(Timer::count)
                        .sum())
                .isEqualTo(3);
    }

    @Test
    void a_command_from_a_clock_that_is_ahead_took_no_time() {
        advance(awaiting("book hotel", SENT), What.STEP_DONE, SENT.minusSeconds(5));

        assertThat(step("book hotel", "done").count()).isEqualTo(1);
        assertThat(step("book hotel", "done").totalTime(TimeUnit.SECONDS)).isZero();
    }

    private void advance(SagaInstance<String> before, What answer, Instant now) {
        String step = before.step();
        meters.advanced(
                before, before, List.of(new SagaLogEntry(now, Optional.of(step), answer, Optional.empty(), "")), now);
    }

    private SagaInstance<String> awaiting(String step, Instant sent) {
        return running.awaiting(SagaState.RUNNING, step, Map.of(step, idOf(sent)), 1, sent.plusSeconds(30));
    }

    /** A UUIDv7. */
    private static UUID idOf(Instant made) {
        return new UUID(made.toEpochMilli() << 16 | 0x7000, 0x8000000000000000L);
    }

    private List<String> outcomes(String step) {
        return metrics.find("saga.step").tag("step", step).timers().stream()
                .map(timer -> timer.getId().getTag("outcome"))
                .toList();
    }

    private Timer step(String step, String outcome) {
        return metrics.get("saga.step")
                .tag("step", step)
                .tag("outcome", outcome)
                .timer();
    }

    private double entries(String what) {
        return metrics.get("saga.log").tag("what", what).counter().count();
    }

    private long ended(String outcome) {
        return metrics.get("saga.duration").tag("outcome", outcome).timer().count();
    }

    private static SagaLogEntry entry(What what) {
        return new SagaLogEntry(BEGUN, Optional.of("book hotel"), what, Optional.empty(), "");
    }
}
