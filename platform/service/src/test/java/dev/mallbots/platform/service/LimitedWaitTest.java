package dev.mallbots.platform.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class LimitedWaitTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(1);

    private final Promise<String> pool = Promise.promise();
    private final Queue<String> givenBack = new ConcurrentLinkedQueue<>();

    @AfterAll
    static void close() {
        VERTX.close();
    }

    @Test
    void what_arrives_in_time_is_the_callers() {
        Future<String> answer = waited(LONG);

        pool.complete("connection");

        await().until(answer::succeeded);
        assertThat(answer.result()).isEqualTo("connection");
        assertThat(givenBack).isEmpty();
    }

    @Test
    void what_arrives_too_late_is_given_back() {
        Future<String> answer = waited(SHORT);
        await().until(answer::failed);

        pool.complete("connection");

        await().until(() -> givenBack.contains("connection"));
        assertThat(answer.cause()).hasMessage("too late");
    }

    @Test
    void a_failure_is_the_callers() {
        Future<String> answer = waited(LONG);

        pool.fail("refused");

        await().until(answer::failed);
        assertThat(answer.cause()).hasMessage("refused");
        assertThat(givenBack).isEmpty();
    }

    private Future<String> waited(Duration limit) {
        return LimitedWait.of(limit, VERTX, pool.future(), () -> new IllegalStateException("too late"), givenBack::add);
    }
}
