package dev.mallbots.gateway.protection;

import dev.mallbots.platform.service.Problems;
import dev.mallbots.platform.service.rest.ProblemAnswers;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Of what Quarkus offers about itself, the public sees only whether the gateway lives. Metrics are at the management port. */
@Singleton
class Inside {

    static final String HEALTH = "/q/health";

    private final ProblemAnswers answers;

    Inside(ProblemAnswers answers) {
        this.answers = answers;
    }

    void register(@Observes Router router) {
        router.route("/q").order(Orders.INSIDE).handler(this::hide);
        router.route("/q/*").order(Orders.INSIDE).handler(this::hide);
    }

    private void hide(RoutingContext exchange) {
        if (isHealth(exchange.normalizedPath())) {
            exchange.next();
        } else {
            answers.send(exchange, Problems.ofStatus(404), null);
        }
    }

    static boolean isHealth(String path) {
        return path.equals(HEALTH) || path.startsWith(HEALTH + "/");
    }
}
