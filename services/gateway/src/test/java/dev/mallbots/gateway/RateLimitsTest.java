package dev.mallbots.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import dev.mallbots.contracts.People;
import dev.mallbots.platform.testing.Tokens;
import dev.mallbots.platform.testing.WithTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URL;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client may make one request a second and two at once, an address eight times as many. Each test has its own addresses. */
@QuarkusTest
@WithTokens
@Timeout(20)
@QuarkusTestResource(TestServices.class)
@TestProfile(RateLimitsTest.Few.class)
class RateLimitsTest {

    /** Behind a trusted proxy, so that a test can use many addresses; this is also the setup behind a proxy that ends TLS. */
    public static class Few implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "mallbots.gateway.limit.client", "1",
                    "mallbots.gateway.limit.address", "8",
                    "MALLBOTS_TRUSTED_PROXIES", "127.0.0.0/8,::1,10.9.0.0/16");
        }
    }

    @TestHTTPResource(management = true)
    URL management;

    @Test
    void too_many_requests_of_a_client_are_a_429_with_retry_after() {
        Response refused = firstRefused(from("10.0.0.1"), "/api/stores");

        refused.then()
                .contentType("application/problem+json")
                .header("Retry-After", "1")
                .header("RateLimit-Policy", equalTo("\"address\";q=16;w=2, \"client\";q=2;w=2"))
                .header("RateLimit", matchesPattern("\"address\";r=\\d+;t=[12], \"client\";r=0;t=[12]"))
                .header("Cache-Control", equalTo("no-store"))
                .body("code", equalTo(8))
                .body("instance", equalTo("/api/stores"));
    }

    @Test
    void every_answer_contains_the_remaining_quota() {
        from("10.0.0.2")
                .get("/api/stores")
                .then()
                .statusCode(200)
                .header("RateLimit-Policy", equalTo("\"address\";q=16;w=2, \"client\";q=2;w=2"))
                .header("RateLimit", equalTo("\"address\";r=15;t=1, \"client\";r=1;t=1"));
    }

    @Test
    void after_retry_after_a_request_is_admitted() throws InterruptedException {
        Response refused = firstRefused(from("10.0.0.3"), "/api/stores");

        Thread.sleep(1_000L * Integer.parseInt(refused.header("Retry-After")));
        from("10.0.0.3").get("/api/stores").then().statusCode(200);
    }

    @Test
    void clients_have_separate_limits() {
        firstRefused(from("10.0.0.4"), "/api/stores");
        from("10.0.0.5").get("/api/stores").then().statusCode(200);
    }

    @Test
    void a_client_is_identified_by_its_name_from_any_address() {
        firstRefused(from("10.0.0.6").header("Authorization", token("ada")), "/api/stores");

        from("10.0.0.7")
                .header("Authorization", token("ada"))
                .get("/api/stores")
                .then()
                .statusCode(429);
        from("10.0.0.6")
                .header("Authorization", token("bob"))
                .get("/api/stores")
                .then()
                .statusCode(200);
        from("10.0.0.6").get("/api/stores").then().statusCode(200);
    }

    @Test
    void an_address_has_a_limit_for_all_names_together() {
        Response refused = null;
        for (int client = 0; refused == null || refused.statusCode() != 429; client++) {
            refused = from("10.0.0.8")
                    .header("Authorization", token("client " + client))
                    .get("/api/stores");
            assertThat(client).isLessThan(200);
        }
        refused.then().header("RateLimit", matchesPattern("\"address\";r=0;t=[12]"));
    }

    @Test
    void the_limit_applies_to_unknown_addresses_and_the_document_too() {
        firstRefused(from("10.0.0.9"), "/nowhere");
        firstRefused(from("10.0.0.10"), "/openapi");
    }

    @Test
    void an_ipv6_network_has_one_limit() {
        firstRefused(from("2001:db8::1"), "/api/stores");
        from("2001:db8::ffff:2").get("/api/stores").then().statusCode(429);
        from("2001:db8:0:1::1").get("/api/stores").then().statusCode(200);
    }

    @Test
    void health_has_no_limit() {
        for (int time = 0; time < 100; time++) {
            from("10.0.0.11").get(management + "health/live").then().statusCode(200);
        }
    }

    @Test
    void a_client_that_adds_other_addresses_is_identified_by_the_one_that_the_proxy_saw() {
        firstRefused(from("6.6.6.6, 10.0.0.13"), "/api/stores");

        from("7.7.7.7, 10.0.0.13").get("/api/stores").then().statusCode(429);
        from("10.0.0.13, 10.9.0.1").get("/api/stores").then().statusCode(429);
        from("6.6.6.6").get("/api/stores").then().statusCode(200);
        from("10.0.0.14").get("/api/stores").then().body("headers.x-forwarded-for", equalTo("10.0.0.14"));
    }

    @Test
    void behind_tls_an_answer_has_strict_transport_security() {
        from("10.0.0.12")
                .header("X-Forwarded-Proto", "https")
                .get("/api/stores")
                .then()
                .header("Strict-Transport-Security", equalTo("max-age=31536000"));
    }

    private static RequestSpecification from(String address) {
        return given().noFilters().header("X-Forwarded-For", address);
    }

    private static String token(String name) {
        return "Bearer " + Tokens.of(name, People.CUSTOMER);
    }

    private static Response firstRefused(RequestSpecification client, String path) {
        for (int time = 0; time < 500; time++) {
            Response answer = given().noFilters().spec(client).get(path);
            if (answer.statusCode() == 429) {
                return answer;
            }
        }
        throw new AssertionError("all requests were taken");
    }
}
