package dev.mallbots.gateway;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.mallbots.platform.testing.WithTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URL;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The response headers for browsers, and information that the gateway hides. */
@QuarkusTest
@WithTokens
@Timeout(20)
@QuarkusTestResource(TestServices.class)
class ProtectionTest {

    @TestHTTPResource(management = true)
    URL management;

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/stores", "/api/stores/refused", "/api/search/orders/7", "/api/nowhere", "/openapi", "/q"})
    void every_answer_has_the_security_headers(String path) {
        given().get(path)
                .then()
                .header("X-Content-Type-Options", equalTo("nosniff"))
                .header("Referrer-Policy", equalTo("no-referrer"))
                .header("X-Frame-Options", equalTo("DENY"))
                .header("Content-Security-Policy", equalTo("default-src 'none'; frame-ancestors 'none'"));
    }

    @Test
    void swagger_ui_may_run_only_its_own_code() {
        given().get("/swagger-ui/")
                .then()
                .statusCode(200)
                .header(
                        "Content-Security-Policy",
                        containsString("default-src 'self'; script-src 'self' 'unsafe-inline';"))
                .header("X-Frame-Options", equalTo("DENY"));
    }

    @Test
    void answers_of_the_api_are_not_cached_unless_the_service_permits_it() {
        for (String path : List.of("/api/stores", "/api/stores/refused", "/api/nowhere")) {
            given().get(path).then().header("Cache-Control", equalTo("no-store"));
        }
        given().get("/api/stores/kept").then().headers("Cache-Control", equalTo("max-age=60"));
    }

    @Test
    void no_answer_names_a_services_software() {
        for (String path : List.of("/api/stores/kept", "/api/stores", "/swagger-ui/", "/nowhere")) {
            given().get(path).then().header("Server", nullValue()).header("X-Powered-By", nullValue());
        }
    }

    @Test
    void a_client_can_not_set_its_address_or_tls_unless_it_is_a_trusted_proxy() {
        given().header("X-Forwarded-For", "6.6.6.6")
                .header("Forwarded", "for=6.6.6.6;proto=https")
                .header("X-Forwarded-Proto", "https")
                .get("/api/stores")
                .then()
                .header("Strict-Transport-Security", nullValue())
                .body("headers.x-forwarded-for", equalTo("127.0.0.1"))
                .body("headers.x-forwarded-proto", equalTo("http"));
    }

    @Test
    void a_plain_connection_gets_no_strict_transport_security() {
        given().get("/api/stores").then().header("Strict-Transport-Security", nullValue());
    }

    @Test
    void a_page_of_another_origin_may_call_only_if_it_is_configured() {
        given().header("Origin", "https://shop.example")
                .get("/api/stores")
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", nullValue());
    }

    @Test
    void an_upgrade_to_an_unsupported_protocol_is_not_forwarded() {
        given().header("Connection", "Upgrade")
                .header("Upgrade", "websocket")
                .header("Sec-WebSocket-Version", "13")
                .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
                .header("X-Forwarded-For", "6.6.6.6")
                .get("/api/stores")
                .then()
                .statusCode(200)
                .body("headers.x-forwarded-for", equalTo("127.0.0.1"))
                .body("headers.upgrade", nullValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/q",
                "/q/",
                "/q/metrics",
                "/q/metrics/",
                "//q/metrics",
                "/q//metrics",
                "/%71/metrics",
                "/q/./metrics",
                "/q/health",
                "/q/health/live",
                "/q/health/ready",
                "/q/health/../metrics",
                "/q/openapi",
                "/q/openapi.json",
                "/q/info",
                "/q/swagger-ui",
                "/q/dev-ui",
                "/metrics"
            })
    void quarkus_own_endpoints_are_hidden(String path) {
        given().urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("code", equalTo(5));
    }

    @Test
    void health_and_metrics_have_a_separate_port() {
        for (String probe : List.of("live", "ready", "started")) {
            given().get(management + "health/" + probe).then().statusCode(200);
        }
        given().get(management + "metrics").then().statusCode(200).body(containsString("http_server_requests"));
    }
}
