package dev.mallbots.load;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/**
 * Measures an overload of three times the mall's capacity: starts a mall of its own, determines how many visits a second it can serve, cold
 * and again warm, and starts three times as many for a minute, then half as many. A visit is seven requests, from registering to reading
 * the order; no request is repeated.
 */
public final class Overload {

    private static final int CONNECTIONS = 5_000;
    private static final int CROWD = 32;
    private static final double TOO_MANY = 3;
    private static final double FEW = 0.5;
    private static final Duration TAKING_STOCK = Duration.ofSeconds(20);
    private static final Duration RUSH = Duration.ofMinutes(1);
    private static final Duration AFTERWARDS = Duration.ofSeconds(20);
    private static final Duration RECOVERY = Duration.ofSeconds(5);
    private static final double GOOD_PART = 0.8;

    private sealed interface Outcome {
        long due();

        long over();
    }

    private record Served(long due, long over) implements Outcome {}

    /** The first request was refused. */
    private record TurnedAway(long due, long over) implements Outcome {}

    /** A later request was refused, or an answer had no Retry-After. */
    private record BrokenOff(long due, long over, String why) implements Outcome {}

    private record Phase(String name, double offered, Duration length, long start, List<Outcome> outcomes) {

        long served() {
            return outcomes.stream().filter(Served.class::isInstance).count();
        }

        long turnedAway() {
            return outcomes.stream().filter(TurnedAway.class::isInstance).count();
        }

        List<BrokenOff> brokenOff() {
            return outcomes.stream()
                    .filter(BrokenOff.class::isInstance)
                    .map(BrokenOff.class::cast)
                    .toList();
        }

        /** During the phase: later answers do not count. */
        double servedPerSecond() {
            long end = start + length.toNanos();
            long inTime = outcomes.stream()
                    .filter(Served.class::isInstance)
                    .filter(outcome -> outcome.over() <= end)
                    .count();
            return inTime / (double) length.toSeconds();
        }

        /** The begin of the last unserved visit, from the phase's start. */
        Duration untilAllAreServed() {
            return Duration.ofNanos(outcomes.stream()
                    .filter(outcome -> !(outcome instanceof Served))
                    .mapToLong(outcome -> outcome.due() - start)
                    .max()
                    .orElse(0));
        }

        long millisOfServed(double part) {
            long[] times = outcomes.stream()
                    .filter(Served.class::isInstance)
                    .flatMapToLong(outcome -> LongStream.of(outcome.over() - outcome.due()))
                    .sorted()
                    .toArray();
            return times.length == 0 ? 0 : times[(int) (part * (times.length - 1))] / 1_000_000;
        }
    }

    private final Client client;
    private final Shop shop;

    private Overload(Mall mall) {
        this.client = new Client(mall.fleet().url("gateway"), mall.fleet().token("operator"), CONNECTIONS);
        this.shop = new Shop(client);
    }

    /** @param arguments see {@link Settings} */
    public static void main(String[] arguments) {
        Program.run(Settings.of(arguments), mall -> new Overload(mall).keepsUp());
    }

    private boolean keepsUp() throws Exception {
        shop.open();
        System.out.println(
                "| | offered/s | served/s | of capacity | turned away | broken off | p50 ms | p99 ms | all served again after |");
        System.out.println("| --- | --: | --: | --: | --: | --: | --: | --: | --: |");
        boolean cold = standsRush("cold");
        boolean warm = standsRush("warm");
        client.close();
        return cold && warm;
    }

    private boolean standsRush(String state) throws Exception {
        double capacity = row(crowded(state + ", " + CROWD + " at once"), 0).servedPerSecond();
        Phase rush = row(paced(state + ", three times as many", TOO_MANY * capacity, RUSH), capacity);
        Phase after = row(paced(state + ", half as many afterwards", FEW * capacity, AFTERWARDS), 0);
        rush.brokenOff().stream().map(BrokenOff::why).distinct().limit(5).forEach(System.out::println);
        return rush.servedPerSecond() >= GOOD_PART * capacity
                && rush.brokenOff().isEmpty()
                && after.brokenOff().isEmpty()
                && after.untilAllAreServed().compareTo(RECOVERY) <= 0;
    }

    private static Phase row(Phase phase, double capacity) {
        System.out.printf(
                "| %s | %.1f | %.1f | %s | %d | %d | %d | %d | %s |%n",
                phase.name(),
                phase.offered(),
                phase.servedPerSecond(),
                capacity == 0 ? "" : "%.0f %%".formatted(100 * phase.servedPerSecond() / capacity),
                phase.turnedAway(),
                phase.brokenOff().size(),
                phase.millisOfServed(0.5),
                phase.millisOfServed(0.99),
                phase.untilAllAreServed().toSeconds() + " s");
        return phase;
    }

    private Phase crowded(String name) throws InterruptedException {
        var outcomes = new ConcurrentLinkedQueue<Outcome>();
        Semaphore room = new Semaphore(CROWD);
        long start = System.nanoTime();
        int begun = 0;
        while (System.nanoTime() - start < TAKING_STOCK.toNanos()) {
            room.acquire();
            begun++;
            visit(System.nanoTime(), outcomes, room);
        }
        room.acquire(CROWD);
        return new Phase(name, begun / (double) TAKING_STOCK.toSeconds(), TAKING_STOCK, start, List.copyOf(outcomes));
    }

    private Phase paced(String name, double perSecond, Duration length) throws InterruptedException {
        var outcomes = new ConcurrentLinkedQueue<Outcome>();
        Semaphore over = new Semaphore(0);
        int visits = (int) (perSecond * length.toSeconds());
        long start = System.nanoTime();
        for (int number = 0; number < visits; number++) {
            long due = start + Math.round(number * 1e9 / perSecond);
            for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                LockSupport.parkNanos(early);
            }
            visit(due, outcomes, over);
        }
        over.acquire(visits);
        return new Phase(name, perSecond, length, start, List.copyOf(outcomes));
    }

    private void visit(long due, ConcurrentLinkedQueue<Outcome> outcomes, Semaphore over) {
        shop.register()
                .compose(shop::fill)
                .compose(filled -> shop.checkOut(filled).compose(done -> shop.status(filled.basket())))
                .<Outcome>map(status -> new Served(due, System.nanoTime()))
                .otherwise(failure -> unserved(due, failure.getMessage()))
                .onSuccess(outcomes::add)
                .onComplete(done -> over.release());
    }

    private static Outcome unserved(long due, String why) {
        boolean atTheDoor = why.contains("the mall is busy at the moment");
        return atTheDoor ? new TurnedAway(due, System.nanoTime()) : new BrokenOff(due, System.nanoTime(), why);
    }
}
