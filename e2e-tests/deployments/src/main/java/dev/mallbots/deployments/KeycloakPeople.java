package dev.mallbots.deployments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * People of a Keycloak, made when a feature first speaks of them. A customer's id is the subject of her token, and features choose the id; so
 * these people sign in at a client of the tests, which takes the subject from an attribute of the person.
 */
final class KeycloakPeople {

    private static final String CLIENT = "mallbots-features";
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final String adminPassword;
    private final String password = UUID.randomUUID() + "-A1";

    KeycloakPeople(String url, String adminPassword) {
        this.url = url;
        this.adminPassword = adminPassword;
        makeClient();
    }

    private void makeClient() {
        JsonNode profile = ask("GET", "/users/profile", "");
        ((ObjectNode) profile).put("unmanagedAttributePolicy", "ADMIN_EDIT");
        ask("PUT", "/users/profile", profile.toString());
        if (ask("GET", "/clients?clientId=" + CLIENT, "").isEmpty()) {
            ask("POST", "/clients", """
                    {"clientId": "%s", "publicClient": true, "standardFlowEnabled": false, "directAccessGrantsEnabled": true,
                     "attributes": {"access.token.lifespan": "14400"}, "defaultClientScopes": ["roles"],
                     "protocolMappers": [
                       {"name": "audience", "protocol": "openid-connect", "protocolMapper": "oidc-audience-mapper",
                        "config": {"included.custom.audience": "mallbots", "access.token.claim": "true"}},
                       {"name": "subject", "protocol": "openid-connect", "protocolMapper": "oidc-usermodel-attribute-mapper",
                        "config": {"user.attribute": "subject", "claim.name": "sub", "jsonType.label": "String", "access.token.claim": "true"}}]}""".formatted(CLIENT));
        }
    }

    /** @param username a role, or a role, a colon and the subject */
    String token(String username) {
        String role = username.split(":")[0];
        String subject = username.contains(":")
                ? username.split(":")[1]
                : UUID.randomUUID().toString();
        String name = role + "-" + subject;
        String location = send("POST", "/users", """
                {"username": "%1$s", "enabled": true, "email": "%1$s@mall.test", "emailVerified": true, "firstName": "Some", "lastName": "Body",
                 "attributes": {"subject": ["%2$s"]},
                 "credentials": [{"type": "password", "value": "%3$s", "temporary": false}]}""".formatted(name, subject, password))
                .headers()
                .firstValue("Location")
                .orElseThrow();
        String id = location.substring(location.lastIndexOf('/') + 1);
        ask("POST", "/users/" + id + "/role-mappings/realm", "[" + ask("GET", "/roles/" + role, "") + "]");
        return accessToken("mallbots", Map.of("client_id", CLIENT, "username", name, "password", password));
    }

    private JsonNode ask(String method, String path, String json) {
        try {
            return JSON.readTree(send(method, path, json).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> send(String method, String path, String json) {
        String admin =
                accessToken("master", Map.of("client_id", "admin-cli", "username", "admin", "password", adminPassword));
        return exchange(HttpRequest.newBuilder(URI.create(url + "/admin/realms/mallbots" + path))
                .header("Authorization", "Bearer " + admin)
                .header("Content-Type", "application/json")
                .method(method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json)));
    }

    private String accessToken(String realm, Map<String, String> form) {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "grant_type=password&", ""));
        try {
            return JSON.readTree(exchange(HttpRequest.newBuilder(
                                            URI.create(url + "/realms/" + realm + "/protocol/openid-connect/token"))
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(BodyPublishers.ofString(body)))
                            .body())
                    .path("access_token")
                    .asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> exchange(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException("Keycloak answered " + response.statusCode() + " " + response.body());
            }
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
