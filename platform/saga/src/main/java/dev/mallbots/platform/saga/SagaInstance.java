package dev.mallbots.platform.saga;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The state of one saga between two messages. Immutable.
 *
 * @param id also the key of all its commands, so that a participant receives them in order
 * @param definition the name of its definition
 * @param step the name of the step in flight: in progress while RUNNING, being undone while COMPENSATING
 * @param data the data from the saga's start and from replies
 * @param startedAt the beginning of the saga's time limit
 * @param awaited the id of the command whose reply is awaited; any other reply changes nothing. Empty after the end, and during the pause
 *       before a refused compensation is sent again
 * @param attempts the number of times the command of this step was sent
 * @param deadline the time of the next action without a reply; empty after the end
 * @param delayedSince the time at which a command first stayed unanswered on the way forward; empty before that, and once the saga
 *       compensates or has ended
 * @param stuckSince the time at which a compensation first failed or stayed unanswered; else empty
 * @param cancelRequested whether the saga compensates after the reply to the step in flight
 * @param failureReason the reason for its compensation
 */
public record SagaInstance<D>(
        UUID id,
        String definition,
        SagaState state,
        String step,
        D data,
        Instant startedAt,
        Optional<UUID> awaited,
        int attempts,
        Optional<Instant> deadline,
        Optional<Instant> delayedSince,
        Optional<Instant> stuckSince,
        boolean cancelRequested,
        Optional<String> failureReason) {

    static <D> SagaInstance<D> fresh(UUID id, String definition, String firstStep, D data, Instant startedAt) {
        return new SagaInstance<>(
                id,
                definition,
                SagaState.RUNNING,
                firstStep,
                data,
                startedAt,
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty());
    }

    boolean awaits(UUID commandId) {
        return awaited.filter(commandId::equals).isPresent();
    }

    SagaInstance<D> with(D newData) {
        return new SagaInstance<>(
                id,
                definition,
                state,
                step,
                newData,
                startedAt,
                awaited,
                attempts,
                deadline,
                delayedSince,
                stuckSince,
                cancelRequested,
                failureReason);
    }

    SagaInstance<D> awaiting(SagaState newState, String newStep, UUID commandId, int newAttempts, Instant newDeadline) {
        var sameStep = newState == state && newStep.equals(step);
        return new SagaInstance<>(
                id,
                definition,
                newState,
                newStep,
                data,
                startedAt,
                Optional.of(commandId),
                newAttempts,
                Optional.of(newDeadline),
                delayedSince,
                sameStep ? stuckSince : Optional.empty(),
                cancelRequested,
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
                Optional.empty(),
                attempts,
                Optional.of(newDeadline),
                delayedSince,
                stuckSince,
                cancelRequested,
                failureReason);
    }

    SagaInstance<D> turnedBack(String reason) {
        return new SagaInstance<>(
                id,
                definition,
                SagaState.COMPENSATING,
                step,
                data,
                startedAt,
                Optional.empty(),
                0,
                deadline,
                Optional.empty(),
                stuckSince,
                cancelRequested,
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
                Optional.empty(),
                attempts,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                cancelRequested,
                failureReason);
    }
}
