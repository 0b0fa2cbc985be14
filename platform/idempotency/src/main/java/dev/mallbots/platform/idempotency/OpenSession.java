package dev.mallbots.platform.idempotency;

import io.quarkus.hibernate.reactive.panache.common.runtime.SessionOperations;
import io.smallrye.common.vertx.VertxContext;

/** Whether the current work has an open database session, and so may be inside a transaction. Panache has no public method for this. */
public final class OpenSession {

    private static final String DEFAULT_PERSISTENCE_UNIT = "<default>";

    private OpenSession() {}

    public static boolean isThere() {
        if (!VertxContext.isOnDuplicatedContext()) {
            return false;
        }
        try {
            return SessionOperations.getCurrentSession(DEFAULT_PERSISTENCE_UNIT) != null;
        } catch (IllegalStateException unsafe) {
            // no session can be opened on such a context
            return false;
        }
    }
}
