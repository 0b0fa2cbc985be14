package dev.mallbots.platform.idempotency;

import dev.mallbots.platform.kernel.LostRace;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The used keys. Every method joins the caller's session or transaction. */
@ApplicationScoped
class Keys {

    /**
     * @param request identifies the request of the key
     * @param answer the answer as JSON
     */
    record Known(String request, String answer) {}

    private static final String CLAIM =
            "insert into idempotency_key (key, request) values (:key, :request) on conflict do nothing";
    private static final String KEEP =
            "update idempotency_key set answer = cast(cast(:answer as text) as jsonb) where key = :key";
    private static final String FIND = "select request, cast(answer as text) from idempotency_key where key = :key";

    /** Waits for a transaction that holds the key; returns false if that transaction has committed. */
    Uni<Boolean> claim(String key, String request) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(CLAIM)
                        .setParameter("key", key)
                        .setParameter("request", request)
                        .executeUpdate())
                .map(rows -> rows == 1);
    }

    Uni<Void> keep(String key, String answer) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(KEEP)
                        .setParameter("key", key)
                        .setParameter("answer", answer)
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** At most one. */
    Uni<List<Known>> find(String key) {
        return Panache.getSession()
                // with a result type, Hibernate would create and keep a query plan for every execution
                .chain(session -> session.<Object[]>createNativeQuery(FIND)
                        .setParameter("key", key)
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new Known((String) row[0], (String) row[1]))
                        .toList());
    }

    /** Fails with LostRace if the key was pruned at this moment. */
    Uni<Known> get(String key) {
        return find(key)
                .map(known -> known.stream().findFirst().orElseThrow(() -> new LostRace("the request of key", key)));
    }
}
