package dev.mallbots.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Shoppers who begin their trips at a constant rate, even if the mall is slow. */
final class Shoppers {

    /** The limit of concurrent trips; a shopper above it leaves at once. */
    private static final int CROWD = 150;

    private static final Duration CHANGES_EVERY = Duration.ofSeconds(2);

    private final Caller caller;
    private final Ledger ledger;
    private final Shop shop;
    private final Random random;
    private final double rate;
    private final Set<Trip.Way> ways;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore room = new Semaphore(CROWD);
    private volatile boolean closed;

    /** @param ways the possible ways of a trip */
    Shoppers(Caller caller, Ledger ledger, Shop shop, long seed, double rate, Set<Trip.Way> ways) {
        this.caller = caller;
        this.ledger = ledger;
        this.shop = shop;
        this.random = new Random(seed);
        this.rate = rate;
        this.ways = ways;
    }

    /** Returns at once. */
    void comeUntil(Instant end) {
        threads.submit(() -> come(end));
        threads.submit(() -> change(end));
    }

    private void come(Instant end) {
        long every = Math.round(1e9 / rate);
        long next = System.nanoTime();
        while (isOpen(end)) {
            if (room.tryAcquire()) {
                Trip trip = new Trip(caller, ledger, shop, random.nextLong(), ways);
                threads.submit(() -> {
                    try {
                        trip.run();
                    } catch (RuntimeException e) {
                        ledger.count("trips that broke: " + e);
                    } finally {
                        room.release();
                    }
                });
            } else {
                ledger.count("people who did not fit in");
            }
            next += every;
            Caller.sleep(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
        }
    }

    private void change(Instant end) {
        Random names = new Random(random.nextLong());
        for (int number = 1; isOpen(end); number++) {
            shop.change(names, number);
            Caller.sleep(CHANGES_EVERY);
        }
    }

    /** Stops new trips early. */
    void close() {
        closed = true;
    }

    private boolean isOpen(Instant end) {
        return !closed && Instant.now().isBefore(end);
    }

    /** Waits until all trips have ended. */
    boolean leave(Duration patience) throws InterruptedException {
        threads.shutdown();
        return threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
    }
}
