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
import dev.mallbots.platform.kernel.Unavailable;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Decides a saga's next transition. Pure: it reads only its arguments. */
final class SagaMachine<D> {

    /**
     * The longest wait on the way forward. The broker keeps the command for a participant that is down, so repeating it only helps if it
     * was lost, and each repetition is additional work after an outage.
     */
    private static final Duration LONGEST_PAUSE_FORWARD = Duration.ofHours(1);

    /**
     * The longest wait on the way back. A participant may have refused the compensation, and only another command shows whether it accepts
     * it now.
     */
    private static final Duration LONGEST_PAUSE_BACK = Duration.ofMinutes(5);

    private final String name;
    private final List<SagaStep<D>> steps;
    private final SagaTimes times;
    private final Optional<BiFunction<D, Instant, SagaCommand>> noticeOfDelay;

    SagaMachine(
            String name,
            List<SagaStep<D>> steps,
            SagaTimes times,
            Optional<BiFunction<D, Instant, SagaCommand>> noticeOfDelay) {
        this.name = name;
        this.steps = steps;
        this.times = times;
        this.noticeOfDelay = noticeOfDelay;
    }

    SagaMachine<D> with(SagaTimes others) {
        return new SagaMachine<>(name, steps, others, noticeOfDelay);
    }

    List<SagaStep<D>> steps() {
        return steps;
    }

    SagaTimes times() {
        return times;
    }

    /**
     * The place of a step; for steps in flight together, of the last of them.
     *
     * @throws Unavailable no step has this name: a newer release has inserted it
     */
    private int lastIndexOf(String step) {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).name().equals(step)) {
                return i;
            }
        }
        for (int i = 0; i < steps.size(); i++) {
            int last = lastBeside(i);
            if (last > i && nameOf(steps.subList(i, last + 1)).equals(step)) {
                return last;
            }
        }
        throw Unavailable.newer("step '%s' of saga '%s'".formatted(step, name));
    }

    /** The last of the steps that are sent together with this one. */
    private int lastBeside(int first) {
        int last = first;
        while (last + 1 < steps.size() && steps.get(last + 1).alongside()) {
            last++;
        }
        return last;
    }

    private SagaStep<D> step(String step) {
        return steps.get(lastIndexOf(step));
    }

    private static String nameOf(List<? extends SagaStep<?>> together) {
        return together.stream().map(SagaStep::name).collect(Collectors.joining(" + "));
    }

    Transition<D> start(UUID id, D data, Moment moment) {
        var draft = new Draft(SagaInstance.fresh(id, name, steps.getFirst().name(), data, moment.now()), moment);
        draft.log.add(new SagaLogEntry(moment.now(), Optional.empty(), STARTED, Optional.empty(), name));
        return draft.forwardFrom(0).done();
    }

    Transition<D> on(SagaInstance<D> saga, SagaInput input, Moment moment) {
        if (!saga.state().isOver()) {
            // nothing may be decided about a step of a newer release
            lastIndexOf(saga.step());
        }
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

    /** Builds one transition during a decision. */
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
            var kind = success.reply().getDescriptorForType().getName();
            return saga.stepOf(success.commandId())
                    .map(step -> switch (saga.state()) {
                        case RUNNING -> stepDone(step, success);
                        case COMPENSATING -> {
                            note(COMPENSATION_DONE, step, success.messageId(), kind);
                            yield backFrom(current() - 1);
                        }
                        case COMPLETED, COMPENSATED -> throw new IllegalStateException("an ended saga awaits nothing");
                    })
                    .orElseGet(() -> ignored(success.messageId(), kind));
        }

        private Draft stepDone(String step, Succeeded success) {
            var learnt = step(step).learnFrom(success.reply(), saga.data());
            note(
                    STEP_DONE,
                    step,
                    success.messageId(),
                    success.reply().getDescriptorForType().getName());
            saga = saga.answered(step, learnt);
            if (saga.cancelRequested()) {
                return back("cancelled", Optional.empty());
            }
            return saga.awaited().isEmpty() ? forwardFrom(current() + 1) : this;
        }

        Draft failed(Failed failure) {
            return saga.stepOf(failure.commandId())
                    .map(step -> switch (saga.state()) {
                        case RUNNING -> {
                            note(STEP_REFUSED, step, failure.messageId(), failure.reason());
                            yield back(failure.reason(), Optional.of(step));
                        }
                        case COMPENSATING -> {
                            note(COMPENSATION_REFUSED, step, failure.messageId(), failure.reason());
                            // a compensation can't be abandoned: it is repeated until the participant accepts it
                            saga = saga.stuck(moment.now()).pausingUntil(nextTimeBack(saga.attempts()));
                            yield this;
                        }
                        case COMPLETED, COMPENSATED -> throw new IllegalStateException("an ended saga awaits nothing");
                    })
                    .orElseGet(() -> ignored(failure.messageId(), failure.reason()));
        }

        Draft canceled(Canceled cancel) {
            return switch (saga.state()) {
                case RUNNING -> {
                    if (saga.cancelRequested()) {
                        yield this;
                    }
                    note(CANCEL_REQUESTED, saga.step(), cancel.messageId(), cancel.reason());
                    saga = saga.cancelling(cancel.reason());
                    // in an outage the reply may take hours; the step may have been done, so it is undone too
                    yield currentStep().sentUntilAnswered() ? this : back(cancel.reason(), Optional.empty());
                }
                case COMPENSATING, COMPLETED, COMPENSATED -> this;
            };
        }

        Draft deadlinePassed() {
            // the reply may have arrived since the clock found the deadline
            if (saga.deadline()
                    .filter(deadline -> !deadline.isAfter(moment.now()))
                    .isEmpty()) {
                return this;
            }
            return switch (saga.state()) {
                case RUNNING -> {
                    if (!moment.now().isBefore(end()) && !currentStep().sentUntilAnswered()) {
                        yield giveUp();
                    }
                    yield sendAgainLate();
                }
                case COMPENSATING -> {
                    saga = saga.stuck(moment.now());
                    yield undo(current());
                }
                case COMPLETED, COMPENSATED -> this;
            };
        }

        private Draft giveUp() {
            var reason = "no reply to '%s' within %s".formatted(nameOf(unanswered()), words(times.limit()));
            log.add(entry(STEP_UNANSWERED, saga.step(), Optional.empty(), reason));
            // the step may have been done, so it is undone too
            return back(reason, Optional.empty());
        }

        private Draft sendAgainLate() {
            var isNew = saga.delayedSince().isEmpty();
            if (isNew) {
                saga = saga.delayed(moment.now());
                log.add(entry(STEP_UNANSWERED, saga.step(), Optional.empty(), "no reply yet: delayed"));
            }
            sendAgain();
            if (isNew) {
                noticeOfDelay.ifPresent(notice -> commands.add(
                        new CommandToSend(moment.newId().get(), notice.apply(saga.data(), moment.now()), false)));
            }
            return this;
        }

        private Instant end() {
            return saga.startedAt().plus(times.limit());
        }

        Draft retryDemanded() {
            return switch (saga.state()) {
                case RUNNING -> {
                    log.add(entry(RETRY_DEMANDED, saga.step(), Optional.empty(), ""));
                    yield sendAgain();
                }
                case COMPENSATING -> {
                    log.add(entry(RETRY_DEMANDED, saga.step(), Optional.empty(), ""));
                    yield undo(current());
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
                    log.add(entry(COMPENSATION_DEMANDED, saga.step(), Optional.empty(), demand.reason()));
                    yield back(demand.reason(), Optional.empty());
                }
                case COMPENSATING -> throw new Conflict("the saga is turning back already");
                case COMPLETED, COMPENSATED -> throw new Conflict("the saga is over");
            };
        }

        Draft forwardFrom(int first) {
            for (int i = first; i < steps.size(); i++) {
                if (steps.get(i).action().isPresent()) {
                    var together = steps.subList(i, lastBeside(i) + 1);
                    return send(nameOf(together), together);
                }
            }
            return end(SagaState.COMPLETED, SagaLogEntry.What.COMPLETED);
        }

        /** All commands in flight that are not answered. */
        private Draft sendAgain() {
            return send(saga.step(), unanswered());
        }

        private List<SagaStep<D>> unanswered() {
            return steps.stream()
                    .filter(step -> saga.awaited().containsKey(step.name()))
                    .toList();
        }

        private Draft back(String reason, Optional<String> refused) {
            saga = saga.turnedBack(reason, refused);
            return backFrom(current());
        }

        private Draft backFrom(int last) {
            for (int i = last; i >= 0; i--) {
                if (steps.get(i).undo().isPresent()
                        && !saga.refused().equals(Optional.of(steps.get(i).name()))) {
                    return undo(i);
                }
            }
            return end(SagaState.COMPENSATED, SagaLogEntry.What.COMPENSATED);
        }

        private Draft send(String inFlight, List<SagaStep<D>> together) {
            var attempts = nextAttempt(SagaState.RUNNING, inFlight);
            var awaited = new HashMap<String, UUID>();
            together.forEach(step -> awaited.put(
                    step.name(),
                    command(
                            step,
                            attempts > 1 ? COMMAND_SENT_AGAIN : COMMAND_SENT,
                            step.action().orElseThrow().apply(saga.data()))));
            saga = saga.awaiting(
                    SagaState.RUNNING, inFlight, awaited, attempts, nextTimeForward(together.getFirst(), attempts));
            return this;
        }

        private Draft undo(int index) {
            var step = steps.get(index);
            var attempts = nextAttempt(SagaState.COMPENSATING, step.name());
            var id = command(
                    step,
                    attempts > 1 ? COMPENSATION_SENT_AGAIN : COMPENSATION_SENT,
                    step.undo()
                            .orElseThrow()
                            .apply(saga.data(), saga.failureReason().orElse("")));
            saga = saga.awaiting(
                    SagaState.COMPENSATING, step.name(), Map.of(step.name(), id), attempts, nextTimeBack(attempts));
            return this;
        }

        private int nextAttempt(SagaState state, String inFlight) {
            return state == saga.state() && inFlight.equals(saga.step()) ? saga.attempts() + 1 : 1;
        }

        /** @return the command's id */
        private UUID command(SagaStep<D> step, SagaLogEntry.What what, SagaCommand payload) {
            var command = new CommandToSend(moment.newId().get(), payload, true);
            commands.add(command);
            note(what, step.name(), command.id(), payload.toString());
            return command.id();
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

        private void note(SagaLogEntry.What what, String step, UUID messageId, String detail) {
            log.add(entry(what, step, Optional.of(messageId), detail));
        }

        private SagaLogEntry entry(SagaLogEntry.What what, String step, Optional<UUID> messageId, String detail) {
            return new SagaLogEntry(moment.now(), Optional.of(step), what, messageId, detail);
        }

        private SagaStep<D> currentStep() {
            return steps.get(current());
        }

        /** The place of the last step in flight. */
        private int current() {
            return lastIndexOf(saga.step());
        }

        /** Not later than the saga's limit, at which it is given up, unless it must not be. */
        private Instant nextTimeForward(SagaStep<D> step, int attempts) {
            var next = moment.now().plus(pauseAfter(attempts, LONGEST_PAUSE_FORWARD));
            var passesTheEnd = next.isAfter(end()) && moment.now().isBefore(end());
            return passesTheEnd && !step.sentUntilAnswered() ? end() : next;
        }

        private Instant nextTimeBack(int attempts) {
            return moment.now().plus(pauseAfter(attempts, LONGEST_PAUSE_BACK));
        }

        private Duration pauseAfter(int attempts, Duration longest) {
            var pause = times.patience().multipliedBy(1L << Math.min(attempts - 1, 16));
            return pause.compareTo(longest) < 0 ? pause : longest;
        }
    }

    /** A duration for people: {@code 24 h}, {@code 90 s}. */
    private static String words(Duration duration) {
        return duration.toSeconds() % 3600 == 0 ? duration.toHours() + " h" : duration.toSeconds() + " s";
    }
}
