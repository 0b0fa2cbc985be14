package dev.mallbots.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import dev.mallbots.platform.testing.WithTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTokens
@Timeout(20)
@QuarkusTestResource(TestServices.class)
class InstancesTest {

    @TestHTTPResource(management = true)
    URL management;

    @Test
    void a_service_that_is_down_is_a_503_that_names_it() {
        given().body("{}")
                .contentType("application/json")
                .post("/api/search/orders")
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", matchesPattern("\\d+"))
                .body("code", equalTo(14))
                .body("message", equalTo("the search service can't be reached at the moment"))
                .body("instance", equalTo("/api/search/orders"));
    }

    @Test
    void the_instances_of_a_service_get_requests_in_turn() {
        List<Integer> ports = Stream.generate(() -> portThatAnswers("/api/customers/7"))
                .limit(6)
                .toList();

        assertThat(Set.copyOf(ports)).hasSize(2);
        assertThat(ports.subList(2, 6)).isEqualTo(ports.subList(0, 4));
    }

    @Test
    void an_unreachable_instance_costs_no_request() {
        List<Integer> ports = Stream.generate(() -> portThatAnswers("/api/payments/7"))
                .limit(12)
                .toList();

        assertThat(Set.copyOf(ports)).as("both that are there have work").hasSize(2);
    }

    @Test
    void instances_can_be_added_and_removed_while_the_gateway_runs() throws IOException {
        int before = portThatAnswers("/api/depot/7");
        int other = portThatAnswers("/api/ordering/7");

        Files.writeString(TestServices.ADDRESSES, "depot=http://127.0.0.1:" + other + "\n");
        awaitPortThatAnswers("/api/depot/7", other);
        assertThat(portThatAnswers("/api/ordering/7"))
                .as("the file says nothing of it")
                .isEqualTo(other);

        TestServices.deleteAddresses();
        awaitPortThatAnswers("/api/depot/7", before);
    }

    private static void awaitPortThatAnswers(String path, int port) {
        Instant giveUp = Instant.now().plusSeconds(10);
        while (portThatAnswers(path) != port) {
            assertThat(Instant.now()).as("requests go to " + port).isBefore(giveUp);
        }
    }

    private static int portThatAnswers(String path) {
        return given().get(path).then().statusCode(200).extract().path("port");
    }

    @Test
    void a_service_that_closes_the_connection_is_a_503() {
        given().get("/api/stores/cut-off").then().statusCode(503).body("message", containsString("stores"));
    }

    @Test
    void a_service_that_does_not_answer_is_a_504() {
        given().get("/api/stores/silent")
                .then()
                .statusCode(504)
                .body("code", equalTo(4))
                .body("message", containsString("the stores service gave no answer in time"));
    }

    @Test
    void the_gateway_is_ready_even_if_a_service_is_down() {
        given().get(management + "health/ready").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void a_get_is_repeated_on_a_new_connection_when_its_own_was_closed(String method) {
        fickle().request(method, "/api/stores/fickle").then().statusCode(200).header("X-Fresh", "true");
    }

    @Test
    void a_write_with_an_idempotency_key_is_repeated_with_its_body() {
        fickle().header("Idempotency-Key", "7")
                .body("{\"name\":\"Größe\"}")
                .post("/api/stores/fickle")
                .then()
                .statusCode(200)
                .header("X-Fresh", "true")
                .body("headers.idempotency-key", equalTo("7"))
                .body("body", equalTo("{\"name\":\"Größe\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE"})
    void any_other_request_is_a_503_because_it_may_have_been_done(String method) {
        fickle().body("{}")
                .request(method, "/api/stores/fickle")
                .then()
                .statusCode(503)
                .body("message", containsString("stores"));
    }

    /** Its connection is closed at the first attempt. */
    private static RequestSpecification fickle() {
        return given().contentType("application/json")
                .header("X-Try", UUID.randomUUID().toString());
    }

    @Test
    void a_request_is_repeated_only_once() {
        int before = timesCutOff();
        given().get("/api/stores/cut-off").then().statusCode(503);
        assertThat(timesCutOff() - before).isEqualTo(2);
    }

    private static int timesCutOff() {
        return Integer.parseInt(given().get("/api/stores/times-cut-off").asString());
    }
}
