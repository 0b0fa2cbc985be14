package dev.mallbots.platform.idempotency;

import dev.mallbots.platform.kernel.LostRace;
import dev.mallbots.platform.unitofwork.Sql;
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
            "insert into idempotency_key (key, request) values ($1, $2) on conflict do nothing";
    private static final String KEEP = "update idempotency_key set answer = $1::text::jsonb where key = $2";
    private static final String FIND = "select request, answer::text from idempotency_key where key = $1";

    /** Waits for a transaction that holds the key; returns false if that transaction has committed. */
    Uni<Boolean> claim(String key, String request) {
        return Sql.update(CLAIM, key, request).map(rows -> rows == 1);
    }

    Uni<Void> keep(String key, String answer) {
        return Sql.update(KEEP, answer, key).replaceWithVoid();
    }

    /** At most one. */
    Uni<List<Known>> find(String key) {
        return Sql.select(FIND, key)
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
