package dev.mallbots.issuer;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The documents for those who check tokens: OpenID Connect Discovery 1.0, and RFC 7517. */
@Path("/")
public class DiscoveryResource {

    @JsonNaming(SnakeCaseStrategy.class)
    record Metadata(
            String issuer,
            String tokenEndpoint,
            String jwksUri,
            List<String> grantTypesSupported,
            List<String> tokenEndpointAuthMethodsSupported,
            List<String> responseTypesSupported,
            List<String> subjectTypesSupported,
            List<String> idTokenSigningAlgValuesSupported) {}

    record Keys(List<Map<String, Object>> keys) {}

    private final SigningKey key;
    private final String issuer;

    DiscoveryResource(SigningKey key, @ConfigProperty(name = "mallbots.issuer.url") String issuer) {
        this.key = key;
        this.issuer = issuer;
    }

    @GET
    @Path(".well-known/openid-configuration")
    public Metadata metadata() {
        return new Metadata(
                issuer,
                issuer + "/token",
                issuer + "/jwks",
                List.of("password", "client_credentials"),
                List.of("client_secret_basic", "client_secret_post"),
                List.of(),
                List.of("public"),
                List.of("RS256"));
    }

    @GET
    @Path("jwks")
    public Keys keys() {
        return new Keys(List.of(key.published()));
    }
}
