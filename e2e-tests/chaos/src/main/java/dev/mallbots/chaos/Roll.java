package dev.mallbots.chaos;

import dev.mallbots.deployments.ComposeDeployment;
import dev.mallbots.deployments.Deployment;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Replaces the containers of every service behind the gateway while people shop, and checks that no request failed and that all promises were kept. The
 * gateway is left out: its port is published by one container, so it can't be replaced without a gap unless something stands before it.
 */
public final class Roll {

    private static final String FAILED = ".*(answered 5\\d\\d|without an answer)";

    private final Settings settings;
    private final House house;

    private Roll(Settings settings) {
        this.settings = settings;
        this.house = new House(settings.project());
    }

    /** @param arguments as {@link Settings} */
    public static void main(String[] arguments) throws Exception {
        System.exit(new Roll(Settings.of(arguments)).isUnnoticed() ? 0 : 1);
    }

    private boolean isUnnoticed() throws Exception {
        try (Deployment deployment =
                new ComposeDeployment(settings.project(), settings.home().resolve("logs"))) {
            deployment.open();
            return rollAndCheck(deployment);
        }
    }

    private boolean rollAndCheck(Deployment deployment) throws Exception {
        Ledger ledger = new Ledger();
        Caller caller = new Caller(
                deployment.instancesOf("gateway").stream().map(deployment::url).toList(),
                deployment.token("operator"),
                ledger);
        Databases databases = new Databases(deployment);
        Trace.install(databases, house.keepers());
        boolean keysWork = caller.tryKeys();
        Shop shop = new Shop(caller, ledger);
        shop.open();
        Shoppers shoppers =
                new Shoppers(caller, ledger, shop, settings.seed(), settings.rate(), EnumSet.allOf(Trip.Way.class));
        shoppers.comeUntil(Instant.MAX);
        roll();
        shoppers.close();
        boolean kept = new Quiet(deployment, house, house, databases, ledger, caller).keptAll(shoppers, keysWork);
        Map<String, Integer> failed = ledger.counts().entrySet().stream()
                .filter(count -> count.getKey().matches(FAILED))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        System.out.println(failed.isEmpty() ? "No request failed." : "Requests failed: " + failed);
        return kept && failed.isEmpty();
    }

    private void roll() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("docker/roll.sh"));
        house.services().stream()
                .filter(service -> !List.of("gateway", "issuer").contains(service))
                .forEach(command::add);
        int result = new ProcessBuilder(command)
                .directory(settings.project().toFile())
                .inheritIO()
                .start()
                .waitFor();
        if (result != 0) {
            throw new IllegalStateException("docker/roll.sh ended with " + result);
        }
    }
}
