package dev.mallbots.platform.service.security;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Marks each request's own context before authentication, and returns the context on which the request is answered. */
@Path("/whose-request")
@ApplicationScoped
public class WhoseRequest {

    static final AtomicInteger CAME = new AtomicInteger();

    private static final String MARK = "X-Mark";

    private final Caller caller;

    WhoseRequest(Caller caller) {
        this.caller = caller;
    }

    void mark(@Observes Router router) {
        router.route().order(-10_000).handler(exchange -> {
            String mark = exchange.request().getHeader(MARK);
            if (mark != null) {
                Vertx.currentContext().putLocal(MARK, mark);
            }
            CAME.incrementAndGet();
            exchange.next();
        });
    }

    @GET
    @RolesAllowed("customer")
    public Uni<String> whose(RoutingContext exchange) {
        String context = Vertx.currentContext().getLocal(MARK);
        return Uni.createFrom().item(caller.name() + " " + exchange.request().getHeader(MARK) + " " + context);
    }
}
