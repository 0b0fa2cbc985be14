package dev.mallbots.platform.idempotency;

import dev.mallbots.platform.service.Away;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * Repeats transactions that PostgreSQL rolled back because of another one: a deadlock or a serialization failure. The rolled-back
 * transaction left nothing, and the other one has continued, so a repetition can succeed.
 */
public final class RolledBack {

    private static final int TRIES = 5;
    private static final int LONGEST_FIRST_PAUSE_MILLIS = 20;

    private RolledBack() {}

    /**
     * Runs {@code work}, which begins a transaction, and repeats it while PostgreSQL rolls it back because of others: five runs at most,
     * with growing random pauses of up to 160 ms, each on the Vert.x context of the first. Fails as the last run does; any other failure is
     * final at once. Inside an open session {@code work} runs once: the transaction belongs to the caller, and only the caller can begin it
     * again.
     */
    public static <T> Uni<T> triedAgain(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> OpenSession.isThere() ? work.get() : attempt(work, 1));
    }

    private static <T> Uni<T> attempt(Supplier<Uni<T>> work, int count) {
        return Uni.createFrom()
                .deferred(work::get)
                .onFailure(failure -> count < TRIES && Away.isRolledBackForOthers(failure))
                .recoverWithUni(rolledBack -> pause(count).chain(() -> attempt(work, count + 1)));
    }

    private static Uni<Void> pause(int count) {
        int millis = 1 + ThreadLocalRandom.current().nextInt(LONGEST_FIRST_PAUSE_MILLIS << (count - 1));
        Context caller = Vertx.currentContext();
        return caller == null
                ? Uni.createFrom().voidItem()
                // a Vert.x timer fires on the caller's context, the only one on which the next session may be opened
                : Uni.createFrom().emitter(emitter -> caller.owner().setTimer(millis, fired -> emitter.complete(null)));
    }
}
