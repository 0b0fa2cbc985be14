package dev.mallbots.platform.service.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.platform.testing.Tokens;
import dev.mallbots.platform.testing.WithTokens;
import io.quarkus.oidc.runtime.OidcConfig;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tokens in Amazon Cognito's form, with the settings in docs/security.md. */
@QuarkusTest
@TestProfile(CognitoTest.Settings.class)
@WithTokens
class CognitoTest {

    private static final UUID CARLA = UUID.fromString("0197f2a0-5c5e-7cc0-8a43-7c2b3d9a1e10");

    public static class Settings implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.oidc.roles.role-claim-path", "cognito:groups",
                    "MALLBOTS_AUDIENCE", "any",
                    "quarkus.oidc.token.required-claims.token_use", "access");
        }
    }

    @Test
    void groups_are_roles() {
        String carla = person("the-web-shop", "customer", "eu-central-1_Pool_Google");

        assertThat(status(carla, CARLA)).isEqualTo(200);
        assertThat(status(carla, UUID.randomUUID())).as("somebody else's").isEqualTo(403);
        assertThat(status(person("the-web-shop", Roles.OPERATOR), UUID.randomUUID()))
                .isEqualTo(200);
    }

    @Test
    void a_user_without_a_group_has_no_permissions() {
        assertThat(status(Tokens.signed(accessToken("the-web-shop")), CARLA)).isEqualTo(403);
    }

    @Test
    void a_service_has_its_role_only_if_a_trigger_adds_it() {
        JwtClaimsBuilder asItIs = accessToken("baskets").subject("baskets").remove("username");
        assertThat(status(Tokens.signed(asItIs), CARLA)).isEqualTo(403);

        JwtClaimsBuilder withGroup = asItIs.claim("cognito:groups", List.of(Roles.OPERATOR));
        assertThat(status(Tokens.signed(withGroup), CARLA)).isEqualTo(200);
    }

    @Test
    void roles_in_other_claims_are_ignored() {
        JwtClaimsBuilder elsewhere =
                accessToken("the-web-shop").claim("groups", List.of("customer")).claim("scope", "openid customer");

        assertThat(status(Tokens.signed(elsewhere), CARLA)).isEqualTo(403);
    }

    @Test
    void an_id_token_is_refused() {
        JwtClaimsBuilder idToken = accessToken("the-web-shop")
                .claim("cognito:groups", List.of("customer"))
                .claim("token_use", "id")
                .audience("the-web-shop");

        assertThat(status(Tokens.signed(idToken), CARLA)).isEqualTo(401);
    }

    @Test
    void every_client_of_the_user_pool_is_accepted() {
        assertThat(status(person("another-client-of-the-pool", "customer"), CARLA))
                .isEqualTo(200);
    }

    @Test
    void the_variable_for_the_role_claim_is_read_verbatim() {
        OidcConfig read = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(OidcConfig.class)
                .withSources(new EnvConfigSource(Map.of("QUARKUS_OIDC_ROLES_ROLE_CLAIM_PATH", "cognito:groups"), 300))
                .build()
                .getConfigMapping(OidcConfig.class);

        assertThat(read.namedTenants()
                        .get(OidcConfig.DEFAULT_TENANT_KEY)
                        .roles()
                        .roleClaimPath())
                .hasValue(List.of("cognito:groups"));
    }

    private static String person(String client, String... groups) {
        return Tokens.signed(accessToken(client).claim("cognito:groups", List.of(groups)));
    }

    /** Without {@code aud} and {@code groups}; its issuer is the one that the test's service trusts. */
    private static JwtClaimsBuilder accessToken(String client) {
        return Tokens.claims(CARLA.toString())
                .remove("aud")
                .remove("groups")
                .claim("token_use", "access")
                .claim("client_id", client)
                .claim("scope", "openid")
                .claim("username", "carla")
                .claim("version", 2);
    }

    private static int status(String token, UUID owner) {
        return given().noFilters()
                .header("Authorization", "Bearer " + token)
                .get("/guarded/of/" + owner)
                .statusCode();
    }
}
