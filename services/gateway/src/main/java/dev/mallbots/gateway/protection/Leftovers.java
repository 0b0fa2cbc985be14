package dev.mallbots.gateway.protection;

import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Some requests are answered before they are complete: refused for their size, or sent to an unknown address. The gateway still reads and
 * discards as much as a body may have, for a moment, so that a client that is sending can read the response; then it closes the connection.
 */
@Singleton
class Leftovers {

    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final long most;

    Leftovers(Vertx vertx, @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize most) {
        this.vertx = vertx;
        this.most = most.asLongValue();
    }

    void register(@Observes Router router) {
        router.route().order(Orders.HEAD_ARRIVED).handler(exchange -> {
            HttpServerRequest request = exchange.request();
            exchange.addEndHandler(answered -> letGo(request));
            exchange.next();
        });
    }

    private void letGo(HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        AtomicLong seen = new AtomicLong();
        request.handler(part -> {
                    if (seen.addAndGet(part.length()) > most) {
                        request.pause();
                    }
                })
                .resume();
        vertx.setTimer(A_MOMENT.toMillis(), later -> {
            if (!request.isEnded()) {
                request.connection().close();
            }
        });
    }
}
