package dev.mallbots.gateway.routing;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.circuitbreaker.OpenCircuitException;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Keeps requests from instances that keep silent. An instance that has let a few requests in a row wait, or to which no connection
 * came about in time, gets no more; every second it is asked whether it is there, and once it answers that, whatever it says, it
 * gets its share again. That question is the one try of a half-open circuit: no client has to wait for it.
 *
 * <p>What fails at once needs none of this, as it costs nobody anything: a refused connection, one that is cut, an answer that
 * tells of an error. It is not counted, so that a service which has been started again is met with the next request.
 */
@Singleton
class Circuits {

    private static final Logger LOG = Logger.getLogger(Circuits.class);
    private static final int SILENT_IN_A_ROW = 5;
    private static final Duration ROW = Duration.ofMinutes(1);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);
    private static final String ARE_YOU_THERE = "/q/health/live";

    private final Vertx vertx;
    private final HttpClient client;
    private final Addresses addresses;
    private final MeterRegistry metrics;
    private final Duration suspicion;
    private final Map<URI, CircuitBreaker> breakers = new ConcurrentHashMap<>();

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
    }

    /** @return fails at once when this instance gets no requests at the moment, else as connecting does */
    Future<HttpClientRequest> request(URI instance, Supplier<Future<HttpClientRequest>> connecting) {
        Promise<HttpClientRequest> connected = Promise.promise();
        breakers.computeIfAbsent(instance, this::breaker)
                .<Void>execute(answered -> connecting
                        .get()
                        .onSuccess(request -> {
                            request.response().onComplete(head -> answered.tryComplete());
                            connected.complete(request);
                        })
                        .onFailure(failure -> {
                            settle(answered, failure);
                            connected.fail(failure);
                        }))
                .onFailure(failure -> {
                    if (failure instanceof OpenCircuitException) {
                        connected.fail(failure);
                    }
                });
        return connected.future();
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
                        LOG.warnf("%s keeps silent: it gets no requests until it answers", instance);
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
                .setTimeout(suspicion.toMillis())
                .setMaxFailures(SILENT_IN_A_ROW)
                .setFailuresRollingWindow(ROW.toMillis())
                .setResetTimeout(ASK_AGAIN.toMillis())
                // nobody listens, and telling has its cost
                .setNotificationAddress(null);
    }

    /** Comes back every second until there is an answer, or nobody names this instance any more. */
    private void tryAgain(URI instance, CircuitBreaker breaker) {
        if (!addresses.name(instance)) {
            breakers.remove(instance, breaker);
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
