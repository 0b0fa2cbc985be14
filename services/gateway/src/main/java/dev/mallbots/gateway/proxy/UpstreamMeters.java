package dev.mallbots.gateway.proxy;

import dev.mallbots.gateway.routing.Busy;
import dev.mallbots.gateway.routing.Routes;
import dev.mallbots.gateway.routing.Unreached;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Times each call to a service, from the wait for a place to the head of the response, by service and outcome. */
@Singleton
class UpstreamMeters {

    private static final String BUSY = "busy";
    private static final String UNREACHED = "unreached";
    private static final String SILENT = "silent";
    private static final String CLOSED = "closed";
    private static final List<String> OUTCOMES =
            List.of("1xx", "2xx", "3xx", "4xx", "5xx", BUSY, UNREACHED, SILENT, CLOSED);

    private final Map<String, Map<String, Timer>> timers;

    UpstreamMeters(MeterRegistry metrics) {
        this.timers = Routes.services().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Function.identity(),
                        service -> OUTCOMES.stream()
                                .collect(Collectors.toUnmodifiableMap(
                                        Function.identity(), outcome -> timer(metrics, service, outcome)))));
    }

    private static Timer timer(MeterRegistry metrics, String service, String outcome) {
        return Timer.builder("gateway.upstream.requests")
                .tag("upstream", service)
                .tag("outcome", outcome)
                .serviceLevelObjectives(
                        Duration.ofMillis(10),
                        Duration.ofMillis(100),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5))
                .register(metrics);
    }

    /** @param begun by {@link System#nanoTime} */
    Future<HttpClientRequest> watch(String service, long begun, Future<HttpClientRequest> sending) {
        return sending.onSuccess(
                        request -> request.response().onComplete(head -> record(service, begun, outcome(head))))
                .onFailure(failure -> record(service, begun, outcome(failure)));
    }

    private void record(String service, long begun, String outcome) {
        timers.get(service).get(outcome).record(Duration.ofNanos(System.nanoTime() - begun));
    }

    private static String outcome(AsyncResult<HttpClientResponse> head) {
        return head.succeeded() ? Math.clamp(head.result().statusCode() / 100, 1, 5) + "xx" : outcome(head.cause());
    }

    private static String outcome(Throwable failure) {
        return switch (failure) {
            case Busy busy -> BUSY;
            case Unreached unreached -> UNREACHED;
            case TimeoutException silence -> SILENT;
            default -> CLOSED;
        };
    }
}
