package dev.mallbots.gateway.protection;

import dev.mallbots.platform.service.Problems;
import dev.mallbots.platform.service.rest.ProblemAnswers;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses pages of origins that are not configured. Quarkus refuses them too, but without a reason. */
@Singleton
class Origins {

    private final ProblemAnswers answers;
    private final boolean named;
    private final List<String> origins;

    Origins(
            ProblemAnswers answers,
            @ConfigProperty(name = "mallbots.origins.named") boolean named,
            @ConfigProperty(name = "quarkus.http.cors.origins") Optional<List<String>> origins) {
        this.answers = answers;
        this.named = named;
        this.origins = origins.orElse(List.of());
    }

    void register(@Observes Router router) {
        if (named) {
            router.route().order(Orders.ORIGINS).handler(this::check);
        }
    }

    private void check(RoutingContext exchange) {
        HttpServerRequest request = exchange.request();
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null || origins.contains(origin) || origin.equals(ownOf(request))) {
            exchange.next();
        } else {
            answers.send(exchange, Problems.forbidden("pages of this origin may not call"), null);
        }
    }

    private static String ownOf(HttpServerRequest request) {
        return request.scheme() + "://" + request.authority();
    }
}
