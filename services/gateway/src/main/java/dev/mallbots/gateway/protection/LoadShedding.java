package dev.mallbots.gateway.protection;

import dev.mallbots.gateway.routing.Pressure;
import dev.mallbots.gateway.routing.Routes;
import dev.mallbots.platform.service.Problem;
import dev.mallbots.platform.service.Problems;
import dev.mallbots.platform.service.rest.ProblemAnswers;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Refuses a random part of the new visits under overload ({@link Pressure}). Requests that continue a visit are admitted, so that an
 * admitted visit completes.
 */
@Singleton
class LoadShedding {

    private static final Problem BUSY = Problems.unavailable("the mall is busy at the moment; try again");
    private static final int SOONEST_SECONDS = 1;
    private static final int LATEST_SECONDS = 3;

    private final Pressure pressure;
    private final ProblemAnswers answers;
    private final Counter shed;

    LoadShedding(Pressure pressure, ProblemAnswers answers, MeterRegistry metrics) {
        this.pressure = pressure;
        this.answers = answers;
        this.shed = metrics.counter("gateway.shed");
    }

    void register(@Observes Router router) {
        router.route("/api/*").order(Orders.LOAD_SHEDDING).handler(this::admit);
    }

    private void admit(RoutingContext exchange) {
        double share = pressure.share();
        boolean begins = share < 1
                && Routes.beginsVisit(
                        exchange.request().method().name(), exchange.request().path());
        if (!begins || ThreadLocalRandom.current().nextDouble() < share) {
            exchange.next();
            return;
        }
        shed.increment();
        HttpServerRequest asked = exchange.request();
        ProblemAnswers.Answer answer = answers.answer(BUSY, null, asked.path(), asked.getHeader("Accept"));
        HttpServerResponse response = exchange.response().setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        // spreads the repetitions over several seconds
        int comeBack = ThreadLocalRandom.current().nextInt(SOONEST_SECONDS, LATEST_SECONDS + 1);
        response.putHeader("Retry-After", String.valueOf(comeBack)).end(answer.body());
    }
}
