package dev.mallbots.platform.messaging;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;

/**
 * Transactions for work that no request began: a batch of messages, a timer. Each gets a Vert.x context of its own, since
 * Hibernate Reactive keeps its session there, and sessions must not be shared.
 */
@ApplicationScoped
public class Transactions {

    private final Vertx vertx;

    Transactions(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Runs {@code work} in a new transaction: committed when its Uni succeeds, rolled back on whatever it throws or fails with. */
    public <T> Uni<T> inNew(Supplier<Uni<T>> work) {
        return onNewContext(() -> Panache.withTransaction(work::get));
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
