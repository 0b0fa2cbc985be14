package dev.mallbots.gateway.proxy;

import dev.mallbots.gateway.routing.Instances;
import dev.mallbots.gateway.routing.Routes;
import dev.mallbots.platform.service.Problems;
import dev.mallbots.platform.service.rest.ProblemAnswers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyOptions;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Forwards every call below {@code /api} to its service, and streams the response back. */
@Singleton
public class Forwarding {

    private final ProblemAnswers answers;
    private final Map<String, HttpProxy> proxies;

    Forwarding(
            Vertx vertx,
            HttpClient client,
            Instances instances,
            Bodies bodies,
            UpstreamMeters meters,
            ProblemAnswers answers,
            @ConfigProperty(name = "mallbots.gateway.silence") Duration silence,
            @ConfigProperty(name = "mallbots.gateway.stalled") Duration stalled) {
        this.answers = answers;
        this.proxies = Routes.services().stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        // no service uses WebSocket, and an upgraded connection would bypass all that follows
                        service -> HttpProxy.reverseProxy(new ProxyOptions().setSupportWebSocket(false), client)
                                .origin(exchange -> meters.watch(
                                        service, System.nanoTime(), request(instances, service, exchange, silence)))
                                .addInterceptor(new Edge(vertx, stalled))
                                .addInterceptor(new AwayService(service, answers))
                                .addInterceptor(new WholeBody(bodies))));
    }

    private static Future<HttpClientRequest> request(
            Instances instances, String service, ProxyContext exchange, Duration silence) {
        HttpServerRequest asked = exchange.request().proxiedRequest();
        RequestOptions options = new RequestOptions().setIdleTimeout(silence.toMillis());
        boolean alone = Routes.isStream(asked.path()) || Repetition.isUnderWay(exchange);
        return (alone ? instances.alone(service, options) : instances.request(service, options))
                .compose(request -> unlessGone(asked, request));
    }

    /** A client may disconnect while its call waits for a connection. */
    private static Future<HttpClientRequest> unlessGone(HttpServerRequest asked, HttpClientRequest request) {
        // the waiting call is told; an unhandled failure would be logged for each client that disconnects
        request.exceptionHandler(told -> {});
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
        String path = Escapes.withoutNeedless(exchange.request().path());
        // dot segments or double slashes could mean another address to the service than to the route table
        boolean normal = path.equals(exchange.normalizedPath());
        Optional<HttpProxy> proxy = normal ? Routes.serviceOf(path).map(proxies::get) : Optional.empty();
        proxy.ifPresentOrElse(
                found -> found.handle(new ClientRequest(exchange.request(), path)),
                () -> answers.send(exchange, Problems.ofStatus(404), null));
    }
}
