package dev.mallbots.load;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Some callers, each of whom calls again as soon as the last call is answered. A failed call ends its caller. */
final class Callers {

    private final Supplier<Future<?>> call;
    private final long end;
    private final AtomicLong answered = new AtomicLong();
    private final Semaphore over = new Semaphore(0);

    private Callers(Supplier<Future<?>> call, Duration length) {
        this.call = call;
        this.end = System.nanoTime() + length.toNanos();
    }

    /** @return the number of answered calls */
    static long answered(int callers, Duration length, Supplier<Future<?>> call) throws InterruptedException {
        Callers all = new Callers(call, length);
        for (int i = 0; i < callers; i++) {
            all.again();
        }
        all.over.acquire(callers);
        return all.answered.get();
    }

    private void again() {
        call.get().onComplete(outcome -> {
            if (outcome.succeeded()) {
                answered.incrementAndGet();
            }
            if (outcome.succeeded() && System.nanoTime() < end) {
                again();
            } else {
                over.release();
            }
        });
    }
}
