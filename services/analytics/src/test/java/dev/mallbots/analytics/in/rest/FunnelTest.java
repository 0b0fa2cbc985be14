package dev.mallbots.analytics.in.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mallbots.analytics.Others;
import dev.mallbots.analytics.Others.Line;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.testing.WithMall;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithMall
class FunnelTest {

    private static final Others OTHERS = new Others();
    private static final Duration SOON = Duration.ofSeconds(30);

    @AfterAll
    static void close() {
        OTHERS.topics().close();
    }

    @Test
    void baskets_of_a_period_are_counted_at_every_stage_that_they_have_reached_by_now() {
        Instant june = Instant.parse("2031-06-01T00:00:00Z");
        OTHERS.basketStarted(Ids.next(), june.minusSeconds(1));
        OTHERS.basketStarted(Ids.next(), june);
        started(june.plusSeconds(1), 1);
        started(june.plusSeconds(2), 2);
        started(june.plusSeconds(3), 3);
        // its order is completed after the period
        started(june.plusSeconds(4), 4);
        // an order without a basket
        OTHERS.sold(june.plusSeconds(5), Line.of("1", 1));

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(baskets("2031-06-01T00:00:00Z", "2031-06-01T00:00:05Z"))
                        .containsExactly(5, 4, 3, 2, 1));
        assertThat(baskets("2031-06-01T00:00:01Z", "2031-06-01T00:00:02Z")).containsExactly(1, 1, 0, 0, 0);
    }

    @Test
    void without_baskets_every_stage_is_zero() {
        assertThat(baskets("1999-01-01T00:00:00Z", "1999-02-01T00:00:00Z")).containsExactly(0, 0, 0, 0, 0);
    }

    private static void started(Instant at, int further) {
        UUID basket = Ids.next();
        Instant later = at.plus(Duration.ofDays(further));
        OTHERS.basketStarted(basket, at);
        OTHERS.basketCheckedOut(basket, later);
        OTHERS.orderCreated(basket, later, Line.of("1", 1));
        if (further > 1) {
            OTHERS.orderApproved(basket, later);
        }
        if (further > 2) {
            OTHERS.orderReadied(basket, later);
        }
        if (further > 3) {
            OTHERS.orderCompleted(basket, later);
        }
    }

    /** From stage to stage. */
    private static List<Integer> baskets(String after, String before) {
        JsonPath funnel = given().queryParam("after", after)
                .queryParam("before", before)
                .get("/api/analytics/funnel")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        return Stream.of("started", "checkedOut", "approved", "ready", "completed")
                .map(stage -> funnel.getInt("baskets." + stage))
                .toList();
    }
}
