package dev.mallbots.gateway.proxy;

import dev.mallbots.gateway.routing.Instances;
import dev.mallbots.gateway.routing.Routes;
import dev.mallbots.platform.service.Problems;
import dev.mallbots.platform.service.rest.ProblemAnswers;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.httpproxy.HttpProxy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Hands every call below {@code /api} to its service, and streams back what the service answers. */
@Singleton
public class Forwarding {

    private final ProblemAnswers answers;
    private final Map<String, HttpProxy> proxies;

    Forwarding(
            HttpClient client,
            Instances instances,
            ProblemAnswers answers,
            @ConfigProperty(name = "mallbots.gateway.silence") Duration silence,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize maxBodySize) {
        this.answers = answers;
        this.proxies = Routes.services().stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        service -> HttpProxy.reverseProxy(client)
                                .originRequestProvider((asked, http) -> request(instances, service, asked, silence)
                                        .compose(request -> unlessGone(asked, request)))
                                .addInterceptor(new Edge(maxBodySize.asLongValue()))
                                .addInterceptor(new AwayService(service, answers))));
    }

    private static Future<HttpClientRequest> request(
            Instances instances, String service, HttpServerRequest asked, Duration silence) {
        RequestOptions options = new RequestOptions().setIdleTimeout(silence.toMillis());
        return Routes.isStream(asked.path()) ? instances.stream(service, options) : instances.request(service, options);
    }

    /**
     * A client may hang up while its call waits for a connection. The proxy would then wait for the rest of a body that nobody
     * sends, and the connection with it.
     */
    private static Future<HttpClientRequest> unlessGone(HttpServerRequest asked, HttpClientRequest request) {
        if (!asked.response().closed()) {
            return Future.succeededFuture(request);
        }
        request.reset();
        return Future.failedFuture(new HttpClosedException("the client hung up"));
    }

    void register(@Observes Router router) {
        router.route("/api/*").handler(this::forward);
    }

    private void forward(RoutingContext exchange) {
        String path = exchange.request().path();
        // dots, double slashes or needless escapes could mean another address to the service than to the route table
        boolean normal = path.equals(exchange.normalizedPath());
        Optional<HttpProxy> proxy = normal ? Routes.serviceOf(path).map(proxies::get) : Optional.empty();
        proxy.ifPresentOrElse(
                found -> found.handle(exchange.request()), () -> answers.send(exchange, Problems.ofStatus(404), null));
    }
}
