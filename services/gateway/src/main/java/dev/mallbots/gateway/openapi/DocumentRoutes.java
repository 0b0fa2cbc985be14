package dev.mallbots.gateway.openapi;

import dev.mallbots.platform.service.Problems;
import dev.mallbots.platform.service.rest.ProblemAnswers;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/** Serves the whole mall's OpenAPI document and Swagger UI. */
@Singleton
public class DocumentRoutes {

    private final Documents documents;
    private final ProblemAnswers answers;

    DocumentRoutes(Documents documents, ProblemAnswers answers) {
        this.documents = documents;
        this.answers = answers;
    }

    void register(@Observes Router router) {
        for (String path : List.of("/openapi", "/openapi.json")) {
            router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD).handler(this::answer);
            router.route(path).handler(this::refuse);
        }
    }

    private void refuse(RoutingContext exchange) {
        exchange.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
        answers.send(exchange, Problems.ofStatus(405), null);
    }

    private void answer(RoutingContext exchange) {
        documents
                .merged()
                .onSuccess(document -> exchange.response()
                        .putHeader("Content-Type", "application/json")
                        .end(document.toPrettyString()))
                .onFailure(failure -> answers.send(exchange, Problems.of(failure), failure));
    }
}
