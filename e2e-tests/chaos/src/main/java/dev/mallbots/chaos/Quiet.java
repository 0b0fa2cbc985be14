package dev.mallbots.chaos;

import dev.mallbots.deployments.Deployment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The end of a run in which nothing was killed: all promises must be kept, and there must be no dead letter. */
final class Quiet {

    private static final Duration LEAVING = Duration.ofMinutes(3);
    private static final Duration SETTLING = Duration.ofMinutes(5);

    private final Deployment deployment;
    private final House house;
    private final House knowing;
    private final Databases databases;
    private final Ledger ledger;
    private final Caller caller;

    /**
     * @param house the services that run now
     * @param knowing the services with the messages that all builds of the run handle
     */
    Quiet(Deployment deployment, House house, House knowing, Databases databases, Ledger ledger, Caller caller) {
        this.deployment = deployment;
        this.house = house;
        this.knowing = knowing;
        this.databases = databases;
        this.ledger = ledger;
        this.caller = caller;
    }

    /** Waits until the last shopper has left and all work has finished, and prints what was found. */
    boolean keptAll(Shoppers shoppers, boolean keysWork) throws Exception {
        shoppers.leave(LEAVING);
        List<String> consumers = house.keepers().stream()
                .filter(name -> !house.consumedBy(name).isEmpty())
                .toList();
        try (Broker broker = new Broker(deployment)) {
            Settling.Result settled =
                    new Settling(databases, broker, house.keepers(), consumers, () -> {}, Set::of).await(SETTLING);
            caller.giveUpAt(Instant.now().plus(LEAVING));
            Evidence evidence = new Gathering(knowing, databases, broker, caller).evidence(consumers);
            return report(evidence, settled, Promises.broken(ledger, keysWork, evidence));
        }
    }

    private boolean report(Evidence evidence, Settling.Result settled, List<Violation> violations) {
        History history = new History(evidence.said());
        Map<String, Long> statuses = history.of(History.ORDERS).keySet().stream()
                .collect(Collectors.groupingBy(
                        order -> history.statusOf(order).orElse("?"), TreeMap::new, Collectors.counting()));
        System.out.printf(
                "%n%d writes answered; orders: %s; %s%n", ledger.answered().size(), statuses, ledger.counts());
        violations.forEach(violation ->
                System.out.printf("PROMISE %d, %s: %s%n", violation.promise(), violation.kind(), violation.sentence()));
        evidence.deadLetters().forEach(letter -> System.out.println("DEAD LETTER: " + letter));
        settled.unrest().forEach(unrest -> System.out.println("NOT QUIET: " + unrest));
        boolean kept = violations.isEmpty()
                && evidence.deadLetters().isEmpty()
                && settled.unrest().isEmpty();
        System.out.println(
                kept ? "All promises were kept, and there is no dead letter." : "Not all is well: see above.");
        return kept;
    }
}
