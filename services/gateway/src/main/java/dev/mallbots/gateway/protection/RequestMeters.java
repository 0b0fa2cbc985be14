package dev.mallbots.gateway.protection;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Times each request from its arrival to the head of its response, by the class of the response's status. This is what a client sees of the
 * mall, and what the objective for availability is about: requests that the gateway refuses itself are included. A request without a
 * response, because the client has disconnected, is not.
 */
@Singleton
class RequestMeters {

    private static final String BEGUN = "mallbots.begun";
    private static final int LAST_CLASS = 5;

    private final List<Timer> ofClasses;

    RequestMeters(MeterRegistry metrics) {
        this.ofClasses = IntStream.rangeClosed(1, LAST_CLASS)
                .mapToObj(first -> Timer.builder("gateway.requests")
                        .tag("status", first + "xx")
                        .serviceLevelObjectives(
                                Duration.ofMillis(10),
                                Duration.ofMillis(50),
                                Duration.ofMillis(100),
                                Duration.ofMillis(250),
                                Duration.ofMillis(500),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(5))
                        .register(metrics))
                .toList();
    }

    void register(@Observes Router router) {
        router.route().order(Orders.REQUEST_METERS).handler(this::begin).failureHandler(this::begin);
    }

    private void begin(RoutingContext exchange) {
        // a request that fails comes here a second time
        if (exchange.get(BEGUN) == null) {
            long begun = System.nanoTime();
            exchange.put(BEGUN, begun);
            exchange.addHeadersEndHandler(
                    head -> record(exchange.response().getStatusCode(), System.nanoTime() - begun));
        }
        exchange.next();
    }

    private void record(int status, long nanos) {
        ofClasses.get(Math.clamp(status / 100, 1, LAST_CLASS) - 1).record(Duration.ofNanos(nanos));
    }
}
