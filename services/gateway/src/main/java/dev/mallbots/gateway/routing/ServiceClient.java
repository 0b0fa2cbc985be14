package dev.mallbots.gateway.routing;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The HTTP clients to all services, with their connection pools: one for calls, one for streaming responses. */
class ServiceClient {

    /** The limit of requests that wait for a connection; above it the service counts as down, so that they do not fill the memory. */
    private static final int WAITING = 1_000;

    @Produces
    @Singleton
    HttpClient client(
            Vertx vertx,
            @ConfigProperty(name = "mallbots.gateway.connect") Duration connect,
            @ConfigProperty(name = "mallbots.gateway.connections") int connections) {
        return vertx.createHttpClient(
                options(connect), new PoolOptions().setHttp1MaxSize(connections).setMaxWaitQueueSize(WAITING));
    }

    @Produces
    @Streams
    @Singleton
    HttpClient streams(
            Vertx vertx,
            @ConfigProperty(name = "mallbots.gateway.connect") Duration connect,
            @ConfigProperty(name = "mallbots.gateway.streams") int streams) {
        // no waiting, because it is unknown when another stream ends
        return vertx.createHttpClient(
                options(connect).setKeepAlive(false),
                new PoolOptions().setHttp1MaxSize(streams).setMaxWaitQueueSize(0));
    }

    private static HttpClientOptions options(Duration connect) {
        return new HttpClientOptions()
                .setConnectTimeout((int) connect.toMillis())
                .setKeepAlive(true);
    }

    /**
     * When the wait for open responses begins, because these streams would not end by themselves. Their clients reconnect to another
     * gateway.
     */
    void endStreams(
            @Observes ShutdownDelayInitiatedEvent stopping,
            Vertx vertx,
            @Streams HttpClient streams,
            @ConfigProperty(name = "quarkus.shutdown.delay") Duration delay) {
        if (delay.isZero()) {
            streams.close();
        } else {
            vertx.setTimer(delay.toMillis(), over -> streams.close());
        }
    }

    void close(@Disposes HttpClient client) {
        client.close();
    }

    void closeStreams(@Disposes @Streams HttpClient streams) {
        streams.close();
    }
}
