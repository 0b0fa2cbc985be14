package dev.mallbots.gateway.protection;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Sets the response headers for browsers, unless the service has set them. */
@Singleton
class AnswerHeaders {

    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";
    // Swagger UI has its script and styles within the page
    private static final String OWN_PAGE =
            "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";
    private static final String A_YEAR = "max-age=31536000";

    void register(@Observes Router router) {
        router.route().order(Orders.ANSWER_HEADERS).handler(this::tell).failureHandler(this::tell);
    }

    private void tell(RoutingContext exchange) {
        exchange.addHeadersEndHandler(end -> complete(exchange));
        exchange.next();
    }

    private static void complete(RoutingContext exchange) {
        boolean isRefusal = exchange.response().getStatusCode() >= 400;
        // an unreadable path is refused, and has no normal form
        String path = isRefusal ? "" : exchange.normalizedPath();
        MultiMap headers = exchange.response().headers();
        unlessSaid(headers, "X-Content-Type-Options", "nosniff");
        unlessSaid(headers, "Referrer-Policy", "no-referrer");
        unlessSaid(headers, "X-Frame-Options", "DENY");
        unlessSaid(headers, "Content-Security-Policy", path.startsWith("/swagger-ui") ? OWN_PAGE : NOTHING);
        if (isRefusal || path.startsWith("/api/")) {
            unlessSaid(headers, "Cache-Control", "no-store");
        }
        if ("https".equals(exchange.request().scheme())) {
            unlessSaid(headers, "Strict-Transport-Security", A_YEAR);
        }
    }

    private static void unlessSaid(MultiMap headers, String name, String value) {
        if (!headers.contains(name)) {
            headers.set(name, value);
        }
    }
}
