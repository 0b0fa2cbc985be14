package dev.mallbots.chaos;

import dev.mallbots.deployments.Deployment;
import dev.mallbots.deployments.FleetDeployment;
import dev.mallbots.platform.fleet.Fleet;
import dev.mallbots.platform.fleet.FleetFailure;
import dev.mallbots.platform.fleet.Lifetime;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Starts a mall of an older build, upgrades it to this build under load, and checks that no client notices: first Kafka, with new topics
 * and permissions; then an instance of this build beside the older one of every service; then this build instead of the older ones.
 */
public final class Upgrade {

    /** Many JVMs of two builds at once on few cores. */
    private static final Duration NO_END = Duration.ofHours(1);

    /** The checks that the last release passes as well: its known faults are not faults of the upgrade. */
    private static final Set<Trip.Way> WAYS = EnumSet.of(
            Trip.Way.COMPLETE,
            Trip.Way.WITHOUT_BASKET,
            Trip.Way.CANCEL,
            Trip.Way.ABANDON,
            Trip.Way.DISABLED,
            Trip.Way.PAYS_TOO_LITTLE);

    private final Settings settings;
    private final Path olderBuild;
    private final House house;
    private final House olderHouse;
    private final Fleet older;
    private final Fleet newer;
    /** The same mall, whichever build its processes are of. */
    private final Deployment deployment;

    private Upgrade(Settings settings, Path olderBuild) {
        this.settings = settings;
        this.olderBuild = olderBuild;
        this.house = new House(settings.project());
        this.olderHouse = new House(olderBuild);
        this.older = new Fleet(olderBuild, settings.home(), OptionalInt.of(settings.portBase()), false);
        this.newer = new Fleet(settings.project(), settings.home(), OptionalInt.of(settings.portBase()), false);
        this.deployment = new FleetDeployment(newer, settings.home(), List.of(), 1);
    }

    /** @param arguments the folder of the older build, then as {@link Settings}; the minutes are those with both builds side by side */
    public static void main(String[] arguments) throws Exception {
        Settings settings = Settings.of(Stream.concat(
                        Stream.of("home=e2e-tests/chaos/target/upgraded-mall", "port-base=28080"),
                        Stream.of(arguments).skip(1))
                .collect(
                        Collectors.toMap(word -> word.split("=")[0], word -> word, (first, last) -> last, TreeMap::new))
                .values()
                .toArray(String[]::new));
        boolean kept = false;
        try {
            kept = new Upgrade(settings, Path.of(arguments[0])).kept();
        } catch (FleetFailure e) {
            System.err.println(e.getMessage());
        }
        System.exit(kept ? 0 : 1);
    }

    private boolean kept() throws Exception {
        System.out.printf("Opening a mall of the build in %s at port %d.%n", olderBuild, settings.portBase());
        newer.reset(System.out);
        older.up(Lifetime.TIED, System.out);
        try {
            return upgradeAndCheck();
        } finally {
            newer.down(System.out);
        }
    }

    private boolean upgradeAndCheck() throws Exception {
        Ledger ledger = new Ledger();
        Caller caller = new Caller(List.of(newer.url("gateway")), newer.token("operator"), ledger);
        Databases databases = new Databases(deployment);
        Trace.install(databases, olderHouse.keepers());
        boolean keysWork = caller.tryKeys();
        Shop shop = new Shop(caller, ledger);
        shop.open();
        caller.giveUpAt(Instant.now().plus(NO_END));
        Shoppers shoppers = new Shoppers(caller, ledger, shop, settings.seed(), settings.rate(), WAYS);
        shoppers.comeUntil(Instant.now().plus(NO_END));

        System.out.println("Kafka is told of new topics and permissions.");
        newer.restart("kafka", Lifetime.TIED, System.out);
        System.out.println("An instance of this build comes beside every older one.");
        for (String service : scalable()) {
            newer.scale(service, 2, Lifetime.TIED, System.out);
        }
        System.out.printf(
                "Both builds are side by side for %d s.%n", settings.length().toSeconds());
        Thread.sleep(settings.length());
        System.out.println("The older instances are replaced.");
        for (String service : house.services()) {
            newer.restart(service, Lifetime.TIED, System.out);
        }
        Thread.sleep(settings.length().dividedBy(4));
        shoppers.close();
        // an older instance correctly skips messages that only this build handles
        return new Quiet(deployment, house, olderHouse, databases, ledger, caller).keptAll(shoppers, keysWork);
    }

    /** The issuer has one instance, because it stands for another system. */
    private List<String> scalable() {
        return olderHouse.services().stream()
                .filter(service -> !service.equals("issuer"))
                .toList();
    }
}
