package dev.mallbots.platform.saga;

import dev.mallbots.platform.kernel.NotFound;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads sagas for operators. */
@ApplicationScoped
public class SagaLookup {

    private final SagaDefinitions definitions;

    SagaLookup(SagaDefinitions definitions) {
        this.definitions = definitions;
    }

    /**
     * The filters of a list.
     *
     * @param state only sagas in this state
     * @param startedBefore only sagas started earlier
     * @param delayed only sagas that go forward and have waited too long for a reply
     * @param stuck only sagas with a compensation that failed or is unanswered
     * @param after only sagas after this one in the order of the list
     */
    public record Filter(
            Optional<SagaState> state,
            Optional<Instant> startedBefore,
            boolean delayed,
            boolean stuck,
            Optional<Position> after) {}

    /** A place in the list. */
    public record Position(Instant startedAt, UUID id) {}

    /** Oldest first. */
    @WithSession
    public Uni<List<SagaSummary>> list(Filter filter, int limit) {
        var hql = new StringBuilder("from SagaEntity where 1 = 1");
        filter.state().ifPresent(state -> hql.append(" and state = :state"));
        filter.startedBefore().ifPresent(before -> hql.append(" and startedAt < :before"));
        if (filter.delayed()) {
            hql.append(" and delayedSince is not null");
        }
        if (filter.stuck()) {
            hql.append(" and stuckSince is not null");
        }
        filter.after().ifPresent(position -> hql.append(" and (startedAt, id) > (:startedAt, :id)"));
        hql.append(" order by startedAt, id");
        return Panache.getSession().chain(session -> {
            var query = session.createSelectionQuery(hql.toString(), SagaEntity.class)
                    .setMaxResults(limit);
            filter.state().ifPresent(state -> query.setParameter("state", state));
            filter.startedBefore().ifPresent(before -> query.setParameter("before", before));
            filter.after()
                    .ifPresent(position -> query.setParameter("startedAt", position.startedAt())
                            .setParameter("id", position.id()));
            return query.getResultList()
                    .map(sagas -> sagas.stream().map(this::summary).toList());
        });
    }

    /** Fails with {@link NotFound} if the saga does not exist. */
    @WithSession
    public Uni<SagaDetails> one(UUID id) {
        return Panache.getSession()
                .chain(session -> session.find(SagaEntity.class, id)
                        .onItem()
                        .ifNull()
                        .failWith(() -> new NotFound("saga", id))
                        .chain(saga -> session.createSelectionQuery(
                                        "from SagaLogEntity where key.sagaId = :id order by key.number",
                                        SagaLogEntity.class)
                                .setParameter("id", id)
                                .getResultList()
                                .map(log -> new SagaDetails(
                                        summary(saga),
                                        saga.data,
                                        log.stream().map(SagaLogEntity::toEntry).toList()))));
    }

    private SagaSummary summary(SagaEntity saga) {
        return new SagaSummary(
                saga.id,
                saga.definition,
                saga.state,
                step(saga),
                saga.attempts,
                saga.cancelRequested,
                Optional.ofNullable(saga.failureReason),
                Optional.ofNullable(saga.delayedSince),
                Optional.ofNullable(saga.stuckSince),
                Optional.ofNullable(saga.deadline),
                saga.startedAt,
                saga.changedAt);
    }

    /** Also for a definition that only a newer release knows. */
    private String step(SagaEntity saga) {
        return saga.stepName == null ? definitions.named(saga.definition).stepCounted(saga.step) : saga.stepName;
    }
}
