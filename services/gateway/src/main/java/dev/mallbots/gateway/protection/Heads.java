package dev.mallbots.gateway.protection;

import io.netty.channel.Channel;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * A request's head must be here in time ({@code mallbots.gateway.receive}), and in order ({@link Strictness}). The listener is known from
 * its first request on, which is the question whether the gateway is ready.
 */
@Singleton
class Heads {

    private final Duration patience;

    Heads(@ConfigProperty(name = "mallbots.gateway.receive") Duration patience) {
        this.patience = patience;
    }

    void register(@Observes Router router) {
        router.route().order(Orders.HEAD_ARRIVED).handler(exchange -> tell(exchange, router));
    }

    private void tell(RoutingContext exchange, Router router) {
        Channel connection = ((ConnectionBase) exchange.request().connection()).channel();
        Connections.prepareAll(connection, every -> {
            Strictness.on(every, router);
            HeadClock.startOn(every, patience);
        });
        HeadClock.of(connection).ifPresent(clock -> {
            clock.headArrived();
            exchange.addEndHandler(end -> clock.answered());
        });
        exchange.next();
    }
}
