package dev.mallbots.issuer;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Issues tokens: RFC 6749, sections 4.3 and 4.4. */
@Path("/token")
public class TokenResource {

    record Granted(
            @JsonProperty("access_token") String token,
            @JsonProperty("token_type") String type,
            @JsonProperty("expires_in") long seconds) {}

    private final Users users;
    private final Tokens tokens;
    private final Optional<String> clientSecret;

    TokenResource(
            Users users,
            Tokens tokens,
            @ConfigProperty(name = "mallbots.issuer.client-secret") Optional<String> clientSecret) {
        this.users = users;
        this.tokens = tokens;
        this.clientSecret = clientSecret;
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response grant(
            MultivaluedMap<String, String> form, @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization) {
        form.forEach((name, values) -> {
            if (values.size() > 1) {
                throw new Refusal("invalid_request", name + " is given more than once");
            }
        });
        User user = switch (needed(form, "grant_type")) {
            case "password" -> person(needed(form, "username"), needed(form, "password"));
            case "client_credentials" -> service(ClientCredentials.of(form, authorization));
            case String other ->
                throw new Refusal("unsupported_grant_type", "there are password and client_credentials, not " + other);
        };
        return Response.ok(new Granted(tokens.of(user), "Bearer", Tokens.LIFE.toSeconds()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private User person(String username, String password) {
        User user = users.find(username)
                .orElseThrow(() -> new Refusal(
                        "invalid_grant",
                        "there is no " + username + ": take one of " + users.names()
                                + ", a role of theirs, or customer: or store-owner: and a UUID"));
        if (!password.equals(username)) {
            throw new Refusal("invalid_grant", "the password of " + username + " is " + username);
        }
        return user;
    }

    private User service(ClientCredentials client) {
        boolean isOurs = client.id().matches("[a-z][a-z0-9-]{0,62}")
                && clientSecret
                        .filter(secret -> MessageDigest.isEqual(bytes(secret), bytes(client.secret())))
                        .isPresent();
        if (!isOurs) {
            throw new Refusal("invalid_client", "client_id must be a service's name, and client_secret the fleet's");
        }
        return new User(client.id(), client.id(), "service", "service:" + client.id());
    }

    private static String needed(MultivaluedMap<String, String> form, String name) {
        String value = form.getFirst(name);
        if (value == null || value.isEmpty()) {
            throw new Refusal("invalid_request", name + " is missing");
        }
        return value;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
