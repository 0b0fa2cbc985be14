package dev.mallbots.issuer;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = IssuerHome.class, restrictToAnnotatedClass = true)
@DisplayNameGeneration(ReplaceUnderscores.class)
class TokenTest {

    private static final String PERSON = "password";
    private static final String SERVICE = "client_credentials";

    @TestHTTPResource(management = true)
    URL management;

    @ParameterizedTest
    @CsvSource({
        "carla, customer, 01900000-0000-7000-8000-0000000000c1, Carla Costa",
        "carlos, customer, 01900000-0000-7000-8000-0000000000c2, Carlos Cruz",
        "stella, store-owner, 01900000-0000-7000-8000-0000000000d1, Stella Stone",
        "steve, store-owner, 01900000-0000-7000-8000-0000000000d2, Steve Sand",
        "dora, staff, dora, Dora Dale",
        "olga, operator, olga, Olga Orlov"
    })
    void every_user_gets_a_token_of_one_role_that_the_published_key_verifies(
            String username, String role, String subject, String name) throws Exception {
        JwtClaims claims = verified(tokenOf(username));

        assertThat(claims.getSubject()).isEqualTo(subject);
        assertThat(claims.getStringListClaimValue("groups")).containsExactly(role);
        assertThat(claims.getStringClaimValue("name")).isEqualTo(name);
        assertThat(claims.getExpirationTime().getValue() - claims.getIssuedAt().getValue())
                .isEqualTo(12 * 3600);
    }

    @Test
    void no_two_tokens_have_the_same_id() throws Exception {
        assertThat(verified(tokenOf("carla")).getJwtId())
                .isNotEqualTo(verified(tokenOf("carla")).getJwtId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"customer", "store-owner", "staff", "operator"})
    void a_role_stands_for_the_first_user_with_that_role(String role) throws Exception {
        JwtClaims claims = verified(tokenOf(role));

        assertThat(claims.getStringListClaimValue("groups")).containsExactly(role);
        assertThat(claims.getSubject()).isNotEqualTo(role);
    }

    @ParameterizedTest
    @ValueSource(strings = {"customer", "store-owner"})
    void tests_can_get_a_token_for_any_customer_or_store_owner_id(String role) throws Exception {
        UUID id = UUID.randomUUID();

        JwtClaims claims = verified(tokenOf(role + ":" + id));

        assertThat(claims.getSubject()).isEqualTo(id.toString());
        assertThat(claims.getStringListClaimValue("groups")).containsExactly(role);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nobody",
                "service",
                "service:stores",
                "operator:01900000-0000-7000-8000-0000000000c1",
                "customer:",
                "customer:carla",
                "customer:01900000-0000-7000-8000-0000000000c1x"
            })
    void an_unknown_user_gets_no_token(String username) {
        refused(asking(PERSON, "username", username, "password", username), 400, "invalid_grant")
                .body("error_description", startsWith("there is no " + username));
    }

    @Test
    void the_password_must_be_the_username() {
        refused(asking(PERSON, "username", "carla", "password", "carlos"), 400, "invalid_grant")
                .body("error_description", equalTo("the password of carla is carla"));
    }

    @Test
    void a_service_gets_its_own_token_by_header_and_by_form() throws Exception {
        // RFC 6749: name and secret are form-encoded before they go into the header
        String pair = Base64.getEncoder().encodeToString("order-saga:a+secret%3A+of+%25the%25+fleet%2B".getBytes());
        for (RequestSpecification request : List.of(
                asking(SERVICE).header("Authorization", "Basic " + pair),
                asking(SERVICE, "client_id", "order-saga", "client_secret", IssuerHome.SECRET))) {
            JwtClaims claims = verified(token(request));

            assertThat(claims.getSubject()).isEqualTo("service:order-saga");
            assertThat(claims.getStringListClaimValue("groups")).containsExactly("service");
        }
    }

    @ParameterizedTest
    @CsvSource({"stores, wrong", "stores, ''", "'', wrong", "Some Body, wrong"})
    void a_service_without_the_secret_gets_no_token(String name, String secret) {
        String pair = Base64.getEncoder().encodeToString((name + ":" + secret).getBytes());
        for (RequestSpecification request : List.of(
                asking(SERVICE).header("Authorization", "Basic " + pair),
                asking(SERVICE, "client_id", name, "client_secret", secret))) {
            refused(request, 401, "invalid_client").header("WWW-Authenticate", startsWith("Basic"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "Basic ", "Basic ???", "Basic JQ==", "Bearer x"})
    void a_malformed_header_gets_no_token(String header) {
        refused(asking(SERVICE).header("Authorization", header), 401, "invalid_client");
    }

    @Test
    void an_invalid_service_name_gets_no_token_even_with_the_secret() {
        refused(
                asking(SERVICE, "client_id", "Stores\nor so", "client_secret", IssuerHome.SECRET),
                401,
                "invalid_client");
    }

    @Test
    void a_missing_parameter_is_named() {
        refused(given().formParams(Map.of("username", "carla")), 400, "invalid_request")
                .body("error_description", equalTo("grant_type is missing"));
        refused(asking(PERSON, "username", "carla"), 400, "invalid_request")
                .body("error_description", equalTo("password is missing"));
        refused(asking(PERSON, "password", "carla"), 400, "invalid_request")
                .body("error_description", equalTo("username is missing"));
    }

    @Test
    void a_repeated_parameter_is_refused() {
        refused(asking(PERSON, "password", "carla").formParam("username", "carla", "olga"), 400, "invalid_request")
                .body("error_description", equalTo("username is given more than once"));
    }

    @Test
    void an_unknown_grant_type_is_refused() {
        refused(asking("authorization_code", "code", "1"), 400, "unsupported_grant_type");
    }

    @Test
    void a_body_that_is_no_form_is_refused() {
        refused(given().contentType("application/json").body("{}"), 400, "invalid_request")
                .body("error_description", containsString("application/x-www-form-urlencoded"));
    }

    @Test
    void the_discovery_document_names_the_addresses_of_tokens_and_keys() {
        given().get("/.well-known/openid-configuration")
                .then()
                .statusCode(200)
                .body("issuer", equalTo(IssuerHome.URL))
                .body("token_endpoint", equalTo(IssuerHome.URL + "/token"))
                .body("jwks_uri", equalTo(IssuerHome.URL + "/jwks"));
    }

    @Test
    void no_private_key_is_published() {
        Map<String, Object> key =
                given().get("/jwks").then().statusCode(200).extract().path("keys[0]");

        assertThat(key).containsOnlyKeys("kty", "kid", "use", "alg", "n", "e");
    }

    @Test
    void only_its_owner_may_read_the_key_file_and_the_key_is_the_same_after_a_restart() throws Exception {
        assertThat(Files.getPosixFilePermissions(IssuerHome.KEY_FILE))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        try (var files = Files.list(IssuerHome.KEY_FILE.getParent())) {
            assertThat(files).containsExactly(IssuerHome.KEY_FILE);
        }

        SigningKey restarted = new SigningKey(IssuerHome.KEY_FILE);

        assertThat(restarted.published())
                .isEqualTo(given().get("/jwks").then().extract().path("keys[0]"));
    }

    @Test
    void it_is_ready() {
        given().get(management + "health/ready").then().statusCode(200);
    }

    private static String tokenOf(String username) {
        return token(asking(PERSON, "username", username, "password", username));
    }

    private static String token(RequestSpecification request) {
        return request.post("/token")
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("token_type", equalTo("Bearer"))
                .body("expires_in", equalTo(12 * 3600))
                .extract()
                .path("access_token");
    }

    private static ValidatableResponse refused(RequestSpecification request, int status, String error) {
        return request.post("/token")
                .then()
                .statusCode(status)
                .contentType("application/json")
                .header("Cache-Control", "no-store")
                .body("error", equalTo(error));
    }

    private static RequestSpecification asking(String grantType, String... more) {
        RequestSpecification request = given().formParam("grant_type", grantType);
        for (int i = 0; i < more.length; i += 2) {
            request.formParam(more[i], more[i + 1]);
        }
        return request;
    }

    private static JwtClaims verified(String token) throws InvalidJwtException, JoseException, IOException {
        JsonWebKeySet published =
                new JsonWebKeySet(given().get("/jwks").then().extract().asString());
        JwtClaims claims = new JwtConsumerBuilder()
                .setVerificationKeyResolver(new JwksVerificationKeyResolver(published.getJsonWebKeys()))
                .setJwsAlgorithmConstraints(AlgorithmConstraints.ConstraintType.PERMIT, "RS256")
                .setExpectedIssuer(IssuerHome.URL)
                .setExpectedAudience("mallbots")
                .setRequireExpirationTime()
                .setRequireIssuedAt()
                .setRequireSubject()
                .setRequireJwtId()
                .build()
                .processToClaims(token);
        assertThat(new HashSet<>(claims.getClaimNames()))
                .isEqualTo(Set.of("iss", "sub", "aud", "groups", "name", "iat", "exp", "jti"));
        return claims;
    }
}
