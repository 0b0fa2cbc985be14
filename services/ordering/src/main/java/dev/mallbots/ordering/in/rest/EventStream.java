package dev.mallbots.ordering.in.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mallbots.ordering.domain.Delay;
import dev.mallbots.ordering.domain.OrderUpdate;
import dev.mallbots.ordering.domain.StatusChange;
import dev.mallbots.ordering.in.rest.OrderBodies.StatusBody;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * A client that follows an order, as server-sent events (WHATWG HTML, 9.2). All code runs on the event loop of the request. No buffer is
 * needed for a slow client, because an order changes only a few times. A client that has not read the previous data by the next heartbeat
 * is disconnected.
 */
final class EventStream {

    private static final Logger LOG = Logger.getLogger(EventStream.class);

    /** The time in milliseconds after which a disconnected client reconnects. */
    private static final String BEGIN = "retry: 1000\n\n";

    private static final String SIGN_OF_LIFE = ":\n\n";

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final ObjectMapper json;
    private final Vertx vertx;
    private Future<Void> sent = Future.succeededFuture();
    private Cancellable telling = () -> {};

    EventStream(HttpServerRequest request, ObjectMapper json, Vertx vertx) {
        this.request = request;
        this.response = request.response();
        this.json = json;
        this.vertx = vertx;
    }

    /** @param heartbeat the interval of heartbeats, shorter than the idle timeout of any proxy on the way */
    void begin(StatusEvents events, Duration heartbeat) {
        response.closeHandler(gone -> telling.cancel());
        response.setChunked(true);
        send(BEGIN);
        List<Long> timers = new ArrayList<>();
        timers.add(vertx.setPeriodic(heartbeat.toMillis(), due -> giveSignOfLife()));
        // not with a heartbeat: a change would not be sent until the client reconnects
        events.end().ifPresent(end -> timers.add(vertx.setTimer(millisTo(end), due -> stopTelling())));
        telling = events.updates()
                .onTermination()
                .invoke(() -> timers.forEach(vertx::cancelTimer))
                .subscribe()
                .with(this::tell, this::breakOff, this::end);
        if (response.closed()) {
            telling.cancel();
        }
    }

    private static long millisTo(Instant moment) {
        return Math.max(1, Duration.between(Instant.now(), moment).toMillis());
    }

    /** Only a change has an id. A client that reconnects after a delay must neither miss the change before it nor receive one twice. */
    private void tell(OrderUpdate update) {
        switch (update) {
            case StatusChange change ->
                send("id: %d\nevent: status\ndata: %s\n\n"
                        .formatted(change.sequence(), written(StatusBody.of(change))));
            case Delay delay -> send("event: delayed\ndata: %s\n\n".formatted(written(StatusBody.of(delay))));
        }
    }

    private String written(StatusBody body) {
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void giveSignOfLife() {
        if (sent.isComplete()) {
            send(SIGN_OF_LIFE);
        } else {
            request.connection().close();
        }
    }

    private void send(String text) {
        if (!isOver()) {
            sent = response.write(text);
        }
    }

    private void stopTelling() {
        telling.cancel();
        end();
    }

    private void end() {
        if (!isOver()) {
            response.end();
        }
    }

    private boolean isOver() {
        return response.ended() || response.closed();
    }

    /** Ending the response normally would look like the end of the order. */
    private void breakOff(Throwable failure) {
        LOG.error("The stream of an order's updates failed, and its client is disconnected", failure);
        request.connection().close();
    }
}
