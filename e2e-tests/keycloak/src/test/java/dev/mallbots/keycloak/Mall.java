package dev.mallbots.keycloak;

import dev.mallbots.platform.fleet.Fleet;
import dev.mallbots.platform.fleet.Lifetime;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** A whole mall that trusts Keycloak, with fresh data. */
final class Mall implements AutoCloseable {

    private static final Path PROJECT = Path.of(System.getProperty("keycloak.project"));

    private final Fleet fleet = new Fleet(
            PROJECT,
            Path.of(System.getProperty("keycloak.home")),
            OptionalInt.of(Integer.getInteger("keycloak.port-base")),
            false);

    /** Returns when both are ready; the first one waits for the other, as in production. */
    static Mall openBeside(CompletableFuture<Keycloak> keycloak) {
        Mall mall = new Mall();
        mall.fleet.reset(System.out);
        mall.fleet.believe(Optional.of(Keycloak.issuer()));
        mall.fleet.up(Lifetime.TIED, System.out);
        keycloak.join();
        return mall;
    }

    /** The deployed realm file of the project. */
    static Path realm() {
        return PROJECT.resolve("deploy/keycloak/mallbots-realm.json");
    }

    /** The secret with which its services get their own tokens. */
    String clientSecret() {
        return fleet.clientSecret();
    }

    /** Through the gateway. */
    Web.Answer ask(String token, String method, String path, String json) {
        return Web.ask(method, fleet.url("gateway") + path, token, json);
    }

    /** Directly at the service. */
    Web.Answer askService(String service, String token, String path) {
        return Web.ask("GET", fleet.url(service) + path, token, "");
    }

    @Override
    public void close() {
        fleet.down(System.out);
    }
}
