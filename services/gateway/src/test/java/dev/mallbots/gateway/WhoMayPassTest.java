package dev.mallbots.gateway;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import dev.mallbots.platform.testing.Tokens;
import dev.mallbots.platform.testing.WithTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTokens
@QuarkusTestResource(TestServices.class)
class WhoMayPassTest {

    private static final String CUSTOMER = Tokens.customer(UUID.randomUUID());

    @ParameterizedTest
    @CsvSource({
        "GET, /api/baskets/7",
        "POST, /api/stores",
        "DELETE, /api/stores/7/participating",
        "GET, /api/ops/sagas",
        "GET, /api/nowhere"
    })
    void a_request_without_a_token_is_refused(String method, String path) {
        given().noFilters()
                .request(method, path)
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer")
                .contentType("application/problem+json")
                .body("code", equalTo(16));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/stores", "/api/stores/7", "/api/stores/7/products", "/api/stores/products/7"})
    void stores_and_their_catalogues_are_public(String path) {
        given().noFilters().get(path).then().statusCode(200).body("service", equalTo("stores"));
    }

    @Test
    void a_bad_token_is_refused_even_where_none_is_needed() {
        String expired = Tokens.signed(Tokens.claims("somebody", "operator").expiresIn(Duration.ofHours(-1)));
        as(expired, "GET", "/api/stores").statusCode(401).contentType("application/problem+json");
        as("nonsense", "GET", "/api/stores").statusCode(401);
    }

    @ParameterizedTest
    @CsvSource({"GET, /api/ops/sagas", "POST, /api/ops/search/rebuilds", "GET, /api/depot/bots", "POST, /api/stores"})
    void a_role_without_permission_for_a_path_is_refused(String method, String path) {
        as(CUSTOMER, method, path)
                .statusCode(403)
                .contentType("application/problem+json")
                .body("code", equalTo(7));
    }

    @Test
    void the_service_gets_the_callers_token() {
        as(CUSTOMER, "GET", "/api/baskets/7")
                .statusCode(200)
                .body("headers.authorization", equalTo("Bearer " + CUSTOMER));
    }

    private static ValidatableResponse as(String token, String method, String path) {
        return given().header("Authorization", "Bearer " + token)
                .request(method, path)
                .then();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/%6Fps/sagas",
        "GET, /api/%64epot/bots",
        "GET, /%61pi/depot/bots",
        "POST, /api/%73tores",
        "PROPFIND, /api/stores"
    })
    void no_spelling_and_no_method_bypasses_the_check(String method, String path) {
        given().urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + CUSTOMER)
                .request(method, path)
                .then()
                .statusCode(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer  ", "Bearer     ", "bearer ", "BEARER  "})
    void a_token_follows_its_scheme_after_one_space_or_more(String scheme) {
        given().header("Authorization", scheme + CUSTOMER)
                .get("/api/baskets/7")
                .then()
                .statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/stores", "/api/depot/bots", "/api/ops/sagas", "/api/baskets/7", "/api/stores/7/products"})
    void a_method_that_no_address_has_is_refused_by_the_service(String path) {
        as(CUSTOMER, "TRACE", path).statusCode(200).body("method", equalTo("TRACE"));
    }
}
