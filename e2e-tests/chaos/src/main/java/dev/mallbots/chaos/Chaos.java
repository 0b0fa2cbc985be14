package dev.mallbots.chaos;

import dev.mallbots.platform.fleet.Fleet;
import dev.mallbots.platform.fleet.FleetFailure;
import dev.mallbots.platform.fleet.Lifetime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Opens a mall of its own, lets people shop and things break in it, and checks what must hold all the same. */
public final class Chaos {

    private static final Duration LEAVING = Duration.ofMinutes(3);
    private static final Duration SETTLING = Duration.ofMinutes(5);
    private static final Duration LOOKING = Duration.ofMinutes(2);

    /** Those who take an order on its way by messages: what several instances could do twice or out of order is done here. */
    private static final List<String> BEHIND_AN_ORDER = List.of("ordering", "order-saga", "payments", "depot");

    private final Settings settings;
    private final House house;
    private final Fleet fleet;

    private Chaos(Settings settings) {
        this.settings = settings;
        this.house = new House(settings.project());
        this.fleet = new Fleet(settings.project(), settings.home(), OptionalInt.of(settings.portBase()), false);
    }

    /** @param arguments see {@link Settings} */
    public static void main(String[] arguments) throws Exception {
        Settings settings = Settings.of(arguments);
        boolean kept = false;
        try {
            kept = new Chaos(settings).kept();
        } catch (FleetFailure e) {
            System.err.println(e.getMessage());
        }
        System.exit(kept ? 0 : 1);
    }

    private boolean kept() throws Exception {
        System.out.printf("Seed %d. Opening a mall at port %d.%n", settings.seed(), settings.portBase());
        fleet.reset(System.out);
        BEHIND_AN_ORDER.forEach(service -> fleet.plan(service, settings.instances()));
        fleet.up(Lifetime.TIED, System.out);
        try {
            return shopAndCheck();
        } finally {
            fleet.down(System.out);
        }
    }

    private boolean shopAndCheck() throws Exception {
        Ledger ledger = new Ledger();
        Caller caller = new Caller(fleet.url("gateway"), fleet.token("operator"), ledger);
        Databases databases = new Databases(fleet, settings.home());
        boolean keysWork = caller.tryKeys();
        Shop shop = new Shop(caller, ledger);
        shop.open();

        Instant begin = Instant.now();
        Instant end = begin.plus(settings.length());
        caller.giveUpAt(end.plus(LEAVING));
        Shoppers shoppers = new Shoppers(caller, ledger, shop, settings.seed(), settings.rate());
        Breaker breaker = new Breaker(fleet, names(), System.out::println);
        List<Thread> others = List.of(
                Thread.ofPlatform().start(new Intruder(fleet, house.topics(), settings.seed(), end)),
                Thread.ofPlatform().start(new Harming(settings.harm(), fleet, databases, end)));
        shoppers.comeUntil(end);
        breaker.run(schedule(), begin, settings.length());
        for (Thread other : others) {
            other.join(Duration.ofSeconds(30));
        }
        System.out.println("Everything goes on again; people do what they still have to do.");
        letLeave(shoppers, breaker);
        return settleAndCheck(ledger, caller, databases, breaker, keysWork);
    }

    private static void letLeave(Shoppers shoppers, Breaker breaker) throws InterruptedException {
        Instant giveUp = Instant.now().plus(LEAVING);
        while (!shoppers.leave(Duration.ofSeconds(1)) && Instant.now().isBefore(giveUp)) {
            breaker.mend();
        }
    }

    private boolean settleAndCheck(Ledger ledger, Caller caller, Databases databases, Breaker breaker, boolean keysWork)
            throws Exception {
        List<String> consumers = house.keepers().stream()
                .filter(name -> !house.consumedBy(name).isEmpty())
                .toList();
        try (Broker broker = new Broker(fleet)) {
            Settling settling = new Settling(databases, broker, house.keepers(), consumers, breaker::mend);
            Settling.Result settled = settling.await(SETTLING);
            System.out.println("All is quiet, or never will be; now everything is looked at.");
            caller.giveUpAt(Instant.now().plus(LOOKING));
            new Operators(caller).lookAfterDeadLetters(consumers);
            settling.await(LOOKING);
            Evidence evidence = new Gathering(house, databases, broker, caller).evidence(consumers);
            List<Violation> violations = Promises.broken(ledger, keysWork, evidence);
            new Report(System.out).print(settings, ledger, keysWork, evidence, breaker, settled, violations);
            return violations.isEmpty() && settled.unrest().isEmpty();
        }
    }

    private List<String> names() {
        List<String> names = new ArrayList<>(List.of("postgres", "kafka"));
        // not the issuer: it stands for another system, and is asked only by who has no token yet
        house.services().stream().filter(name -> !name.equals("issuer")).forEach(names::add);
        for (int number = 2; number <= settings.instances(); number++) {
            String further = "-" + number;
            BEHIND_AN_ORDER.forEach(service -> names.add(service + further));
        }
        return names;
    }

    private List<Fault> schedule() {
        List<String> targets = new ArrayList<>(names());
        targets.addAll(List.of("postgres", "kafka"));
        List<Fault> faults = new ArrayList<>(Schedule.of(settings.seed(), settings.length(), targets));
        if (settings.harm() == Settings.Harm.LOSE_MESSAGES) {
            faults.addFirst(new Fault(Duration.ofSeconds(5), Fault.Kind.KILL, List.of("kafka"), Duration.ofSeconds(6)));
        }
        return faults;
    }
}
