package dev.mallbots.chaos;

import dev.mallbots.deployments.ComposeDeployment;
import dev.mallbots.deployments.Deployment;
import dev.mallbots.deployments.FleetDeployment;
import dev.mallbots.platform.fleet.Fleet;
import dev.mallbots.platform.fleet.FleetFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Starts a mall, places orders and breaks processes in it, and checks the promises. */
public final class Chaos {

    private static final Duration LEAVING = Duration.ofMinutes(3);
    private static final Duration SETTLING = Duration.ofMinutes(5);
    /** Longer than the wait for a lost attempt to send a notification. */
    private static final Duration SENDING = Duration.ofMinutes(3);

    private static final Duration LOOKING = Duration.ofMinutes(2);

    private final Settings settings;
    private final House house;
    private final Deployment deployment;

    private Chaos(Settings settings) {
        this.settings = settings;
        this.house = new House(settings.project());
        this.deployment = deployment();
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
        System.out.printf("Seed %d.%n", settings.seed());
        deployment.open();
        try {
            return shopAndCheck();
        } finally {
            deployment.close();
        }
    }

    private Deployment deployment() {
        return settings.containers()
                ? new ComposeDeployment(settings.project(), settings.home().resolve("logs"))
                : new FleetDeployment(
                        new Fleet(settings.project(), settings.home(), OptionalInt.of(settings.portBase()), false),
                        settings.home(),
                        scalable(),
                        settings.instances());
    }

    private boolean shopAndCheck() throws Exception {
        Ledger ledger = new Ledger();
        Caller caller = new Caller(gateways(), deployment.token("operator"), ledger);
        Databases databases = new Databases(deployment);
        Trace.install(databases, house.keepers());
        Mishaps.install(databases);
        boolean keysWork = caller.tryKeys();
        Shop shop = new Shop(caller, ledger);
        shop.open();

        Instant begin = Instant.now();
        Instant end = begin.plus(settings.length());
        caller.giveUpAt(end.plus(LEAVING));
        Shoppers shoppers =
                new Shoppers(caller, ledger, shop, settings.seed(), settings.rate(), EnumSet.allOf(Trip.Way.class));
        Breaker breaker = new Breaker(deployment, names(), System.out::println);
        Harming harming = new Harming(settings.harms(), deployment, databases, end);
        Operators operators = new Operators(
                caller, ledger, consumers(), !settings.harms().contains(Settings.Harm.LEAVE_LETTERS), end);
        Mishaps mishaps = new Mishaps(databases, settings.seed(), end);
        List<Thread> others = Stream.of(
                        new Intruder(deployment, house.topics(), settings.seed(), end), harming, operators, mishaps)
                .map(Thread.ofPlatform()::start)
                .toList();
        shoppers.comeUntil(end);
        breaker.run(schedule(), begin, settings.length());
        System.out.println("Everything goes on again; people do what they still have to do.");
        ledger.counted("mishaps", mishaps.happened());
        return settleAndCheck(ledger, caller, shoppers, others, operators, harming, databases, breaker, keysWork);
    }

    private boolean settleAndCheck(
            Ledger ledger,
            Caller caller,
            Shoppers shoppers,
            List<Thread> others,
            Operators operators,
            Harming harming,
            Databases databases,
            Breaker breaker,
            boolean keysWork)
            throws Exception {
        List<String> consumers = consumers();
        Readiness readiness = new Readiness(
                scalable().stream()
                        .flatMap(service -> deployment.instancesOf(service).stream())
                        .toList(),
                deployment::isReady);
        try (Broker broker = new Broker(deployment)) {
            Settling settling =
                    new Settling(databases, broker, house.keepers(), consumers, breaker::mend, readiness::notReady);
            letLeave(shoppers, settling);
            for (Thread other : others) {
                other.join(LEAVING);
            }
            Settling.Result settled = settling.await(SETTLING);
            System.out.println("All is quiet, or never will be; now everything is looked at.");
            caller.giveUpAt(Instant.now().plus(LOOKING));
            lookAfterDeadLetters(operators, settling);
            settling.awaitNotifications(SENDING);
            harming.spoil();
            caller.giveUpAt(Instant.now().plus(LOOKING));
            Evidence evidence = new Gathering(house, databases, broker, caller).evidence(consumers);
            List<Violation> violations = Promises.broken(ledger, keysWork, evidence);
            new Report(System.out)
                    .print(settings, ledger, keysWork, evidence, breaker, settled, settling.timeline(), violations);
            return violations.isEmpty() && settled.unrest().isEmpty();
        }
    }

    /** A replayed message may release others that waited for it, or cause further dead letters. */
    private static void lookAfterDeadLetters(Operators operators, Settling settling) {
        Instant giveUp = Instant.now().plus(LOOKING);
        while (operators.lookAfterDeadLetters() && Instant.now().isBefore(giveUp)) {
            settling.await(LOOKING);
        }
    }

    private List<String> consumers() {
        return house.keepers().stream()
                .filter(name -> !house.consumedBy(name).isEmpty())
                .toList();
    }

    private static void letLeave(Shoppers shoppers, Settling settling) throws InterruptedException {
        Instant giveUp = Instant.now().plus(LEAVING);
        do {
            settling.look();
        } while (!shoppers.leave(Duration.ofSeconds(1)) && Instant.now().isBefore(giveUp));
    }

    private List<String> names() {
        return Stream.concat(Stream.of("postgres", "kafka"), scalable().stream())
                .flatMap(part -> deployment.instancesOf(part).stream())
                .toList();
    }

    /** Without the issuer: it stands for another system, and only clients without a token need it. */
    private List<String> scalable() {
        return house.services().stream().filter(name -> !name.equals("issuer")).toList();
    }

    private List<String> gateways() {
        return deployment.instancesOf("gateway").stream().map(deployment::url).toList();
    }

    private List<Fault> schedule() {
        List<String> targets = new ArrayList<>(names());
        // hit twice as often
        Stream.of("postgres", "kafka")
                .flatMap(part -> deployment.instancesOf(part).stream())
                .forEach(targets::add);
        List<Fault> faults = new ArrayList<>(Schedule.of(settings.seed(), settings.length(), targets));
        if (settings.harms().contains(Settings.Harm.LOSE_MESSAGES)) {
            faults.addFirst(new Fault(
                    Duration.ofSeconds(5), Fault.Kind.KILL, deployment.instancesOf("kafka"), Duration.ofSeconds(6)));
        }
        return faults;
    }
}
