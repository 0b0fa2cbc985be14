package dev.mallbots.platform.saga;

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
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Counts what happens to sagas, by definition; docs/telemetry.md has the meanings. A transition is counted when it is decided: one whose
 * transaction is rolled back is counted again when it is decided again.
 */
@ApplicationScoped
class SagaMeters {

    private record OfDefinition(
            Counter started, Map<SagaState, Timer> ended, Map<SagaLogEntry.What, Counter> happened) {}

    private final Map<String, OfDefinition> ofDefinitions;

    @Inject
    SagaMeters(SagaDefinitions definitions, MeterRegistry metrics) {
        this(definitions.names(), metrics);
    }

    /** @param sagas the names of the definitions */
    SagaMeters(Set<String> sagas, MeterRegistry metrics) {
        this.ofDefinitions = sagas.stream()
                .collect(Collectors.toUnmodifiableMap(Function.identity(), saga -> ofDefinition(metrics, saga)));
    }

    /** Creates this bean, and with it the series, before the first saga. */
    void start(@Observes StartupEvent started) {}

    private static OfDefinition ofDefinition(MeterRegistry metrics, String saga) {
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
        return new OfDefinition(metrics.counter("saga.started", "saga", saga), ended, happened);
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

    /** @param before the state before the transition; only a saga that was not over can end */
    void advanced(SagaState before, SagaInstance<?> next, List<SagaLogEntry> log, Instant now) {
        var meters = ofDefinitions.get(next.definition());
        count(meters, log);
        if (!before.isOver() && next.state().isOver()) {
            meters.ended().get(next.state()).record(Duration.between(next.startedAt(), now));
        }
    }

    private static void count(OfDefinition meters, List<SagaLogEntry> log) {
        log.forEach(entry -> meters.happened().get(entry.what()).increment());
    }
}
