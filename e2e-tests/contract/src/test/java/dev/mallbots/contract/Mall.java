package dev.mallbots.contract;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.mallbots.platform.fleet.Fleet;
import dev.mallbots.platform.fleet.Lifetime;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** The mall that all tests share: every service, PostgreSQL and Kafka as processes, with fresh data. */
final class Mall implements AutoCloseable {

    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String DATA = "data: ";

    private static Mall open;

    private final Fleet fleet;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Map<String, String> tokens = new ConcurrentHashMap<>();

    /** Starts it before the first test, and stops it after the last. */
    static final class Open implements BeforeAllCallback {

        @Override
        public void beforeAll(ExtensionContext context) {
            open = context.getRoot()
                    .getStore(Namespace.GLOBAL)
                    .getOrComputeIfAbsent(Mall.class, first -> new Mall(), Mall.class);
        }
    }

    private Mall() {
        fleet = new Fleet(Path.of(System.getProperty("contract.project")), home(), OptionalInt.of(portBase()), false);
        fleet.reset(System.out);
        fleet.up(Lifetime.TIED, System.out);
    }

    static Mall get() {
        return open;
    }

    static int portBase() {
        return Integer.getInteger("contract.port-base");
    }

    static Path home() {
        return Path.of(System.getProperty("contract.home"));
    }

    @Override
    public void close() {
        fleet.down(System.out);
    }

    /** The address of a process of the mall. */
    String url(String name) {
        return fleet.url(name);
    }

    Map<String, Object> kafkaSettings() {
        return fleet.kafkaSettings(Map.of());
    }

    /** @param username a demo user, the first user with a role, or {@code customer:} or {@code store-owner:} and an id */
    String tokenOf(String username) {
        return tokens.computeIfAbsent(username, name -> askForToken("password", "username", name, "password", name));
    }

    /** @param form names and values alternating */
    String askForToken(String grant, String... form) {
        StringBuilder body = new StringBuilder("grant_type=" + grant);
        for (int i = 0; i < form.length; i += 2) {
            body.append('&').append(form[i]).append('=').append(URLEncoder.encode(form[i + 1], StandardCharsets.UTF_8));
        }
        Answer answer = send(HttpRequest.newBuilder(URI.create(url("issuer") + "/token"))
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body.toString()))
                .build());
        if (answer.status() != 200) {
            throw new AssertionError("no token: " + answer);
        }
        return answer.body().path("access_token").asText();
    }

    /**
     * @param service {@code gateway}, or a service to call directly
     * @param token null for none
     * @param body null for none
     */
    Answer ask(String service, String method, String path, String token, String body) {
        return ask(service, method, path, token, body, Map.of());
    }

    /** @param headers in addition to those of every request */
    Answer ask(String service, String method, String path, String token, String body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url(service) + path))
                .timeout(PATIENCE)
                .header("Accept", "application/json, application/problem+json, text/plain, text/event-stream")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return send(request.build());
    }

    /** As an operator, through the gateway; it must succeed. */
    JsonNode must(String method, String path, String body) {
        return mustAs("operator", method, path, body);
    }

    JsonNode mustAs(String username, String method, String path, String body) {
        Answer answer = ask("gateway", method, path, tokenOf(username), body);
        if (answer.status() != 200) {
            throw new AssertionError("%s %s %s as %s: %s".formatted(method, path, body, username, answer));
        }
        return answer.body();
    }

    private Answer send(HttpRequest request) {
        try {
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            String mediaType = response.headers().firstValue("Content-Type").orElse("");
            try (InputStream body = response.body()) {
                return new Answer(
                        response.statusCode(),
                        mediaType,
                        json(mediaType.startsWith(Answer.EVENTS) ? firstEvent(body) : body.readAllBytes()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(request + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** A stream does not end, so only its beginning is read. */
    private static byte[] firstEvent(InputStream body) {
        return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))
                .lines()
                .filter(line -> line.startsWith(DATA))
                .map(line -> line.substring(DATA.length()).getBytes(StandardCharsets.UTF_8))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no event"));
    }

    private static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException noJson) {
            return MissingNode.getInstance();
        }
    }
}
