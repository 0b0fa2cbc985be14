package dev.mallbots.gateway.routing;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The one client, with its pool of connections, to all services. */
class ServiceClient {

    /** Requests that may wait for a connection; beyond it the service is told to be away, rather than memory filled. */
    private static final int WAITING = 1_000;

    @Produces
    @Singleton
    HttpClient client(
            Vertx vertx,
            @ConfigProperty(name = "mallbots.gateway.connect") Duration connect,
            @ConfigProperty(name = "mallbots.gateway.connections") int connections) {
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout((int) connect.toMillis())
                .setKeepAlive(true);
        return vertx.createHttpClient(
                options, new PoolOptions().setHttp1MaxSize(connections).setMaxWaitQueueSize(WAITING));
    }

    void close(@Disposes HttpClient client) {
        client.close();
    }
}
