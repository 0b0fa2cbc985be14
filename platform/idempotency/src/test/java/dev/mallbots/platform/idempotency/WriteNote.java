package dev.mallbots.platform.idempotency;

import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.Ids;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/** A use case with one transaction that takes some time; on demand it fails after it has written. */
@ApplicationScoped
class WriteNote {

    enum Mood {
        WILLING,
        REFUSING_ONCE,
        REFUSING,
        BROKEN,
        DEADLOCKED_ONCE,
        DEADLOCKED
    }

    private final AtomicReference<Mood> mood = new AtomicReference<>(Mood.WILLING);

    void become(Mood next) {
        mood.set(next);
    }

    @WithTransaction
    Uni<UUID> handle(String text) {
        UUID id = Ids.next();
        return insert(id, text).call(this::followMood).replaceWith(id);
    }

    static Uni<Void> insert(UUID id, String text) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("insert into note select :id, :text from pg_sleep(0.2)")
                        .setParameter("id", id)
                        .setParameter("text", text)
                        .executeUpdate())
                .replaceWithVoid();
    }

    private Uni<Void> followMood() {
        return switch (mood.getAndUpdate(
                it -> it == Mood.REFUSING_ONCE || it == Mood.DEADLOCKED_ONCE ? Mood.WILLING : it)) {
            case WILLING -> Uni.createFrom().voidItem();
            case REFUSING_ONCE, REFUSING -> throw new Conflict("not now");
            case BROKEN -> throw new IllegalStateException("broken");
            case DEADLOCKED_ONCE, DEADLOCKED -> deadlock();
        };
    }

    private static Uni<Void> deadlock() {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "do $$ begin raise exception 'deadlock detected' using errcode = '40P01'; end $$")
                        .executeUpdate())
                .replaceWithVoid();
    }
}
