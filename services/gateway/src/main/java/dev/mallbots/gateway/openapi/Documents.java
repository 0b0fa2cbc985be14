package dev.mallbots.gateway.openapi;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mallbots.gateway.routing.Instances;
import dev.mallbots.gateway.routing.Routes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * The services' own OpenAPI documents, fetched when a client requests the merged one. For a service that is down, the last document is
 * kept.
 */
@Singleton
class Documents {

    private static final Logger LOG = Logger.getLogger(Documents.class);
    private static final Duration FRESH = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Instances instances;
    private final ObjectMapper json;
    private final Map<String, ObjectNode> last = new ConcurrentHashMap<>();
    private final AtomicReference<Merged> merged = new AtomicReference<>(new Merged(Instant.MIN, null));

    private record Merged(Instant at, ObjectNode document) {

        boolean isFresh() {
            return at.plus(FRESH).isAfter(Instant.now());
        }
    }

    Documents(Instances instances, ObjectMapper json) {
        this.instances = instances;
        this.json = json;
    }

    /** One document of all services, at most {@code 30 s} old; without services that have never answered. */
    Future<ObjectNode> merged() {
        Merged known = merged.get();
        if (known.isFresh()) {
            return Future.succeededFuture(known.document());
        }
        List<Future<Void>> asked = Routes.services().stream().map(this::refresh).toList();
        return Future.join(asked).map(all -> {
            ObjectNode document = MergedDocument.of(new TreeMap<>(last));
            // while one is missing, the next request fetches again
            boolean complete = last.keySet().containsAll(Routes.services());
            merged.set(new Merged(complete ? Instant.now() : Instant.MIN, document));
            return document;
        });
    }

    private Future<Void> refresh(String service) {
        return instances
                .request(
                        service,
                        new RequestOptions().setURI("/q/openapi?format=json").setIdleTimeout(PATIENCE.toMillis()))
                .compose(request -> request.send())
                .compose(Documents::bodyOfSuccess)
                .map(this::read)
                .onSuccess(document -> last.put(service, document))
                .onFailure(failure -> LOG.debugf("no OpenAPI document from %s: %s", service, failure))
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    private static Future<Buffer> bodyOfSuccess(HttpClientResponse response) {
        return response.statusCode() == 200 ? response.body() : Future.failedFuture("status " + response.statusCode());
    }

    private ObjectNode read(Buffer body) {
        try {
            return (ObjectNode) json.readTree(body.getBytes());
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }
}
