package dev.mallbots.gateway.routing;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Spreads requests over the instances of a service, each in its turn. When no connection to one can be had, nothing was sent
 * to it, and another gets the request; that one comes last for a moment.
 */
@Singleton
public class Instances {

    private static final Duration LAST_FOR = Duration.ofSeconds(2);

    private final HttpClient client;
    private final HttpClient streams;
    private final Addresses addresses;
    private final Map<String, AtomicInteger> turns = new ConcurrentHashMap<>();
    private final Map<URI, Instant> unreachedAt = new ConcurrentHashMap<>();

    Instances(HttpClient client, @Streams HttpClient streams, Addresses addresses) {
        this.client = client;
        this.streams = streams;
        this.addresses = addresses;
    }

    /**
     * A request to whichever instance is next and can be reached.
     *
     * @param asked without host and port
     * @return fails as the last of them did when none can be reached
     */
    public Future<HttpClientRequest> request(String service, RequestOptions asked) {
        return firstReached(client, inTurn(service).iterator(), asked);
    }

    /** The same for an answer that goes on. */
    public Future<HttpClientRequest> stream(String service, RequestOptions asked) {
        return firstReached(streams, inTurn(service).iterator(), asked);
    }

    private Future<HttpClientRequest> firstReached(HttpClient client, Iterator<URI> left, RequestOptions asked) {
        URI next = left.next();
        return client.request(at(next, asked))
                .onSuccess(reached -> unreachedAt.remove(next))
                .recover(failure -> {
                    unreachedAt.put(next, Instant.now());
                    return left.hasNext() ? firstReached(client, left, asked) : Future.failedFuture(failure);
                });
    }

    private List<URI> inTurn(String service) {
        List<URI> all = new ArrayList<>(addresses.of(service));
        int turn = turns.computeIfAbsent(service, first -> new AtomicInteger()).getAndIncrement();
        Collections.rotate(all, -Math.floorMod(turn, all.size()));
        Instant moment = Instant.now().minus(LAST_FOR);
        all.sort((one, other) -> Boolean.compare(isAway(one, moment), isAway(other, moment)));
        return all;
    }

    private boolean isAway(URI address, Instant moment) {
        return unreachedAt.getOrDefault(address, Instant.MIN).isAfter(moment);
    }

    private static RequestOptions at(URI address, RequestOptions asked) {
        boolean secure = "https".equals(address.getScheme());
        int usualPort = secure ? 443 : 80;
        return new RequestOptions(asked)
                .setSsl(secure)
                .setHost(address.getHost())
                .setPort(address.getPort() == -1 ? usualPort : address.getPort());
    }
}
