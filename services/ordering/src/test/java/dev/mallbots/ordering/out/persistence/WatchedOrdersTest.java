package dev.mallbots.ordering.out.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.ordering.StoresForTests;
import dev.mallbots.ordering.application.Delays;
import dev.mallbots.ordering.application.Orders;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.messaging.DatabaseSessions;
import dev.mallbots.platform.messaging.Transactions;
import dev.mallbots.platform.testing.WithMall;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A separate instance, so that the test can stop it. */
@QuarkusTest
@WithMall(encryptedFor = "ordering")
@QuarkusTestResource(StoresForTests.class)
class WatchedOrdersTest {

    @Inject
    Orders orders;

    @Inject
    Delays delays;

    @Inject
    Transactions transactions;

    @Inject
    Vertx vertx;

    @Inject
    DatabaseSessions sessions;

    @Test
    void at_shutdown_every_stream_ends_and_later_followers_receive_nothing() {
        var watched = new WatchedOrders(
                orders, delays, new OrderNotices(vertx, sessions), transactions, vertx, new SimpleMeterRegistry(), 10);
        var before = watched.of(Ids.next(), 1).subscribe().withSubscriber(AssertSubscriber.create(1));
        before.assertNotTerminated();

        watched.stop(new ShutdownDelayInitiatedEvent(), Duration.ZERO);

        before.awaitCompletion();
        watched.of(Ids.next(), 1)
                .subscribe()
                .withSubscriber(AssertSubscriber.create(1))
                .awaitCompletion();
        assertThat(before.getItems()).isEmpty();
    }
}
