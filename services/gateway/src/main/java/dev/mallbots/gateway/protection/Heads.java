package dev.mallbots.gateway.protection;

import io.netty.channel.Channel;
import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpServerStart;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Limits the time for a request's head ({@code mallbots.gateway.receive}) and installs {@link Strictness}. The listener is known from its
 * first request on, so the gateway makes that request itself, and is ready after it.
 */
@Readiness
@Singleton
class Heads implements HealthCheck {

    private static final Logger LOG = Logger.getLogger(Heads.class);
    private static final Set<String> EVERY_ADDRESS = Set.of("0.0.0.0", "::");
    private static final String LOOPBACK = "127.0.0.1";

    private final HttpClient client;
    private final TrustedProxies proxies;
    private final Duration patience;
    private volatile boolean guarded;

    Heads(
            HttpClient client,
            TrustedProxies proxies,
            @ConfigProperty(name = "mallbots.gateway.receive") Duration patience) {
        this.client = client;
        this.proxies = proxies;
        this.patience = patience;
    }

    void register(@Observes Router router) {
        router.route().order(Orders.HEAD_ARRIVED).handler(exchange -> tell(exchange, router));
    }

    void knock(
            @ObservesAsync HttpServerStart opened,
            HttpServer listener,
            @ConfigProperty(name = "quarkus.http.host") String host) {
        client.request(HttpMethod.GET, listener.getPort(), EVERY_ADDRESS.contains(host) ? LOOPBACK : host, "/")
                .compose(HttpClientRequest::send)
                .onFailure(failure -> LOG.warnf("The gateway does not hear itself: %s", failure));
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("listener").status(guarded).build();
    }

    private void tell(RoutingContext exchange, Router router) {
        Channel connection = ((ConnectionBase) exchange.request().connection()).channel();
        Connections.prepareAll(connection, every -> {
            Strictness.on(every, router, proxies);
            HeadClock.startOn(every, patience);
        });
        guarded = true;
        HeadClock.of(connection).ifPresent(clock -> {
            clock.headArrived();
            exchange.addEndHandler(end -> clock.answered());
        });
        exchange.next();
    }
}
