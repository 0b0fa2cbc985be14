package dev.mallbots.gateway.protection;

import dev.mallbots.platform.service.Problems;
import dev.mallbots.platform.service.rest.ProblemAnswers;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;

/**
 * Limits the length of an address and of headers, to less than the services accept, because the gateway adds headers. The server's own
 * limits ({@code quarkus.http.limits}) are higher, and close the connection.
 */
@Singleton
class RequestSize {

    private static final int ADDRESS = 4_000;
    private static final int HEADERS = 100;
    private static final int HEADER_CHARACTERS = 16_384;

    private final ProblemAnswers answers;

    RequestSize(ProblemAnswers answers) {
        this.answers = answers;
    }

    void register(@Observes Router router) {
        router.route().order(Orders.REQUEST_SIZE).handler(this::check);
    }

    private void check(RoutingContext exchange) {
        HttpServerRequest request = exchange.request();
        if (request.uri().length() > ADDRESS) {
            refuse(exchange, 414);
        } else if (areTooLarge(request.headers())) {
            refuse(exchange, 431);
        } else {
            exchange.next();
        }
    }

    private static boolean areTooLarge(MultiMap headers) {
        if (headers.size() > HEADERS) {
            return true;
        }
        int characters = 0;
        int count = 0;
        for (Map.Entry<String, String> header : headers) {
            count++;
            characters += header.getKey().length() + header.getValue().length();
        }
        return count > HEADERS || characters > HEADER_CHARACTERS;
    }

    private void refuse(RoutingContext exchange, int status) {
        exchange.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        answers.send(exchange, Problems.ofStatus(status), null);
    }
}
