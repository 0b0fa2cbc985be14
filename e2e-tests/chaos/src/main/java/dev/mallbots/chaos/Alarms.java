package dev.mallbots.chaos;

import dev.mallbots.chaos.Breakages.Breakage;
import dev.mallbots.chaos.Pager.Alert;
import dev.mallbots.deployments.Deployment;
import dev.mallbots.deployments.FleetDeployment;
import dev.mallbots.platform.fleet.Fleet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Breaks a mall in each way that has a hard alert, and checks with a real Prometheus and Alertmanager that the alert reaches the operators'
 * receiver, that the alert's runbook exists, and that the alert ends after the repair. The alerts on certificates and volumes are not among
 * them: a mall on one machine has neither.
 */
public final class Alarms {

    /** For the orders, which need a working mall. */
    private static final Duration WARM_UP = Duration.ofSeconds(30);

    /** Longer than any alert's query needs, and its {@code for}: ConsumerStopped looks back two minutes. */
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    /** A delayed saga is a ticket after five minutes. */
    private static final Duration LONG_PATIENCE = Duration.ofMinutes(9);

    /** They get the message that nobody can read, and run while the depot does not. */
    private static final List<String> READERS_OF_PAYMENTS = List.of("search", "analytics");

    private final Settings settings;
    private final Deployment deployment;
    private final Set<String> faults = new TreeSet<>();

    private Alarms(Settings settings) {
        this.settings = settings;
        this.deployment = new FleetDeployment(
                new Fleet(settings.project(), settings.home(), OptionalInt.of(settings.portBase()), false),
                settings.home(),
                List.of("stores"),
                2);
    }

    /** @param arguments see {@link Settings}; needs Prometheus and Alertmanager on PATH, or in the folder OBSERVE_TOOLS */
    public static void main(String[] arguments) throws Exception {
        System.exit(new Alarms(Settings.of(arguments)).allFire() ? 0 : 1);
    }

    private boolean allFire() throws Exception {
        // also when the test is interrupted: a frozen process would not notice our end
        Runtime.getRuntime().addShutdownHook(new Thread(this::leave));
        deployment.open();
        try (Pager pager = new Pager()) {
            check(
                    observe("up", Map.of("ALERTS_TO", pager.url())) == 0,
                    "Prometheus or Alertmanager could not be started.");
            breakAndMend(pager);
        } finally {
            deployment.close();
        }
        faults.forEach(System.err::println);
        System.out.println(faults.isEmpty() ? "Every alert fired and ended." : "Some alerts are wrong.");
        return faults.isEmpty();
    }

    private void breakAndMend(Pager pager) throws Exception {
        Ledger ledger = new Ledger();
        Caller caller = new Caller(
                deployment.instancesOf("gateway").stream().map(deployment::url).toList(),
                deployment.token("operator"),
                ledger);
        Shop shop = new Shop(caller, ledger);
        shop.open();
        Databases databases = new Databases(deployment);
        Breakages breakages = new Breakages(
                deployment, databases, new Operators(caller, ledger, READERS_OF_PAYMENTS, true, Instant.now()));
        Shoppers shoppers = new Shoppers(caller, ledger, shop, settings.seed(), 1, EnumSet.of(Trip.Way.COMPLETE));
        shoppers.comeUntil(Instant.MAX);
        Caller.sleep(WARM_UP);
        check(pager.firing().isEmpty(), "Before anything is broken, these fire: " + pager.firing());

        Breakage depot = breakages.ofTheDepot();
        strike(depot);
        provoke(pager, breakages.ofOnePart(), PATIENCE);
        fires(pager, List.of(depot), LONG_PATIENCE);
        mend(pager, List.of(depot));
        provoke(pager, List.of(breakages.ofKafka()), PATIENCE);
        provoke(pager, List.of(breakages.ofPostgres()), PATIENCE);
        shoppers.close();
    }

    private void provoke(Pager pager, List<Breakage> breakages, Duration patience) throws Exception {
        for (Breakage breakage : breakages) {
            strike(breakage);
        }
        fires(pager, breakages, patience);
        mend(pager, breakages);
    }

    private static void strike(Breakage breakage) throws Exception {
        System.out.println("Now: " + breakage.what());
        breakage.strike().run();
    }

    private void fires(Pager pager, List<Breakage> breakages, Duration patience) {
        Set<Alert> expected = alertsOf(breakages);
        Instant begun = Instant.now();
        Set<Alert> silent = pager.silentAfter(expected, patience);
        check(silent.isEmpty(), "Did not fire: " + silent);
        System.out.printf(
                "After %d s fire: %s%n", Duration.between(begun, Instant.now()).toSeconds(), pager.firing());
        expected.stream()
                .filter(alert -> !silent.contains(alert))
                .forEach(alert -> check(
                        Files.exists(settings.project().resolve(pager.runbook(alert))),
                        "%s names no runbook that exists: %s".formatted(alert, pager.runbook(alert))));
    }

    private void mend(Pager pager, List<Breakage> breakages) throws Exception {
        for (Breakage breakage : breakages) {
            System.out.println("Mended: " + breakage.what());
            breakage.mend().run();
        }
        Set<Alert> left = pager.firingAfter(alertsOf(breakages), PATIENCE);
        check(left.isEmpty(), "Did not end: " + left);
    }

    private static Set<Alert> alertsOf(List<Breakage> breakages) {
        return breakages.stream()
                .flatMap(breakage -> breakage.alerts().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void check(boolean holds, String fault) {
        if (!holds) {
            faults.add(fault);
        }
    }

    private void leave() {
        Breakages.FROZEN.forEach(deployment::resume);
        observe("down", Map.of());
    }

    /** @return the exit code of the script */
    private int observe(String verb, Map<String, String> more) {
        ProcessBuilder script = new ProcessBuilder(
                        settings.project()
                                .resolve("deploy/observability/local/observe.sh")
                                .toString(),
                        verb,
                        settings.home().toString(),
                        Integer.toString(settings.portBase() - 8080))
                .inheritIO();
        script.environment().putAll(more);
        try {
            return script.start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
