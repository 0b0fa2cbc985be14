package dev.mallbots.platform.saga;

import com.google.protobuf.Message;
import dev.mallbots.contracts.common.v1.CommandFailed;
import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.platform.messaging.MessageContext;
import dev.mallbots.platform.messaging.Outbox;
import dev.mallbots.platform.messaging.OutgoingMessage;
import dev.mallbots.platform.messaging.Topics;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.reactive.mutiny.Mutiny;

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
    private final String replies;

    Sagas(
            SagaDefinitions definitions,
            Outbox outbox,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.definitions = definitions;
        this.outbox = outbox;
        this.replies = Topics.replies(service);
    }

    private static final String LET_GO = "select id from saga_let_go where id in (:ids)";

    /**
     * Starts a saga, unless a saga with this id exists or has existed: then nothing changes.
     *
     * @param id unique among all sagas of this service, whatever their definition
     */
    public <D> Uni<Void> start(SagaDefinition<D> definition, UUID id, D data) {
        return Panache.getSession()
                .chain(session -> locked(session, id).chain(existing -> {
                    if (existing != null) {
                        return Uni.createFrom().voidItem();
                    }
                    // queried after the row: pruning inserts the id here when it deletes the row
                    return wasLetGo(session, id)
                            .chain(over -> over ? Uni.createFrom().voidItem() : begin(session, definition, id, data));
                }));
    }

    private <D> Uni<Void> begin(Mutiny.Session session, SagaDefinition<D> definition, UUID id, D data) {
        var saga = new SagaEntity();
        var moment = Moment.current();
        return keep(session, saga, definition, definition.start(id, data, moment), moment);
    }

    private static Uni<Boolean> wasLetGo(Mutiny.Session session, UUID id) {
        return session.createNativeQuery(LET_GO)
                // a list of one: Hibernate Reactive keeps a plan for every execution with single values
                .setParameter("ids", List.of(id))
                .getResultList()
                .map(found -> !found.isEmpty());
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
        return Panache.getSession()
                .chain(session -> locked(session, id)
                        .chain(saga -> saga == null
                                ? whenUnknown.get()
                                : advance(session, saga, definitions.named(saga.definition), input)));
    }

    private <D> Uni<Void> advance(
            Mutiny.Session session, SagaEntity saga, SagaDefinition<D> definition, SagaInput input) {
        var moment = Moment.current();
        var before = saga.toInstance(definition);
        var transition = definition.on(before, input, moment);
        return transition.next().equals(before) && transition.log().isEmpty()
                ? Uni.createFrom().voidItem()
                : keep(session, saga, definition, transition, moment);
    }

    private <D> Uni<Void> keep(
            Mutiny.Session session,
            SagaEntity saga,
            SagaDefinition<D> definition,
            Transition<D> transition,
            Moment moment) {
        int lastLine = saga.logEntries;
        saga.become(transition.next(), definition);
        saga.logEntries = lastLine + transition.log().size();
        saga.changedAt = moment.now();
        return session.persist(saga)
                // a native statement does not flush, and the log has a foreign key to the saga
                .chain(session::flush)
                // the saga is written; if it stayed in the session, every later flush of the batch would check it for
                // changes
                .invoke(() -> session.detach(saga))
                .chain(() -> SagaLogEntity.append(session, saga.id, lastLine, transition.log()))
                .chain(() -> outbox.publish(messages(transition)));
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

    private static Uni<SagaEntity> locked(Mutiny.Session session, UUID id) {
        return session.find(SagaEntity.class, id, LockModeType.PESSIMISTIC_WRITE);
    }
}
