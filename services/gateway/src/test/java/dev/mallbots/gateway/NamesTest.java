package dev.mallbots.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.mallbots.platform.testing.NameServer;
import dev.mallbots.platform.testing.WithTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URL;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The host name of order-saga's URL has several addresses: each is an instance, as a pod or a scaled container is. */
@QuarkusTest
@WithTokens
@Timeout(60)
@QuarkusTestResource(TestServices.class)
class NamesTest {

    private static final String PATH = "/api/ops/sagas";
    private static final Duration AT_ONCE = Duration.ofMillis(900);

    @TestHTTPResource(management = true)
    URL management;

    @BeforeEach
    void two_instances_answer() {
        NameServer.write(TestServices.NAMES, "127.0.0.2", "127.0.0.3");
        await(() -> addressesThatAnswer().equals(Set.of("127.0.0.2", "127.0.0.3")));
    }

    @Test
    void an_added_instance_gets_requests_and_a_removed_one_gets_none() {
        NameServer.write(TestServices.NAMES, "127.0.0.2", "127.0.0.3", "127.0.0.4");
        await(() -> addressesThatAnswer().contains("127.0.0.4"));

        NameServer.write(TestServices.NAMES, "127.0.0.4");
        await(() -> addressesThatAnswer().equals(Set.of("127.0.0.4")));
        assertThat(given().get(management + "metrics").asString())
                .as("what was known of it is forgotten")
                .contains("gateway_concurrency_limit{address=\"http://127.0.0.4")
                .doesNotContain("gateway_concurrency_limit{address=\"http://127.0.0.2");
    }

    @Test
    void while_dns_fails_the_last_known_addresses_are_used() throws Exception {
        Files.delete(TestServices.NAMES);

        // longer than the interval of lookups
        Thread.sleep(2_500);
        assertThat(addressesThatAnswer()).containsExactly("127.0.0.2", "127.0.0.3");
    }

    @Test
    void a_silent_instance_gets_no_requests_and_the_others_answer() {
        int port = given().get(PATH).path("port");
        given().get("http://127.0.0.2:" + port + "/freeze").then().statusCode(200);
        try {
            await(() -> given().get(PATH).statusCode() != 200);
            await(() -> addressesThatAnswer().equals(Set.of("127.0.0.3")));
            for (int time = 0; time < 10; time++) {
                Response answer = given().get(PATH);
                answer.then().statusCode(200);
                assertThat(answer.time()).isLessThan(AT_ONCE.toMillis());
            }
        } finally {
            given().get("http://127.0.0.2:" + port + "/thaw").then().statusCode(200);
        }
        await(() -> addressesThatAnswer().contains("127.0.0.2"));
    }

    @Test
    void a_request_that_an_ending_instance_refuses_goes_to_another_one() {
        toEnding().get().then().statusCode(200);
    }

    @Test
    void a_write_with_a_key_that_an_ending_instance_refuses_goes_to_another_one() {
        toEnding()
                .header("Idempotency-Key", "8")
                .body("{\"name\":\"Größe\"}")
                .post()
                .then()
                .statusCode(200)
                .body("body", equalTo("{\"name\":\"Größe\"}"));
    }

    @Test
    void a_write_without_a_key_that_an_ending_instance_refuses_is_a_503_because_it_may_have_been_done() {
        toEnding().body("{}").post().then().statusCode(503);
    }

    /** The instance that gets the first of its requests is ending. */
    private static RequestSpecification toEnding() {
        return given().contentType("application/json")
                .header("X-Try", UUID.randomUUID().toString())
                .basePath(PATH + "/ending");
    }

    /** The addresses that answer six requests, enough to reach each instance twice. */
    private static Set<String> addressesThatAnswer() {
        Set<String> addresses = new TreeSet<>();
        for (int time = 0; time < 6; time++) {
            Response answer = given().get(PATH);
            addresses.add(answer.statusCode() == 200 ? answer.path("address") : "status " + answer.statusCode());
        }
        return addresses;
    }

    private static void await(Supplier<Boolean> condition) {
        Instant giveUp = Instant.now().plusSeconds(30);
        while (!condition.get()) {
            assertThat(Instant.now()).isBefore(giveUp);
        }
    }
}
