package dev.mallbots.keycloak;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mallbots.platform.fleet.Folders;
import dev.mallbots.platform.fleet.Lifetime;
import dev.mallbots.platform.fleet.Ports;
import dev.mallbots.platform.fleet.Secrets;
import dev.mallbots.platform.fleet.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A Keycloak process with the deployed realm, and the actions of its admin and its users. */
final class Keycloak {

    private static final String REALM = "mallbots";
    private static final String PASSWORD = Secrets.password();
    private static final Path FOLDER = Path.of(System.getProperty("keycloak.folder"));
    private static final String URL = "http://127.0.0.1:" + Integer.getInteger("keycloak.port");
    /** The first start after unpacking builds what later starts use. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final ServerProcess process;

    private Keycloak(ServerProcess process) {
        this.process = process;
    }

    /** @param realm the file to import; returns when Keycloak issues tokens */
    static Keycloak start(Path realm) {
        try {
            Folders.delete(FOLDER.resolve("data"));
            Files.createDirectories(FOLDER.resolve("data/import"));
            Files.copy(realm, FOLDER.resolve("data/import").resolve(realm.getFileName()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        URI url = URI.create(URL);
        Keycloak keycloak = new Keycloak(ServerProcess.start(
                Lifetime.TIED,
                // its script passes this option on
                "TERM",
                List.of(
                        FOLDER.resolve("bin/kc.sh").toString(),
                        "start-dev",
                        "--import-realm",
                        "--http-host=" + url.getHost(),
                        "--http-port=" + url.getPort(),
                        "--hostname=" + URL),
                Map.of(
                        "JAVA_HOME", System.getProperty("java.home"),
                        "JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1",
                        "KC_BOOTSTRAP_ADMIN_USERNAME", "admin",
                        "KC_BOOTSTRAP_ADMIN_PASSWORD", PASSWORD,
                        "MALLBOTS_APP_URL", "https://shop.test"),
                FOLDER.resolveSibling("keycloak.log")));
        keycloak.awaitReady();
        return keycloak;
    }

    private void awaitReady() {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .failFast("Keycloak ended by itself, see " + process.log(), () -> !process.isAlive())
                .until(Keycloak::answers);
    }

    private static boolean answers() {
        URI url = URI.create(URL);
        return Ports.answers(url.getPort())
                && Web.ask("GET", issuer() + "/.well-known/openid-configuration", "", "")
                                .status()
                        == 200;
    }

    /** After that, Keycloak issues no token and no key. */
    void stop() {
        process.stop();
    }

    /** As in the tokens. */
    static String issuer() {
        return URL + "/realms/" + REALM;
    }

    // ---- what the admin does

    /** All services of a local fleet have the same secret. */
    void giveServicesTheirSecret(List<String> services, String secret) {
        services.forEach(service -> changeClient(service, """
                {"secret": "%s"}""".formatted(secret)));
    }

    /** Creates a client that accepts passwords, which the deployed realm does not have. */
    void addClientWithPasswords(String client, String audience, Duration lifespan) {
        admin("POST", "/clients", """
                {"clientId": "%s", "publicClient": true, "standardFlowEnabled": false, "directAccessGrantsEnabled": true,
                 "attributes": {"access.token.lifespan": "%d"},
                 "protocolMappers": [{"name": "audience", "protocol": "openid-connect", "protocolMapper": "oidc-audience-mapper",
                  "config": {"included.custom.audience": "%s", "access.token.claim": "true"}}]}""".formatted(client, lifespan.toSeconds(), audience))
                .ok();
    }

    /** @return the user's id, which is the subject of the tokens */
    UUID addPerson(String name, String... roles) {
        String location = admin("POST", "/users", """
                {"username": "%1$s", "enabled": true, "email": "%1$s@mall.test", "emailVerified": true, "firstName": "%1$s", "lastName": "Test",
                 "credentials": [{"type": "password", "value": "%2$s", "temporary": false}]}""".formatted(name, PASSWORD))
                .location()
                .orElseThrow();
        String id = location.substring(location.lastIndexOf('/') + 1);
        for (String role : roles) {
            JsonNode found = admin("GET", "/roles/" + role, "").ok();
            admin("POST", "/users/" + id + "/role-mappings/realm", "[" + found + "]")
                    .ok();
        }
        return UUID.fromString(id);
    }

    /** Signs tokens with a new key from now on; the old one stays published. */
    void rotateSigningKey() {
        admin("POST", "/components", """
                {"name": "next-key", "providerId": "rsa-generated", "providerType": "org.keycloak.keys.KeyProvider",
                 "config": {"priority": ["200"], "enabled": ["true"], "active": ["true"], "keySize": ["2048"], "algorithm": ["RS256"]}}""").ok();
    }

    private void changeClient(String client, String change) {
        String id = admin("GET", "/clients?clientId=" + client, "")
                .ok()
                .path(0)
                .path("id")
                .asText();
        admin("PUT", "/clients/" + id, change).ok();
    }

    private Web.Answer admin(String method, String path, String json) {
        return Web.ask(method, URL + "/admin/realms/" + REALM + path, adminToken(), json);
    }

    /** The realm of the admins. */
    String adminToken() {
        return token("master", "admin-cli", "admin");
    }

    // ---- what people and services do

    String token(String client, String person) {
        return token(REALM, client, person);
    }

    private static String token(String realm, String client, String person) {
        return accessToken(
                realm, Map.of("grant_type", "password", "client_id", client, "username", person, "password", PASSWORD));
    }

    String serviceToken(String service, String secret) {
        return accessToken(
                REALM, Map.of("grant_type", "client_credentials", "client_id", service, "client_secret", secret));
    }

    /** Whether Keycloak issues a token for this request, in the deployed realm. */
    boolean gives(Map<String, String> form) {
        return Web.post(issuer() + "/protocol/openid-connect/token", form).status() == 200;
    }

    private static String accessToken(String realm, Map<String, String> form) {
        return Web.post(URL + "/realms/" + realm + "/protocol/openid-connect/token", form)
                .ok()
                .path("access_token")
                .asText();
    }

    static String password() {
        return PASSWORD;
    }
}
