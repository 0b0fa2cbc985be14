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
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Spreads requests over the instances of a service, each in its turn. When no connection to one can be had, nothing was sent
 * to it, and another gets the request; that one comes last for a moment. One that keeps silent is left out ({@link Circuits}).
 */
@Singleton
public class Instances {

    private static final Duration LAST_FOR = Duration.ofSeconds(2);

    private final HttpClient client;
    private final HttpClient streams;
    private final Addresses addresses;
    private final Circuits circuits;
    private final Duration wait;
    private final Map<String, AtomicInteger> turns = new ConcurrentHashMap<>();
    private final Map<URI, Instant> unreachedAt = new ConcurrentHashMap<>();

    /** @param wait how long a request may wait for a connection to come free */
    Instances(
            HttpClient client,
            @Streams HttpClient streams,
            Addresses addresses,
            Circuits circuits,
            @ConfigProperty(name = "mallbots.gateway.wait") Duration wait) {
        this.client = client;
        this.streams = streams;
        this.addresses = addresses;
        this.circuits = circuits;
        this.wait = wait;
    }

    /**
     * A request to whichever instance is next and can be reached.
     *
     * @param asked without host and port
     * @return fails with {@link Unreached} when none can be reached
     */
    public Future<HttpClientRequest> request(String service, RequestOptions asked) {
        return reached(client, service, asked);
    }

    /** The same for an answer that goes on. */
    public Future<HttpClientRequest> stream(String service, RequestOptions asked) {
        return reached(streams, service, asked);
    }

    private Future<HttpClientRequest> reached(HttpClient client, String service, RequestOptions asked) {
        return firstReached(client, inTurn(service).iterator(), asked)
                .recover(failure -> Future.failedFuture(new Unreached(service, failure)));
    }

    private Future<HttpClientRequest> firstReached(HttpClient client, Iterator<URI> left, RequestOptions asked) {
        URI next = left.next();
        return circuits.request(next, () -> client.request(at(next, asked).setConnectTimeout(wait.toMillis())))
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

    static RequestOptions at(URI address, RequestOptions asked) {
        boolean secure = "https".equals(address.getScheme());
        int usualPort = secure ? 443 : 80;
        return new RequestOptions(asked)
                .setSsl(secure)
                .setHost(address.getHost())
                .setPort(address.getPort() == -1 ? usualPort : address.getPort());
    }
}
