package dev.mallbots.platform.saga;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The state of one saga between two messages. Immutable.
 *
 * @param id also the key of all its commands, so that a participant receives them in order
 * @param definition the name of its definition
 * @param step the name of the step in flight: in progress while RUNNING, being undone while COMPENSATING. Steps in flight together have one
 *       name: {@code reserve room + reserve table}
 * @param data the data from the saga's start and from replies
 * @param startedAt the beginning of the saga's time limit
 * @param awaited the commands whose replies are awaited, by step; any other reply changes nothing. Empty after the end, and during the pause
 *       before a refused compensation is sent again
 * @param attempts the number of times the commands in flight were sent
 * @param deadline the time of the next action without a reply; empty after the end
 * @param delayedSince the time at which a command first stayed unanswered on the way forward; empty before that, and once the saga
 *       compensates or has ended
 * @param stuckSince the time at which a compensation first failed or stayed unanswered; else empty
 * @param cancelRequested whether the saga compensates after the reply to the step in flight
 * @param refused the name of the step that was refused, which is not undone; else empty
 * @param failureReason the reason for its compensation
 */
public record SagaInstance<D>(
        UUID id,
        String definition,
        SagaState state,
        String step,
        D data,
        Instant startedAt,
        Map<String, UUID> awaited,
        int attempts,
        Optional<Instant> deadline,
        Optional<Instant> delayedSince,
        Optional<Instant> stuckSince,
        boolean cancelRequested,
        Optional<String> refused,
        Optional<String> failureReason) {

    public SagaInstance {
        awaited = Map.copyOf(awaited);
    }

    static <D> SagaInstance<D> fresh(UUID id, String definition, String firstStep, D data, Instant startedAt) {
        return new SagaInstance<>(
                id,
                definition,
                SagaState.RUNNING,
                firstStep,
                data,
                startedAt,
                Map.of(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty());
    }

    /** The step of an awaited command. */
    Optional<String> stepOf(UUID commandId) {
        return awaited.entrySet().stream()
                .filter(command -> command.getValue().equals(commandId))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The command of this step has succeeded. */
    SagaInstance<D> answered(String answeredStep, D newData) {
        var others = new HashMap<>(awaited);
        others.remove(answeredStep);
        return new SagaInstance<>(
                id,
                definition,
                state,
                step,
                newData,
                startedAt,
                others,
                attempts,
                deadline,
                delayedSince,
                stuckSince,
                cancelRequested,
                refused,
                failureReason);
    }

    SagaInstance<D> awaiting(
            SagaState newState, String newStep, Map<String, UUID> commands, int newAttempts, Instant newDeadline) {
        var sameStep = newState == state && newStep.equals(step);
        return new SagaInstance<>(
                id,
                definition,
                newState,
                newStep,
                data,
                startedAt,
                commands,
                newAttempts,
                Optional.of(newDeadline),
                delayedSince,
                sameStep ? stuckSince : Optional.empty(),
                cancelRequested,
                refused,
                failureReason);
    }

    SagaInstance<D> delayed(Instant since) {
        return new SagaInstance<>(
                id,
                definition,
                state,
                step,
                data,
                startedAt,
                awaited,
                attempts,
                deadline,
                Optional.of(since),
                stuckSince,
                cancelRequested,
                refused,
                failureReason);
    }

    SagaInstance<D> stuck(Instant since) {
        return new SagaInstance<>(
                id,
                definition,
                state,
                step,
                data,
                startedAt,
                awaited,
                attempts,
                deadline,
                delayedSince,
                stuckSince.or(() -> Optional.of(since)),
                cancelRequested,
                refused,
                failureReason);
    }

    SagaInstance<D> pausingUntil(Instant newDeadline) {
        return new SagaInstance<>(
                id,
                definition,
                state,
                step,
                data,
                startedAt,
                Map.of(),
                attempts,
                Optional.of(newDeadline),
                delayedSince,
                stuckSince,
                cancelRequested,
                refused,
                failureReason);
    }

    /** @param refusedStep the step whose refusal is the reason; empty for another reason */
    SagaInstance<D> turnedBack(String reason, Optional<String> refusedStep) {
        return new SagaInstance<>(
                id,
                definition,
                SagaState.COMPENSATING,
                step,
                data,
                startedAt,
                Map.of(),
                0,
                deadline,
                Optional.empty(),
                stuckSince,
                cancelRequested,
                refusedStep,
                Optional.of(failureReason.orElse(reason)));
    }

    SagaInstance<D> cancelling(String reason) {
        return new SagaInstance<>(
                id,
                definition,
                state,
                step,
                data,
                startedAt,
                awaited,
                attempts,
                deadline,
                delayedSince,
                stuckSince,
                true,
                refused,
                Optional.of(failureReason.orElse(reason)));
    }

    SagaInstance<D> over(SagaState end) {
        return new SagaInstance<>(
                id,
                definition,
                end,
                step,
                data,
                startedAt,
                Map.of(),
                attempts,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                cancelRequested,
                refused,
                failureReason);
    }
}
