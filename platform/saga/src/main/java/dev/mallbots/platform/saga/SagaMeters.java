package dev.mallbots.platform.saga;

import dev.mallbots.platform.kernel.Ids;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Counts what happens to sagas, by definition; docs/telemetry.md has the meanings. A transition is counted when it is decided: one whose
 * transaction is rolled back is counted again when it is decided again.
 */
@ApplicationScoped
class SagaMeters {

    private record OfDefinition(
            Counter started,
            Map<SagaState, Timer> ended,
            Map<SagaLogEntry.What, Counter> happened,
            Map<String, Map<SagaLogEntry.What, Timer>> answered) {}

    /** The answers to a step's command, and to that of its compensation. */
    private static final Map<SagaLogEntry.What, String> TO_COMMAND =
            Map.of(SagaLogEntry.What.STEP_DONE, "done", SagaLogEntry.What.STEP_REFUSED, "refused");

    private static final Map<SagaLogEntry.What, String> TO_COMPENSATION = Map.of(
            SagaLogEntry.What.COMPENSATION_DONE,
            "compensated",
            SagaLogEntry.What.COMPENSATION_REFUSED,
            "compensation_refused");

    private final Map<String, OfDefinition> ofDefinitions;

    @Inject
    SagaMeters(SagaDefinitions definitions, MeterRegistry metrics) {
        this(definitions.all(), metrics);
    }

    SagaMeters(Collection<SagaDefinition<?>> definitions, MeterRegistry metrics) {
        this.ofDefinitions = definitions.stream()
                .collect(Collectors.toUnmodifiableMap(SagaDefinition::name, saga -> ofDefinition(metrics, saga)));
    }

    /** Creates this bean, and with it the series, before the first saga. */
    void start(@Observes StartupEvent started) {}

    private static OfDefinition ofDefinition(MeterRegistry metrics, SagaDefinition<?> definition) {
        var saga = definition.name();
        var ended = new EnumMap<SagaState, Timer>(SagaState.class);
        Arrays.stream(SagaState.values())
                .filter(SagaState::isOver)
                .forEach(state -> ended.put(state, duration(metrics, saga, state)));
        var happened = new EnumMap<SagaLogEntry.What, Counter>(SagaLogEntry.What.class);
        for (var what : SagaLogEntry.What.values()) {
            happened.put(
                    what,
                    metrics.counter(
                            "saga.log", "saga", saga, "what", what.name().toLowerCase(Locale.ROOT)));
        }
        return new OfDefinition(
                metrics.counter("saga.started", "saga", saga),
                ended,
                happened,
                definition.steps().stream()
                        .collect(Collectors.toUnmodifiableMap(SagaStep::name, step -> answered(metrics, saga, step))));
    }

    private static Map<SagaLogEntry.What, Timer> answered(MeterRegistry metrics, String saga, SagaStep<?> step) {
        var answered = new EnumMap<SagaLogEntry.What, Timer>(SagaLogEntry.What.class);
        step.action().ifPresent(command -> answered.putAll(timers(metrics, saga, step, TO_COMMAND)));
        step.undo().ifPresent(command -> answered.putAll(timers(metrics, saga, step, TO_COMPENSATION)));
        return answered;
    }

    private static Map<SagaLogEntry.What, Timer> timers(
            MeterRegistry metrics, String saga, SagaStep<?> step, Map<SagaLogEntry.What, String> outcomes) {
        return outcomes.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, outcome -> stepDuration(metrics, saga, step.name(), outcome.getValue())));
    }

    private static Timer stepDuration(MeterRegistry metrics, String saga, String step, String outcome) {
        return Timer.builder("saga.step")
                .tag("saga", saga)
                .tag("step", step)
                .tag("outcome", outcome)
                .serviceLevelObjectives(
                        Duration.ofMillis(10),
                        Duration.ofMillis(25),
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(250),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(1))
                .register(metrics);
    }

    private static Timer duration(MeterRegistry metrics, String saga, SagaState state) {
        return Timer.builder("saga.duration")
                .tag("saga", saga)
                .tag("outcome", state.word())
                .serviceLevelObjectives(
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(250),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofMillis(2_500),
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(1),
                        Duration.ofHours(1))
                .register(metrics);
    }

    void started(String saga, List<SagaLogEntry> log) {
        var meters = ofDefinitions.get(saga);
        meters.started().increment();
        count(meters, log);
    }

    /** @param before the saga before the transition: only one that was not over can end, and its commands are those that are answered */
    void advanced(SagaInstance<?> before, SagaInstance<?> next, List<SagaLogEntry> log, Instant now) {
        var meters = ofDefinitions.get(next.definition());
        count(meters, log);
        log.forEach(entry -> time(meters, before, entry, now));
        if (!before.state().isOver() && next.state().isOver()) {
            meters.ended().get(next.state()).record(Duration.between(next.startedAt(), now));
        }
    }

    /** The id of a command has the time at which the command was written. */
    private static void time(OfDefinition meters, SagaInstance<?> before, SagaLogEntry entry, Instant now) {
        entry.step()
                .map(step -> meters.answered().getOrDefault(step, Map.of()).get(entry.what()))
                .ifPresent(timer -> Optional.ofNullable(
                                before.awaited().get(entry.step().orElseThrow()))
                        .flatMap(Ids::timeOf)
                        .map(sent -> Duration.between(sent, now))
                        // the clock of another instance may be ahead
                        .ifPresent(took -> timer.record(took.isNegative() ? Duration.ZERO : took)));
    }

    private static void count(OfDefinition meters, List<SagaLogEntry> log) {
        log.forEach(entry -> meters.happened().get(entry.what()).increment());
    }
}
