package dev.mallbots.payments.out.persistence;

import dev.mallbots.payments.application.BegunAuthorizations;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@ApplicationScoped
class StoredBegunAuthorizations implements BegunAuthorizations {

    @Override
    public Uni<UUID> begin(Optional<String> request, UUID fresh) {
        return request.map(it -> beginOrFind(it, fresh)).orElseGet(() -> begin(fresh));
    }

    private static Uni<UUID> begin(UUID fresh) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("insert into begun_authorization (id) values (:id)")
                        .setParameter("id", fresh)
                        .executeUpdate())
                .replaceWith(fresh);
    }

    /** Returns the row, also if another transaction has inserted it. */
    private static Uni<UUID> beginOrFind(String request, UUID fresh) {
        return Panache.getSession()
                .chain(session -> session.<UUID>createNativeQuery("""
                                insert into begun_authorization (id, request) values (:id, :request)
                                on conflict (request) do update set begun_at = now()
                                returning id""")
                        .setParameter("id", fresh)
                        .setParameter("request", request)
                        .getSingleResult());
    }

    @Override
    public Uni<Boolean> end(UUID id) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "delete from begun_authorization where id = :id and not abandoned")
                        .setParameter("id", id)
                        .executeUpdate())
                .map(deleted -> deleted == 1);
    }

    @Override
    public Uni<List<UUID>> abandon(Instant past, int most) {
        return Panache.getSession()
                .chain(session -> session.<UUID>createNativeQuery("""
                                update begun_authorization set abandoned = true, request = null, begun_at = now()
                                where id in (
                                    select id from begun_authorization where begun_at < :past
                                    order by begun_at limit cast(:most as integer) for update skip locked)
                                returning id""")
                        .setParameter("past", past.atOffset(ZoneOffset.UTC))
                        .setParameter("most", most)
                        .getResultList());
    }

    @Override
    public Uni<Void> released(UUID id) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("delete from begun_authorization where id = :id")
                        .setParameter("id", id)
                        .executeUpdate())
                .replaceWithVoid();
    }
}
