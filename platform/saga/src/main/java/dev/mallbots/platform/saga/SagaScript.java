package dev.mallbots.platform.saga;

import com.google.protobuf.Message;
import dev.mallbots.contracts.common.v1.CommandSucceeded;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.saga.SagaInput.Canceled;
import dev.mallbots.platform.saga.SagaInput.CompensationDemanded;
import dev.mallbots.platform.saga.SagaInput.DeadlinePassed;
import dev.mallbots.platform.saga.SagaInput.Failed;
import dev.mallbots.platform.saga.SagaInput.RetryDemanded;
import dev.mallbots.platform.saga.SagaInput.Succeeded;
import dev.mallbots.platform.saga.Transition.CommandToSend;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Tests a definition as a script, without a database and a broker:
 *
 * <pre>{@code
 * given(CREATE_ORDER).start(order)
 *         .expect("customers", AuthorizeCustomer.class).replyFailure("disabled")
 *         .expect("ordering", RejectOrder.class).replySuccess()
 *         .expectCompensated();
 * }</pre>
 *
 * <p>Every sent command must be expected before the next input. A broken expectation is an {@link AssertionError}; no test framework is
 * needed. Source of the idea: eventuate-tram-sagas' {@code SagaUnitTestSupport}.
 */
public final class SagaScript<D> {

    private final SagaDefinition<D> definition;
    private final Deque<CommandToSend> unexpected = new ArrayDeque<>();
    private final List<SagaLogEntry> log = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private SagaInstance<D> saga;
    /** The last expected command to each service. */
    private final Map<String, CommandToSend> expected = new HashMap<>();

    private CommandToSend current;

    private SagaScript(SagaDefinition<D> definition) {
        this.definition = definition;
    }

    public static <D> SagaScript<D> given(SagaDefinition<D> definition) {
        return new SagaScript<>(definition);
    }

    public SagaScript<D> start(D data) {
        return take(definition.start(Ids.next(), data, moment()));
    }

    /** Expects the next command: to this service, with this payload. */
    public SagaScript<D> expect(String service, Message payload) {
        expect(service, payload.getClass());
        return check(
                payload.equals(current.command().payload()),
                "expected\n%s\nbut sent was\n%s"
                        .formatted(payload, current.command().payload()));
    }

    /** Expects the next command: to this service, of this type. */
    public SagaScript<D> expect(String service, Class<? extends Message> type) {
        check(
                !unexpected.isEmpty(),
                "expected %s -> %s, but nothing was sent".formatted(type.getSimpleName(), service));
        current = unexpected.remove();
        expected.put(service, current);
        return check(
                current.command().service().equals(service)
                        && type.isInstance(current.command().payload()),
                "expected %s -> %s, but sent was %s".formatted(type.getSimpleName(), service, current.command()));
    }

    /** Expects this notice, without a reply, beside the repeated command. */
    public SagaScript<D> expectNotice(String service, Message payload) {
        check(!unexpected.isEmpty(), "expected a notice to %s, but nothing was sent".formatted(service));
        var notice = unexpected.remove();
        return check(
                !notice.answered() && notice.command().equals(new SagaCommand(service, payload)),
                "expected the notice\n%s\nto %s, but sent was\n%s".formatted(payload, service, notice));
    }

    /** The next reply is from this service, to the last command that it was sent. */
    public SagaScript<D> from(String service) {
        current = expected.get(service);
        return check(current != null, "%s was sent nothing".formatted(service));
    }

    /** The participant of the last expected command succeeds, or that of {@link #from}. */
    public SagaScript<D> replySuccess() {
        return replySuccess(CommandSucceeded.getDefaultInstance());
    }

    /** Like {@link #replySuccess()}, with data. */
    public SagaScript<D> replySuccess(Message reply) {
        return happens(new Succeeded(current.id(), Ids.next(), reply));
    }

    /** The participant of the last expected command refuses, or that of {@link #from}. */
    public SagaScript<D> replyFailure(String reason) {
        return happens(new Failed(current.id(), Ids.next(), reason));
    }

    /** A reply arrives to a command that this saga never sent. */
    public SagaScript<D> replyToAnotherCommand() {
        return happens(new Failed(Ids.next(), Ids.next(), "meant for somebody else"));
    }

    /** The saga's work is cancelled. */
    public SagaScript<D> cancel(String reason) {
        return happens(new Canceled(Ids.next(), reason));
    }

    /** The current deadline passes. */
    public SagaScript<D> deadlinePasses() {
        now = saga.deadline().orElseThrow(() -> new AssertionError("there is no deadline"));
        return happens(new DeadlinePassed());
    }

    /** The saga's time limit passes without a reply. */
    public SagaScript<D> limitPasses(Duration limit) {
        now = saga.startedAt().plus(limit);
        return happens(new DeadlinePassed());
    }

    /** An operator retries. */
    public SagaScript<D> retry() {
        return happens(new RetryDemanded());
    }

    /** An operator compensates. */
    public SagaScript<D> compensate(String reason) {
        return happens(new CompensationDemanded(reason));
    }

    /** Expects that the last input sent nothing. */
    public SagaScript<D> expectNothing() {
        return check(unexpected.isEmpty(), "sent although nothing was expected: " + unexpected);
    }

    /** Expects that the saga has ended and every step was done. */
    public SagaScript<D> expectCompleted() {
        return expectNothing().expectState(SagaState.COMPLETED);
    }

    /** Expects that the saga has ended and every step is undone. */
    public SagaScript<D> expectCompensated() {
        return expectNothing().expectState(SagaState.COMPENSATED);
    }

    public SagaScript<D> expectState(SagaState state) {
        return check(saga.state() == state, "expected %s, but it is %s".formatted(state, saga.state()));
    }

    /** Whether operators see it as delayed. */
    public SagaScript<D> expectDelayed(boolean delayed) {
        return check(saga.delayedSince().isPresent() == delayed, "delayed since: " + saga.delayedSince());
    }

    /** Whether operators see it as stuck. */
    public SagaScript<D> expectStuck(boolean stuck) {
        return check(saga.stuckSince().isPresent() == stuck, "stuck since: " + saga.stuckSince());
    }

    /** The current instance. */
    public SagaInstance<D> saga() {
        return saga;
    }

    /** All log entries since the start. */
    public List<SagaLogEntry> log() {
        return List.copyOf(log);
    }

    private SagaScript<D> happens(SagaInput input) {
        expectNothing();
        return take(definition.on(saga, input, moment()));
    }

    private SagaScript<D> take(Transition<D> transition) {
        saga = transition.next();
        unexpected.addAll(transition.commands());
        log.addAll(transition.log());
        return this;
    }

    private Moment moment() {
        now = now.plusMillis(1);
        return new Moment(now, UUID::randomUUID);
    }

    private SagaScript<D> check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
        return this;
    }
}
