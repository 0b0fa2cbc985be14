package dev.mallbots.gateway;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.mallbots.platform.testing.WithTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URL;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@WithTokens
@Timeout(20)
@QuarkusTestResource(TestServices.class)
@TestProfile(OriginsTest.Two.class)
class OriginsTest {

    public static class Two implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("MALLBOTS_CORS_ORIGINS", "https://shop.example,https://kiosk.example");
        }
    }

    @TestHTTPResource
    URL gateway;

    @Test
    void a_page_of_a_configured_origin_may_call() {
        given().header("Origin", "https://kiosk.example")
                .get("/api/stores")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", equalTo("https://kiosk.example"))
                .header("Access-Control-Expose-Headers", containsString("Retry-After"))
                .header("Access-Control-Allow-Credentials", equalTo("false"));
    }

    @Test
    void a_preflight_request_is_answered() {
        given().header("Origin", "https://shop.example")
                .header("Access-Control-Request-Method", "PUT")
                .header("Access-Control-Request-Headers", "content-type,idempotency-key")
                .options("/api/stores/7/rebrand")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", equalTo("https://shop.example"))
                .header("Access-Control-Allow-Methods", containsString("PUT"))
                .header("Access-Control-Allow-Headers", containsString("idempotency-key"))
                .header("Access-Control-Max-Age", equalTo("3600"));
    }

    @Test
    void a_page_of_another_origin_may_not_call() {
        given().header("Origin", "https://evil.example")
                .get("/api/stores")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .header("X-Content-Type-Options", "nosniff")
                .header("Access-Control-Allow-Origin", nullValue())
                .body("code", equalTo(7))
                .body("message", equalTo("pages of this origin may not call"));
        given().header("Origin", "https://evil.example")
                .header("Access-Control-Request-Method", "PUT")
                .options("/api/stores/7/rebrand")
                .then()
                .statusCode(403)
                .contentType("application/problem+json");
    }

    @Test
    void a_page_of_the_gateway_itself_may_call() {
        given().header("Origin", gateway.getProtocol() + "://" + gateway.getAuthority())
                .get("/api/stores")
                .then()
                .statusCode(200);
    }

    @Test
    void a_client_without_an_origin_may_call() {
        given().get("/api/stores").then().statusCode(200).header("Access-Control-Allow-Origin", nullValue());
    }
}
