package dev.mallbots.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script of the Job that makes secrets, as a process of its own, against a server that answers as the API server does. */
@Tag("starts-processes")
@DisplayNameGeneration(ReplaceUnderscores.class)
class MakeSecretsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FOLDER = Mall.ROOT.resolve("deploy/k8s/backing/secrets");

    private final Map<String, JsonNode> made = new TreeMap<>();
    private HttpServer server;

    @TempDir
    Path account;

    @BeforeEach
    void start() throws IOException {
        Assumptions.assumeTrue(
                Programs.onPath("curl").isPresent(), "no curl: the script of make-secrets was not tested");
        Files.writeString(account.resolve("token"), "a-token");
        Files.writeString(account.resolve("namespace"), "mallbots");
        Files.writeString(account.resolve("ca.crt"), "");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/namespaces/mallbots/secrets", this::create);
        server.start();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    private void create(HttpExchange call) throws IOException {
        assertThat(call.getRequestHeaders().getFirst("Authorization")).isEqualTo("Bearer a-token");
        JsonNode secret = JSON.readTree(call.getRequestBody());
        boolean isNew = made.putIfAbsent(Overlay.nameOf(secret), secret) == null;
        call.sendResponseHeaders(isNew ? 201 : 409, -1);
        call.close();
    }

    private int run() throws Exception {
        ProcessBuilder script =
                new ProcessBuilder("sh", FOLDER.resolve("make-secrets.sh").toString()).inheritIO();
        script.environment()
                .putAll(Map.of(
                        "API_SERVER", "http://127.0.0.1:" + server.getAddress().getPort(),
                        "ACCOUNT", account.toString(),
                        "LIST", FOLDER.resolve("secrets").toString()));
        return script.start().waitFor();
    }

    @Test
    void every_service_gets_passwords_of_its_own_and_keeps_them() throws Exception {
        assertThat(run()).isZero();
        Map<String, JsonNode> first = new TreeMap<>(made);

        assertThat(first)
                .containsOnlyKeys(Stream.concat(
                                Stream.of("postgres-admin", "kafka-admin", "keycloak-secrets"),
                                Mall.withDatabase().stream().map(service -> service.name() + "-secrets"))
                        .toList());
        JsonNode saga = first.get("order-saga-secrets").path("stringData");
        assertThat(saga.path("username").asText()).isEqualTo("order_saga");
        assertThat(saga.path("kafka-username").asText()).isEqualTo("order-saga");
        assertThat(saga.path("service.properties").asText())
                .isEqualTo("MALLBOTS_DB_PASSWORD=%s\nMALLBOTS_KAFKA_PASSWORD=%s\n"
                        .formatted(
                                saga.path("password").asText(),
                                saga.path("kafka-password").asText()));
        assertThat(first.values().stream()
                        .map(secret -> secret.at("/stringData/password").asText()))
                .doesNotHaveDuplicates()
                .allMatch(password -> password.matches("[0-9a-f]{32}"));

        assertThat(run()).as("what is there already is no failure").isZero();
        assertThat(made).isEqualTo(first);
    }
}
