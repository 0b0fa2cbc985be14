package dev.mallbots.platform.saga;

import com.google.protobuf.Message;
import dev.mallbots.contracts.common.v1.CommandFailed;
import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.platform.messaging.MessageContext;
import dev.mallbots.platform.messaging.Outbox;
import dev.mallbots.platform.messaging.OutgoingMessage;
import dev.mallbots.platform.messaging.Topics;
import dev.mallbots.platform.unitofwork.UnitOfWork;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Runs sagas: stores their state and log, and sends their commands.
 *
 * <p>Everything that a message causes happens in the transaction of that message: input, new state, log and commands are stored together or
 * not at all. The saga's row is locked meanwhile, so that concurrent replies are handled one after the other. Every failure here is
 * technical, and the caller tries again; only a {@link CommandFailed} makes a saga compensate.
 */
@ApplicationScoped
public class Sagas {

    private final SagaDefinitions definitions;
    private final Outbox outbox;
    private final SagaMeters meters;
    private final SagaTraces traces;
    private final String replies;

    Sagas(
            SagaDefinitions definitions,
            Outbox outbox,
            SagaMeters meters,
            SagaTraces traces,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.definitions = definitions;
        this.outbox = outbox;
        this.meters = meters;
        this.traces = traces;
        this.replies = Topics.replies(service);
    }

    /**
     * Starts a saga, unless a saga with this id exists or has existed: then nothing changes.
     *
     * @param id unique among all sagas of this service, whatever their definition
     */
    public <D> Uni<Void> start(SagaDefinition<D> definition, UUID id, D data) {
        return inRows(rows -> rows.get(id)
                .chain(existing -> existing.isPresent() || rows.wasLetGo(id)
                        ? Uni.createFrom().voidItem()
                        : begin(rows, definition, id, data)));
    }

    private <D> Uni<Void> begin(SagaRows rows, SagaDefinition<D> definition, UUID id, D data) {
        var moment = Moment.current();
        var transition = definition.start(id, data, moment);
        var saga = new SagaEntity();
        saga.become(transition.next(), definition);
        saga.changedAt = moment.now();
        saga.traceParent = traces.current().orElse(null);
        rows.add(saga, transition.log());
        meters.started(definition.name(), transition.log());
        return outbox.publish(messages(transition));
    }

    /** In a batch its rows, which are loaded and written with the batch's; else rows of the caller's own. */
    private static Uni<Void> inRows(Function<SagaRows, Uni<Void>> work) {
        return Uni.createFrom()
                .deferred(() -> UnitOfWork.current()
                        .map(unit -> work.apply(rowsOf(unit)))
                        .orElseGet(() -> {
                            var own = new SagaRows();
                            return work.apply(own).chain(own::write);
                        }));
    }

    private static SagaRows rowsOf(UnitOfWork unit) {
        return unit.memory(SagaRows.class);
    }

    @Produces
    @Singleton
    static UnitOfWork.Member inEachBatch() {
        return SagaRows::new;
    }

    /** Handles a participant's reply. A reply to a command that is not awaited only adds a log entry. */
    public Uni<Void> reply(MessageContext context, Message reply) {
        var commandId = context.causationId().orElseThrow();
        return advance(
                UUID.fromString(context.key()),
                reply instanceof CommandFailed failed
                        ? new SagaInput.Failed(commandId, context.id(), failed.getReason())
                        : new SagaInput.Succeeded(commandId, context.id(), reply));
    }

    /** Cancels a saga. Nothing happens if the saga does not exist, has ended, or compensates already. */
    public Uni<Void> cancel(MessageContext context, UUID id, String reason) {
        return advance(id, new SagaInput.Canceled(context.id(), reason));
    }

    /**
     * An operator requests that the command of the step in flight be sent again, at once.
     *
     * @return fails with {@link NotFound}, or after the end of the saga with {@link Conflict}
     */
    @WithTransaction
    public Uni<Void> retry(UUID id) {
        return demand(id, new SagaInput.RetryDemanded());
    }

    /**
     * An operator requests compensation: the completed steps and the step in flight are undone.
     *
     * @return fails with {@link NotFound}, or with {@link Conflict} if the saga has ended, compensates already or is at a step that can't
     *       be undone
     */
    @WithTransaction
    public Uni<Void> compensate(UUID id, String reason) {
        return demand(id, new SagaInput.CompensationDemanded(reason));
    }

    Uni<Void> deadlinePassed(UUID id) {
        return advance(id, new SagaInput.DeadlinePassed());
    }

    private Uni<Void> advance(UUID id, SagaInput input) {
        return advance(id, input, () -> Uni.createFrom().voidItem());
    }

    private Uni<Void> demand(UUID id, SagaInput input) {
        return advance(id, input, () -> Uni.createFrom().failure(new NotFound("saga", id)));
    }

    private Uni<Void> advance(UUID id, SagaInput input, Supplier<Uni<Void>> whenUnknown) {
        return inRows(rows -> rows.get(id)
                .chain(saga -> saga.map(it -> advance(rows, it, definitions.named(it.definition), input))
                        .orElseGet(whenUnknown)));
    }

    private <D> Uni<Void> advance(SagaRows rows, SagaEntity saga, SagaDefinition<D> definition, SagaInput input) {
        var moment = Moment.current();
        var before = saga.toInstance(definition);
        var transition = definition.on(before, input, moment);
        if (transition.next().equals(before) && transition.log().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        saga.become(transition.next(), definition);
        saga.changedAt = moment.now();
        rows.change(saga, transition.log());
        meters.advanced(before, transition.next(), transition.log(), moment.now());
        return traces.in(
                Optional.ofNullable(saga.traceParent),
                input,
                saga.id,
                saga.definition,
                () -> outbox.publish(messages(transition)));
    }

    private List<OutgoingMessage> messages(Transition<?> transition) {
        var saga = transition.next().id();
        return transition.commands().stream()
                .map(sent -> new OutgoingMessage(
                        sent.id(),
                        Topics.commands(sent.command().service()),
                        saga,
                        sent.command().payload(),
                        OptionalLong.empty(),
                        Optional.of(saga),
                        Optional.of(replies).filter(topic -> sent.answered())))
                .toList();
    }
}
