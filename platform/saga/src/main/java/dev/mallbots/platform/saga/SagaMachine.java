package dev.mallbots.platform.saga;

import static dev.mallbots.platform.saga.SagaLogEntry.What.CANCEL_REQUESTED;
import static dev.mallbots.platform.saga.SagaLogEntry.What.COMMAND_SENT;
import static dev.mallbots.platform.saga.SagaLogEntry.What.COMMAND_SENT_AGAIN;
import static dev.mallbots.platform.saga.SagaLogEntry.What.COMPENSATION_DEMANDED;
import static dev.mallbots.platform.saga.SagaLogEntry.What.COMPENSATION_DONE;
import static dev.mallbots.platform.saga.SagaLogEntry.What.COMPENSATION_REFUSED;
import static dev.mallbots.platform.saga.SagaLogEntry.What.COMPENSATION_SENT;
import static dev.mallbots.platform.saga.SagaLogEntry.What.COMPENSATION_SENT_AGAIN;
import static dev.mallbots.platform.saga.SagaLogEntry.What.REPLY_IGNORED;
import static dev.mallbots.platform.saga.SagaLogEntry.What.RETRY_DEMANDED;
import static dev.mallbots.platform.saga.SagaLogEntry.What.STARTED;
import static dev.mallbots.platform.saga.SagaLogEntry.What.STEP_DONE;
import static dev.mallbots.platform.saga.SagaLogEntry.What.STEP_REFUSED;
import static dev.mallbots.platform.saga.SagaLogEntry.What.STEP_UNANSWERED;

import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.saga.SagaInput.Canceled;
import dev.mallbots.platform.saga.SagaInput.CompensationDemanded;
import dev.mallbots.platform.saga.SagaInput.DeadlinePassed;
import dev.mallbots.platform.saga.SagaInput.Failed;
import dev.mallbots.platform.saga.SagaInput.RetryDemanded;
import dev.mallbots.platform.saga.SagaInput.Succeeded;
import dev.mallbots.platform.saga.Transition.CommandToSend;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Decides what a saga does next. Pure: it reads its arguments and nothing else. */
final class SagaMachine<D> {

    /** A step that may be undone is given up after this many commands. */
    private static final int MOST_ATTEMPTS = 3;

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final String name;
    private final List<SagaStep<D>> steps;
    private final Duration patience;

    SagaMachine(String name, List<SagaStep<D>> steps, Duration patience) {
        this.name = name;
        this.steps = steps;
        this.patience = patience;
    }

    String stepName(int step) {
        return steps.get(step).name();
    }

    Transition<D> start(UUID id, D data, Moment moment) {
        var draft = new Draft(SagaInstance.fresh(id, name, data), moment);
        draft.log.add(new SagaLogEntry(moment.now(), Optional.empty(), STARTED, Optional.empty(), name));
        return draft.forwardFrom(0).done();
    }

    Transition<D> on(SagaInstance<D> saga, SagaInput input, Moment moment) {
        var draft = new Draft(saga, moment);
        return switch (input) {
            case Succeeded success -> draft.succeeded(success).done();
            case Failed failure -> draft.failed(failure).done();
            case Canceled cancel -> draft.canceled(cancel).done();
            case DeadlinePassed() -> draft.deadlinePassed().done();
            case RetryDemanded() -> draft.retryDemanded().done();
            case CompensationDemanded demand ->
                draft.compensationDemanded(demand).done();
        };
    }

    /** One transition in the making; lives no longer than the decision. */
    private final class Draft {

        private final Moment moment;
        private final List<CommandToSend> commands = new ArrayList<>();
        private final List<SagaLogEntry> log = new ArrayList<>();
        private SagaInstance<D> saga;

        Draft(SagaInstance<D> saga, Moment moment) {
            this.saga = saga;
            this.moment = moment;
        }

        Transition<D> done() {
            return new Transition<>(saga, commands, log);
        }

        Draft succeeded(Succeeded success) {
            if (!saga.awaits(success.commandId())) {
                return ignored(
                        success.messageId(),
                        success.reply().getDescriptorForType().getName());
            }
            return switch (saga.state()) {
                case RUNNING -> {
                    var learnt = currentStep().learnFrom(success.reply(), saga.data());
                    note(
                            STEP_DONE,
                            success.messageId(),
                            success.reply().getDescriptorForType().getName());
                    saga = saga.with(learnt);
                    yield saga.cancelRequested() ? back("cancelled", saga.step()) : forwardFrom(saga.step() + 1);
                }
                case COMPENSATING -> {
                    note(
                            COMPENSATION_DONE,
                            success.messageId(),
                            success.reply().getDescriptorForType().getName());
                    yield backFrom(saga.step() - 1);
                }
                case COMPLETED, COMPENSATED -> throw new IllegalStateException("an ended saga awaits nothing");
            };
        }

        Draft failed(Failed failure) {
            if (!saga.awaits(failure.commandId())) {
                return ignored(failure.messageId(), failure.reason());
            }
            return switch (saga.state()) {
                case RUNNING -> {
                    note(STEP_REFUSED, failure.messageId(), failure.reason());
                    yield back(failure.reason(), saga.step() - 1);
                }
                case COMPENSATING -> {
                    note(COMPENSATION_REFUSED, failure.messageId(), failure.reason());
                    // there is no way back from going back: whoever refuses has to be brought round
                    saga = saga.stuck(moment.now()).pausingUntil(pauseAfter(saga.attempts()));
                    yield this;
                }
                case COMPLETED, COMPENSATED -> throw new IllegalStateException("an ended saga awaits nothing");
            };
        }

        Draft canceled(Canceled cancel) {
            return switch (saga.state()) {
                case RUNNING -> {
                    if (!saga.cancelRequested()) {
                        note(CANCEL_REQUESTED, cancel.messageId(), cancel.reason());
                        saga = saga.cancelling(cancel.reason());
                    }
                    yield this;
                }
                case COMPENSATING, COMPLETED, COMPENSATED -> this;
            };
        }

        Draft deadlinePassed() {
            // somebody else may have answered since the clock was looked at
            if (saga.deadline()
                    .filter(deadline -> !deadline.isAfter(moment.now()))
                    .isEmpty()) {
                return this;
            }
            return switch (saga.state()) {
                case RUNNING -> {
                    if (saga.attempts() < MOST_ATTEMPTS || currentStep().sentUntilAnswered()) {
                        yield doStep(saga.step());
                    }
                    var reason = "no reply to '%s'".formatted(currentStep().name());
                    log.add(entry(STEP_UNANSWERED, Optional.empty(), reason));
                    // it may have been done all the same, so it is undone too
                    yield back(reason, saga.step());
                }
                case COMPENSATING -> {
                    saga = saga.stuck(moment.now());
                    yield undoStep(saga.step());
                }
                case COMPLETED, COMPENSATED -> this;
            };
        }

        Draft retryDemanded() {
            return switch (saga.state()) {
                case RUNNING -> {
                    log.add(entry(RETRY_DEMANDED, Optional.empty(), ""));
                    yield doStep(saga.step());
                }
                case COMPENSATING -> {
                    log.add(entry(RETRY_DEMANDED, Optional.empty(), ""));
                    yield undoStep(saga.step());
                }
                case COMPLETED, COMPENSATED -> throw new Conflict("the saga is over");
            };
        }

        Draft compensationDemanded(CompensationDemanded demand) {
            return switch (saga.state()) {
                case RUNNING -> {
                    if (currentStep().sentUntilAnswered()) {
                        throw new Conflict("step '%s' has no way back"
                                .formatted(currentStep().name()));
                    }
                    log.add(entry(COMPENSATION_DEMANDED, Optional.empty(), demand.reason()));
                    yield back(demand.reason(), saga.step());
                }
                case COMPENSATING -> throw new Conflict("the saga is turning back already");
                case COMPLETED, COMPENSATED -> throw new Conflict("the saga is over");
            };
        }

        Draft forwardFrom(int first) {
            for (int i = first; i < steps.size(); i++) {
                if (steps.get(i).action().isPresent()) {
                    return doStep(i);
                }
            }
            return end(SagaState.COMPLETED, SagaLogEntry.What.COMPLETED);
        }

        private Draft back(String reason, int from) {
            saga = saga.turnedBack(reason);
            return backFrom(from);
        }

        private Draft backFrom(int last) {
            for (int i = last; i >= 0; i--) {
                if (steps.get(i).undo().isPresent()) {
                    return undoStep(i);
                }
            }
            return end(SagaState.COMPENSATED, SagaLogEntry.What.COMPENSATED);
        }

        private Draft doStep(int step) {
            var action = steps.get(step).action().orElseThrow();
            return send(SagaState.RUNNING, step, action.apply(saga.data()));
        }

        private Draft undoStep(int step) {
            var undo = steps.get(step).undo().orElseThrow();
            return send(
                    SagaState.COMPENSATING,
                    step,
                    undo.apply(saga.data(), saga.failureReason().orElse("")));
        }

        private Draft send(SagaState state, int step, SagaCommand payload) {
            var again = state == saga.state() && step == saga.step() && saga.attempts() > 0;
            var attempts = again ? saga.attempts() + 1 : 1;
            var command = new CommandToSend(moment.newId().get(), payload);
            saga = saga.awaiting(state, step, command.id(), attempts, pauseAfter(attempts));
            commands.add(command);
            var what = state == SagaState.RUNNING
                    ? (again ? COMMAND_SENT_AGAIN : COMMAND_SENT)
                    : (again ? COMPENSATION_SENT_AGAIN : COMPENSATION_SENT);
            note(what, command.id(), command.command().toString());
            return this;
        }

        private Draft end(SagaState state, SagaLogEntry.What what) {
            saga = saga.over(state);
            log.add(new SagaLogEntry(
                    moment.now(),
                    Optional.empty(),
                    what,
                    Optional.empty(),
                    saga.failureReason().orElse("")));
            return this;
        }

        private Draft ignored(UUID messageId, String detail) {
            log.add(new SagaLogEntry(moment.now(), Optional.empty(), REPLY_IGNORED, Optional.of(messageId), detail));
            return this;
        }

        private void note(SagaLogEntry.What what, UUID messageId, String detail) {
            log.add(entry(what, Optional.of(messageId), detail));
        }

        private SagaLogEntry entry(SagaLogEntry.What what, Optional<UUID> messageId, String detail) {
            return new SagaLogEntry(moment.now(), Optional.of(currentStep().name()), what, messageId, detail);
        }

        private SagaStep<D> currentStep() {
            return steps.get(saga.step());
        }

        private Instant pauseAfter(int attempts) {
            var pause = patience.multipliedBy(1L << Math.min(attempts - 1, 16));
            return moment.now().plus(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
        }
    }
}
