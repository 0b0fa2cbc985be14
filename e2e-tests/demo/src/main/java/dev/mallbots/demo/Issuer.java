package dev.mallbots.demo;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * An OpenID Connect issuer that exchanges a username and a password for a token: the development issuer, whose passwords are the
 * usernames, or the Keycloak of the Compose mall, where all people of the demo share one password.
 *
 * @param password empty: the username
 */
record Issuer(String url, Optional<String> password) {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    String token(String username) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest discovery = HttpRequest.newBuilder(URI.create(url + "/.well-known/openid-configuration"))
                    .timeout(PATIENCE)
                    .build();
            String endpoint = Gateway.field(
                    client.send(discovery, BodyHandlers.ofString()).body(), "token_endpoint");
            HttpRequest request = HttpRequest.newBuilder(URI.create(endpoint))
                    .timeout(PATIENCE)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString("grant_type=password&client_id=mallbots-demo&username=%s&password=%s"
                            .formatted(encoded(username), encoded(password.orElse(username)))))
                    .build();
            return Gateway.field(client.send(request, BodyHandlers.ofString()).body(), "access_token");
        } catch (IOException e) {
            throw new DemoFailure("No issuer of tokens answers at " + url + ": open the mall with make up.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("Interrupted.");
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
