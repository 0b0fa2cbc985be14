package dev.mallbots.load;

import io.vertx.core.AsyncResult;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Starts visits and measures their durations. At a fixed rate, a visit begins at its due time even if the mall is slow, and its duration is
 * counted from there, so that a slow mall can't hide its delays.
 *
 * <p>Source of the idea: Gil Tene, "How NOT to Measure Latency" (coordinated omission).
 */
final class Load {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    /**
     * @param perSecond orders approved a second, in the middle four fifths of them
     * @param toApproved microseconds from the due time of the check-out
     * @param whole microseconds from the due time of the visit to its end
     * @param growth the growth of concurrent orders a second
     */
    record Result(
            int visits,
            int failed,
            String failure,
            double perSecond,
            Histogram toApproved,
            Histogram whole,
            double growth) {}

    private final int visits;
    private final Visit visit;
    private final Histogram toApproved = new ConcurrentHistogram(3);
    private final Histogram whole = new ConcurrentHistogram(3);
    private final long[] approvals;
    private final AtomicInteger approved = new AtomicInteger();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicReference<String> failure = new AtomicReference<>("");
    private final Semaphore over = new Semaphore(0);
    private final Line underWay = new Line();

    private Load(int visits, Visit visit) {
        this.visits = visits;
        this.visit = visit;
        this.approvals = new long[visits];
    }

    /** At a steady rate. */
    static Result paced(Visit visit, double rate, Duration length) throws InterruptedException {
        Load load = new Load((int) Math.round(rate * length.toMillis() / 1000), visit);
        Thread watch = Thread.ofPlatform().daemon().start(load::watch);
        double every = 1e9 / rate;
        long start = System.nanoTime() + 100_000_000;
        for (int i = 0; i < load.visits; i++) {
            long due = start + Math.round(i * every);
            for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                LockSupport.parkNanos(early);
            }
            load.begin(due, () -> {});
        }
        watch.interrupt();
        return load.result();
    }

    /** A constant number of concurrent visits: the next begins when one ends. */
    static Result crowded(Visit visit, int visits, int crowd) throws InterruptedException {
        Load load = new Load(visits, visit);
        Semaphore room = new Semaphore(crowd);
        for (int i = 0; i < visits; i++) {
            room.acquire();
            load.begin(System.nanoTime(), room::release);
        }
        return load.result();
    }

    private void begin(long due, Runnable afterwards) {
        begun.incrementAndGet();
        visit.begin(due).onComplete(outcome -> {
            note(due, outcome);
            afterwards.run();
            over.release();
        });
    }

    private void note(long due, AsyncResult<Visit.Times> outcome) {
        if (outcome.failed()) {
            failed.incrementAndGet();
            failure.set(outcome.cause().getMessage());
            return;
        }
        Visit.Times times = outcome.result();
        toApproved.recordValue(Math.max(0, times.approved() - times.checkedOut()) / 1000);
        whole.recordValue(Math.max(0, times.over() - due) / 1000);
        approvals[approved.getAndIncrement()] = times.approved();
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(LOOK_AGAIN);
                underWay.add(System.nanoTime() / 1e9, begun.get() - approved.get() - failed.get());
            }
        } catch (InterruptedException e) {
            // the last visit has begun
        }
    }

    private Result result() throws InterruptedException {
        if (!over.tryAcquire(visits, PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException(
                    "%d of %d visits have no end".formatted(visits - approved.get() - failed.get(), visits));
        }
        return new Result(visits, failed.get(), failure.get(), perSecond(), toApproved, whole, underWay.slope());
    }

    private double perSecond() {
        int count = approved.get();
        long[] sorted = Arrays.copyOf(approvals, count);
        Arrays.sort(sorted);
        int from = count / 10;
        int to = count - 1 - count / 10;
        return to <= from ? 0 : (to - from) * 1e9 / (sorted[to] - sorted[from]);
    }
}
