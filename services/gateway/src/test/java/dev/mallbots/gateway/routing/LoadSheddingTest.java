package dev.mallbots.gateway.routing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import dev.mallbots.gateway.TestServices;
import dev.mallbots.platform.testing.WithTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@WithTokens
@Timeout(30)
@QuarkusTestResource(TestServices.class)
class LoadSheddingTest {

    private static final long SLOW = Duration.ofMinutes(2).toNanos();

    @Inject
    Pressure pressure;

    @Inject
    Circuits circuits;

    @Inject
    Addresses addresses;

    @AfterEach
    void until_the_mall_keeps_up_again() {
        await(() -> pressure.share() == 1, () -> {});
    }

    @Test
    void under_overload_a_part_of_the_new_visits_is_refused_with_retry_after() {
        overload();
        List<Response> answers = Stream.generate(() -> {
                    pressure.refused();
                    return given().body("{}").post("/api/baskets");
                })
                .limit(60)
                .toList();
        assertThat(answers).anySatisfy(answer -> answer.then().statusCode(200));
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() != 200)
                .isNotEmpty()
                .allSatisfy(answer -> answer.then()
                        .statusCode(503)
                        .header("Retry-After", matchesPattern("[1-3]"))
                        .header("X-Content-Type-Options", "nosniff")
                        .contentType("application/problem+json")
                        .body("message", equalTo("the mall is busy at the moment; try again")));
    }

    @Test
    void an_admitted_visit_is_completed() {
        overload();
        for (int time = 0; time < 60; time++) {
            pressure.refused();
            given().body("{}").put("/api/baskets/7/checkout").then().statusCode(200);
            given().body("{}").post("/api/payments").then().statusCode(200);
            given().get("/api/ordering/7").then().statusCode(200);
        }
    }

    @Test
    void an_instance_that_answers_some_requests_is_busy_and_not_silent() {
        Thread slow = Thread.ofVirtual().start(() -> {
            for (int time = 0; time < 6; time++) {
                given().get("/api/depot/slow").then().statusCode(200);
            }
        });
        while (slow.isAlive()) {
            given().get("/api/depot/quick").then().statusCode(200);
        }
        assertThat(circuits.isSilent(addresses.of("depot").getFirst())).isFalse();
    }

    @Test
    void one_slow_service_among_fast_ones_is_no_overload() {
        Instant end = Instant.now().plusSeconds(1);
        while (Instant.now().isBefore(end)) {
            pressure.answered(SLOW);
            pressure.answered(Duration.ofMillis(2).toNanos());
            given().get("/api/stores").then().statusCode(200);
        }
        assertThat(pressure.share()).isEqualTo(1);
    }

    @Test
    void a_few_slow_requests_at_a_quiet_hour_are_no_overload() {
        double least = 1;
        for (int request = 0; request < 5; request++) {
            pressure.answered(SLOW);
            Instant end = Instant.now().plusMillis(300);
            while (Instant.now().isBefore(end)) {
                least = Math.min(least, pressure.share());
            }
        }
        assertThat(least).isEqualTo(1);
    }

    private void overload() {
        await(() -> pressure.share() < 0.4, pressure::refused);
    }

    private static void await(BooleanSupplier condition, Runnable meanwhile) {
        Instant giveUp = Instant.now().plusSeconds(20);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(giveUp);
            meanwhile.run();
            Thread.onSpinWait();
        }
    }
}
