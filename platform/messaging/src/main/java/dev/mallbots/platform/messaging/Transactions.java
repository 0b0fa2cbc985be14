package dev.mallbots.platform.messaging;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Transactions for work without a request: a batch of messages, a timer. Each gets its own Vert.x context, because Hibernate Reactive keeps
 * its session there, and sessions must not be shared.
 */
@ApplicationScoped
public class Transactions {

    private final Vertx vertx;
    private final Duration limit;

    Transactions(
            Vertx vertx, @ConfigProperty(name = "mallbots.transaction.limit", defaultValue = "PT1M") Duration limit) {
        this.vertx = vertx;
        this.limit = limit;
    }

    /**
     * Runs {@code work} in a new transaction, which commits when its Uni succeeds and rolls back on any exception. Fails with {@link
     * TookTooLong} after {@code mallbots.transaction.limit} (a minute); the work is not cancelled then, so its outcome is unknown. If the
     * subscriber cancels, only its wait ends: a cancellation never reaches the transaction, which must not end in the middle. A caller on a
     * Vert.x context continues on that context, where its own session may be.
     */
    public <T> Uni<T> inNew(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            Context caller = Vertx.currentContext();
            Uni<T> done = onNewContext(() -> Panache.withTransaction(work::get))
                    .ifNoItem()
                    .after(limit)
                    .failWith(() -> new TookTooLong(limit));
            return caller == null ? done : done.emitOn(next -> caller.runOnContext(turn -> next.run()));
        });
    }

    /**
     * Runs {@code work} outside of any transaction, on a context where it may begin transactions, one after the other. A caller on a Vert.x
     * context continues on that context.
     */
    public <T> Uni<T> apart(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            Context caller = Vertx.currentContext();
            Uni<T> done = onNewContext(work);
            return caller == null ? done : done.emitOn(next -> caller.runOnContext(turn -> next.run()));
        });
    }

    /** The cause is unknown: the database or service has not answered at all. */
    static final class TookTooLong extends RuntimeException {
        TookTooLong(Duration limit) {
            super("no end of the transaction within " + limit);
        }
    }

    private <T> Uni<T> onNewContext(Supplier<Uni<T>> work) {
        return Uni.createFrom().emitter(emitter -> {
            Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
            VertxContextSafetyToggle.setContextSafe(context, true);
            context.runOnContext(
                    ignored -> Uni.createFrom().deferred(work::get).subscribe().with(emitter::complete, emitter::fail));
        });
    }
}
