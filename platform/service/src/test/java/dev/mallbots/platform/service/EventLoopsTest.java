package dev.mallbots.platform.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class EventLoopsTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void a_process_whose_event_loops_all_take_their_turns_is_alive() {
        assertThat(status(LONG)).isEqualTo(Status.UP);
    }

    @Test
    void a_process_with_a_blocked_event_loop_is_not_alive_until_the_loop_takes_its_turn() {
        CountDownLatch back = new CountDownLatch(1);
        vertx.nettyEventLoopGroup().next().execute(() -> await(back));

        assertThat(status(Duration.ofMillis(100))).isEqualTo(Status.DOWN);
        back.countDown();
        assertThat(status(LONG)).isEqualTo(Status.UP);
    }

    private Status status(Duration patience) {
        return new EventLoops(vertx, patience).call().await().indefinitely().getStatus();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
