package dev.mallbots.gateway.protection;

import dev.mallbots.platform.service.Problems;
import dev.mallbots.platform.service.rest.ProblemAnswers;
import io.github.bucket4j.ConsumptionProbe;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Limits the requests of a client and of an address. A client is identified by its name, or else by its address; many clients may share an
 * address. The address is checked first, so that guessing credentials is limited too. Responses contain the remaining quota
 * (draft-ietf-httpapi-ratelimit-headers); a request above the limit is a 429.
 */
@Singleton
class RateLimits {

    private final ProblemAnswers answers;
    private final Limit ofAddresses;
    private final Limit ofClients;

    private record Limit(Buckets buckets, Counter refused) {}

    RateLimits(
            ProblemAnswers answers,
            MeterRegistry metrics,
            @ConfigProperty(name = "mallbots.gateway.limit.address") int perAddress,
            @ConfigProperty(name = "mallbots.gateway.limit.client") int perClient) {
        this.answers = answers;
        this.ofAddresses = limit("address", perAddress, metrics);
        this.ofClients = limit("client", perClient, metrics);
    }

    private static Limit limit(String of, int perSecond, MeterRegistry metrics) {
        return new Limit(new Buckets(of, perSecond), metrics.counter("gateway.limited", "limit", of));
    }

    void register(@Observes Router router) {
        router.route()
                .order(Orders.ADDRESS_LIMIT)
                .handler(exchange -> take(
                        exchange, ofAddresses, Caller.address(exchange.request().remoteAddress())));
        router.route("/api/*")
                .order(Orders.CLIENT_LIMIT)
                .handler(exchange -> take(exchange, ofClients, Caller.of(exchange)));
    }

    private void take(RoutingContext exchange, Limit limit, String key) {
        Buckets buckets = limit.buckets();
        ConsumptionProbe taken = buckets.take(key);
        HttpServerResponse response = exchange.response();
        tell(response.headers(), "RateLimit-Policy", buckets.policy());
        tell(response.headers(), "RateLimit", buckets.left(taken));
        if (taken.isConsumed()) {
            exchange.next();
        } else {
            limit.refused().increment();
            response.putHeader("Retry-After", Buckets.seconds(taken.getNanosToWaitForRefill()));
            answers.send(exchange, Problems.ofStatus(429), null);
        }
    }

    private static void tell(MultiMap headers, String name, String one) {
        String other = headers.get(name);
        headers.set(name, other == null ? one : other + ", " + one);
    }
}
