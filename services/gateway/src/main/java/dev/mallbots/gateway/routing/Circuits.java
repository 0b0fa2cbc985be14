package dev.mallbots.gateway.routing;

import dev.mallbots.platform.service.LimitedWait;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * A circuit breaker for each instance, which counts only missing answers. An instance is silent when five requests in a minute waited
 * {@code mallbots.gateway.suspicion} each, or got no connection in time, and it answered nothing at all meanwhile: an instance that answers
 * other requests is busy, not dead. A silent instance is tried last; it is probed every second, and once it answers the probe, whatever the
 * status, it gets its share again. The probe is the single attempt of a half-open circuit, so no client waits for it.
 *
 * <p>An immediate failure does not count, because it costs other clients nothing: a refused connection, a closed one, an error response. So
 * a restarted service gets the next request.
 */
@Singleton
class Circuits {

    private static final Logger LOG = Logger.getLogger(Circuits.class);
    private static final int SILENT = 5;
    private static final Duration WITHIN = Duration.ofMinutes(1);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

    /** No service has this address, and each answers so at once. */
    private static final String ARE_YOU_THERE = "/";

    private final Vertx vertx;
    private final HttpClient client;
    private final Addresses addresses;
    private final Counter opened;
    private final Duration suspicion;
    private final Map<URI, CircuitBreaker> breakers = new ConcurrentHashMap<>();
    private final Map<URI, Long> answeredAt = new ConcurrentHashMap<>();

    /** @param suspicion the waiting time of a request after which it counts against the instance */
    Circuits(
            Vertx vertx,
            HttpClient client,
            Addresses addresses,
            MeterRegistry metrics,
            @ConfigProperty(name = "mallbots.gateway.suspicion") Duration suspicion) {
        this.vertx = vertx;
        this.client = client;
        this.addresses = addresses;
        this.suspicion = suspicion;
        addresses.onGone(this::forget);
        this.opened = metrics.counter("gateway.circuit.opened");
        metrics.gauge("gateway.circuits.open", this, Circuits::silentInstances);
    }

    private long silentInstances() {
        return breakers.keySet().stream().filter(this::isSilent).count();
    }

    /** Whether this instance is silent and has not answered since. */
    boolean isSilent(URI instance) {
        CircuitBreaker breaker = breakers.get(instance);
        return breaker != null && breaker.state() != CircuitBreakerState.CLOSED;
    }

    /** Connects, and records whether the instance answers. A request to a silent instance is sent too, but not counted. */
    Future<HttpClientRequest> request(URI instance, Supplier<Future<HttpClientRequest>> connecting) {
        return isSilent(instance)
                ? connecting.get()
                : heard(instance, breakers.computeIfAbsent(instance, this::breaker), connecting);
    }

    private Future<HttpClientRequest> heard(
            URI instance, CircuitBreaker breaker, Supplier<Future<HttpClientRequest>> connecting) {
        long asked = System.nanoTime();
        Promise<Void> answered = Promise.promise();
        breaker.<Void>execute(over -> answered.future().onComplete(over)).onFailure(silence -> {});
        long timer = vertx.setTimer(suspicion.toMillis(), late -> {
            if (hasAnsweredSince(instance, asked)) {
                answered.tryComplete();
            } else {
                answered.tryFail(new TimeoutException("no answer to anything"));
            }
        });
        answered.future().onComplete(over -> vertx.cancelTimer(timer));
        return connecting
                .get()
                .onSuccess(request -> request.response().onComplete(head -> {
                    if (head.succeeded()) {
                        answeredAt.put(instance, System.nanoTime());
                    }
                    answered.tryComplete();
                }))
                .onFailure(failure -> settle(answered, failure));
    }

    private boolean hasAnsweredSince(URI instance, long moment) {
        Long last = answeredAt.get(instance);
        return last != null && last - moment > 0;
    }

    private static void settle(Promise<Void> answered, Throwable failure) {
        if (failure instanceof ConnectTimeoutException) {
            answered.tryFail(failure);
        } else {
            answered.tryComplete();
        }
    }

    private CircuitBreaker breaker(URI instance) {
        CircuitBreaker breaker = CircuitBreaker.create(instance.toString(), vertx, options());
        AtomicBoolean away = new AtomicBoolean();
        return breaker.openHandler(silent -> {
                    if (away.compareAndSet(false, true)) {
                        LOG.warnf("%s keeps silent: it comes after all others until it answers", instance);
                        opened.increment();
                    }
                })
                .closeHandler(closed -> {
                    away.set(false);
                    LOG.infof("%s answers again", instance);
                })
                .halfOpenHandler(halfOpen -> tryAgain(instance, breaker));
    }

    private CircuitBreakerOptions options() {
        return new CircuitBreakerOptions()
                // only answers to other requests show that an instance is alive: our own timer checks that
                .setTimeout(-1)
                .setMaxFailures(SILENT)
                .setFailuresRollingWindow(WITHIN.toMillis())
                .setResetTimeout(ASK_AGAIN.toMillis())
                // no handler is registered, and notifications have a cost
                .setNotificationAddress(null);
    }

    private void forget(URI instance) {
        breakers.remove(instance);
        answeredAt.remove(instance);
    }

    /** Repeats every second until there is an answer, or the instance is no longer configured. */
    private void tryAgain(URI instance, CircuitBreaker breaker) {
        if (!addresses.name(instance)) {
            forget(instance);
            return;
        }
        RequestOptions question = Instances.at(instance, new RequestOptions())
                .setURI(ARE_YOU_THERE)
                .setIdleTimeout(ASK_AGAIN.toMillis());
        breaker.<Void>execute(answered -> LimitedWait.of(
                        ASK_AGAIN,
                        vertx,
                        client.request(question),
                        () -> new TimeoutException("no connection within " + ASK_AGAIN),
                        HttpClientRequest::reset)
                .compose(HttpClientRequest::send)
                .compose(HttpClientResponse::end)
                .onComplete(answered));
    }
}
