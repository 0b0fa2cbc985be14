package dev.mallbots.gateway;

import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

/** The number of current exchanges of the gateway. */
@Singleton
class Exchanges {

    private final AtomicInteger underWay = new AtomicInteger();

    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).handler(exchange -> {
            underWay.incrementAndGet();
            exchange.addEndHandler(end -> underWay.decrementAndGet());
            exchange.next();
        });
    }

    int underWay() {
        return underWay.get();
    }
}
