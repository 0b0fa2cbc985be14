package dev.mallbots.platform.service.security;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/** One space or more may stand between the scheme and the token (RFC 6750, 2.1); Quarkus accepts exactly one. */
@Singleton
public class SpacesAfterBearer {

    private static final int BEFORE_ANYBODY_ASKS_WHO_CALLS = -210;
    private static final Pattern SEVERAL = Pattern.compile("(?i)^(bearer) {2,}");

    void register(@Observes Router router) {
        router.route().order(BEFORE_ANYBODY_ASKS_WHO_CALLS).handler(SpacesAfterBearer::leaveOne);
    }

    private static void leaveOne(RoutingContext exchange) {
        HttpServerRequest request = exchange.request();
        String shown = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (shown != null) {
            String plain = SEVERAL.matcher(shown).replaceFirst("$1 ");
            if (!plain.equals(shown)) {
                request.headers().set(HttpHeaders.AUTHORIZATION, plain);
            }
        }
        exchange.next();
    }
}
