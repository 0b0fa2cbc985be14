package dev.mallbots.gateway.routing;

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
 * Finds instances that keep silent. An instance is silent when five requests in a minute waited {@code mallbots.gateway.suspicion} each, or got no
 * connection in time, and it answered nothing at all meanwhile: one that answers others is busy, not dead. A silent one comes
 * after all others; every second it is asked whether it is there, and once it answers that, whatever it says, it gets its share
 * again. That question is the one try of a half-open circuit: no client has to wait for it.
 *
 * <p>What fails at once needs none of this, as it costs nobody anything: a refused connection, one that is cut, an answer that
 * tells of an error. It is not counted, so that a service which has been started again is met with the next request.
 */
@Singleton
class Circuits {

    private static final Logger LOG = Logger.getLogger(Circuits.class);
    private static final int SILENT = 5;
    private static final Duration WITHIN = Duration.ofMinutes(1);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

    /** No service has anything there, and each says so at once. */
    private static final String ARE_YOU_THERE = "/";

    private final Vertx vertx;
    private final HttpClient client;
    private final Addresses addresses;
    private final MeterRegistry metrics;
    private final Duration suspicion;
    private final Map<URI, CircuitBreaker> breakers = new ConcurrentHashMap<>();
    private final Map<URI, Long> answeredAt = new ConcurrentHashMap<>();

    /** @param suspicion how long an instance may let a request wait before it is held against it */
    Circuits(
            Vertx vertx,
            HttpClient client,
            Addresses addresses,
            MeterRegistry metrics,
            @ConfigProperty(name = "mallbots.gateway.suspicion") Duration suspicion) {
        this.vertx = vertx;
        this.client = client;
        this.addresses = addresses;
        this.metrics = metrics;
        this.suspicion = suspicion;
        addresses.onGone(this::forget);
    }

    /** Whether this instance has kept silent, and has not been heard of since. */
    boolean isSilent(URI instance) {
        CircuitBreaker breaker = breakers.get(instance);
        return breaker != null && breaker.state() != CircuitBreakerState.CLOSED;
    }

    /** Connects, and listens whether the instance answers. A request is sent to a silent instance too, and then tells nothing. */
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
        return breaker.openHandler(opened -> {
                    if (away.compareAndSet(false, true)) {
                        LOG.warnf("%s keeps silent: it comes after all others until it answers", instance);
                        metrics.counter("gateway.circuit.opened", "instance", instance.toString())
                                .increment();
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
                // whether an instance is silent is known only by what it answers to others: our own timer asks that
                .setTimeout(-1)
                .setMaxFailures(SILENT)
                .setFailuresRollingWindow(WITHIN.toMillis())
                .setResetTimeout(ASK_AGAIN.toMillis())
                // nobody listens, and telling has its cost
                .setNotificationAddress(null);
    }

    private void forget(URI instance) {
        breakers.remove(instance);
        answeredAt.remove(instance);
    }

    /** Comes back every second until there is an answer, or nobody names this instance any more. */
    private void tryAgain(URI instance, CircuitBreaker breaker) {
        if (!addresses.name(instance)) {
            forget(instance);
            return;
        }
        RequestOptions question = Instances.at(instance, new RequestOptions())
                .setURI(ARE_YOU_THERE)
                .setConnectTimeout(ASK_AGAIN.toMillis())
                .setIdleTimeout(ASK_AGAIN.toMillis());
        breaker.<Void>execute(answered -> client.request(question)
                .compose(HttpClientRequest::send)
                .compose(HttpClientResponse::end)
                .onComplete(answered));
    }
}
