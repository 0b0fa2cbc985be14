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
 * Some requests are answered before all of them is here: refused for their size, or sent where nothing is. As much as a body may
 * have is still let go, for a moment, so that a client in the middle of sending gets to read the answer; then the connection
 * is cut.
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
