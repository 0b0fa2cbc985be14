package dev.mallbots.gateway.protection;

import dev.mallbots.platform.service.Problems;
import dev.mallbots.platform.service.rest.ProblemAnswers;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Hides Quarkus's own endpoints from the public. Health and metrics are on the management port. */
@Singleton
class Inside {

    private final ProblemAnswers answers;

    Inside(ProblemAnswers answers) {
        this.answers = answers;
    }

    void register(@Observes Router router) {
        router.route("/q").order(Orders.INSIDE).handler(this::hide);
        router.route("/q/*").order(Orders.INSIDE).handler(this::hide);
    }

    private void hide(RoutingContext exchange) {
        answers.send(exchange, Problems.ofStatus(404), null);
    }
}
