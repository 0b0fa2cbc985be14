package dev.mallbots.gateway.routing;

import dev.mallbots.platform.service.LimitedWait;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Distributes requests over the instances of a service, in turn. When no connection to an instance can be made, nothing was sent, and
 * another one gets the request; the first one is tried last for a moment, as is one that is {@link Ending}. A silent instance is tried last
 * ({@link Circuits}), and a busy instance gets no more requests than it can answer ({@link Places}).
 */
@Singleton
public class Instances {

    private static final Duration LAST_FOR = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final HttpClient client;
    private final HttpClient streams;
    private final Addresses addresses;
    private final Circuits circuits;
    private final Places places;
    private final Duration wait;
    private final Map<String, AtomicInteger> turns = new ConcurrentHashMap<>();
    private final Map<URI, Instant> unreachedAt = new ConcurrentHashMap<>();

    /** @param wait the longest wait for a free connection */
    Instances(
            Vertx vertx,
            HttpClient client,
            @Streams HttpClient streams,
            Addresses addresses,
            Circuits circuits,
            Places places,
            @ConfigProperty(name = "mallbots.gateway.wait") Duration wait) {
        this.vertx = vertx;
        this.client = client;
        this.streams = streams;
        this.addresses = addresses;
        this.circuits = circuits;
        this.places = places;
        this.wait = wait;
        addresses.onGone(unreachedAt::remove);
    }

    /**
     * Sends a request to the next instance that is reachable and has a free place.
     *
     * @param asked without host and port
     * @return fails with {@link Unreached} if none is reachable, with {@link Busy} if no place is free in time
     */
    public Future<HttpClientRequest> request(String service, RequestOptions asked) {
        return firstWithPlace(service, asked, Set.of());
    }

    private Future<HttpClientRequest> firstWithPlace(String service, RequestOptions asked, Set<URI> tried) {
        return places.take(service, () -> without(tried, inTurn(service)), !isSilent(service))
                .compose(place -> connect(client, place.instance(), asked)
                        .onSuccess(request -> request.response().onComplete(head -> report(place, head)))
                        .onFailure(failure -> place.unused())
                        .recover(failure -> {
                            Set<URI> triedNow = with(tried, place.instance());
                            return triedNow.containsAll(addresses.of(service))
                                    ? Future.failedFuture(notSent(service, failure))
                                    : firstWithPlace(service, asked, triedNow);
                        }));
    }

    private void report(Places.Place place, AsyncResult<HttpClientResponse> head) {
        if (head.succeeded()) {
            if (Ending.isSaidBy(head.result().statusCode(), head.result().headers())) {
                unreachedAt.put(place.instance(), Instant.now());
            }
            place.answered();
        } else if (head.cause() instanceof TimeoutException) {
            place.silent();
        } else {
            place.unused();
        }
    }

    /**
     * The same on a new connection that is not reused: for a streaming response, or when a pooled connection was closed. It takes no place
     * from other requests.
     */
    public Future<HttpClientRequest> alone(String service, RequestOptions asked) {
        return firstReached(service, inTurn(service).iterator(), asked);
    }

    private Future<HttpClientRequest> firstReached(String service, Iterator<URI> left, RequestOptions asked) {
        return connect(streams, left.next(), asked)
                .recover(failure -> left.hasNext()
                        ? firstReached(service, left, asked)
                        : Future.failedFuture(notSent(service, failure)));
    }

    private Future<HttpClientRequest> connect(HttpClient client, URI instance, RequestOptions asked) {
        return circuits.request(
                        instance,
                        () -> LimitedWait.of(
                                wait,
                                vertx,
                                client.request(at(instance, asked)),
                                () -> new TimeoutException("no connection was free within " + wait),
                                HttpClientRequest::reset))
                .onSuccess(reached -> unreachedAt.remove(instance))
                .onFailure(failure -> unreachedAt.put(instance, Instant.now()));
    }

    /** All connections to an answering instance may be in use: then it is alive. */
    private static RuntimeException notSent(String service, Throwable failure) {
        boolean noConnectionFree =
                failure instanceof TimeoutException || failure instanceof ConnectionPoolTooBusyException;
        return noConnectionFree ? new Busy(service) : new Unreached(service, failure);
    }

    private boolean isSilent(String service) {
        return addresses.of(service).stream().allMatch(circuits::isSilent);
    }

    private List<URI> inTurn(String service) {
        List<URI> all = new ArrayList<>(addresses.of(service));
        int turn = turns.computeIfAbsent(service, first -> new AtomicInteger()).getAndIncrement();
        Collections.rotate(all, -Math.floorMod(turn, all.size()));
        Instant moment = Instant.now().minus(LAST_FOR);
        all.sort(Comparator.comparing(circuits::isSilent).thenComparing(address -> isAway(address, moment)));
        return all;
    }

    private static List<URI> without(Set<URI> tried, List<URI> all) {
        return all.stream().filter(address -> !tried.contains(address)).toList();
    }

    private static Set<URI> with(Set<URI> tried, URI another) {
        return Stream.concat(tried.stream(), Stream.of(another)).collect(Collectors.toUnmodifiableSet());
    }

    private boolean isAway(URI address, Instant moment) {
        return unreachedAt.getOrDefault(address, Instant.MIN).isAfter(moment);
    }

    static RequestOptions at(URI address, RequestOptions asked) {
        boolean secure = "https".equals(address.getScheme());
        int usualPort = secure ? 443 : 80;
        return new RequestOptions(asked)
                .setSsl(secure)
                .setHost(address.getHost())
                .setPort(address.getPort() == -1 ? usualPort : address.getPort());
    }
}
