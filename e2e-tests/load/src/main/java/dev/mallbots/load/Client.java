package dev.mallbots.load;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** An HTTP client of the gateway, on one thread, with persistent connections. */
final class Client implements AutoCloseable {

    private static final int CONNECTIONS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    // a body can be lost if it arrives before another thread asks for it
    private final Context thread = vertx.getOrCreateContext();
    private final HttpClient http;
    private final String authorization;
    private final boolean withKeys;

    /** @param token an operator's, with which the client acts for every user */
    Client(String url, String token) {
        this(url, token, CONNECTIONS);
    }

    /** @param connections the maximum; a visit that waits for a connection has not begun */
    Client(String url, String token, int connections) {
        this(url, token, false, connections);
    }

    /** Every write has an Idempotency-Key of its own. */
    static Client withKeys(String url, String token) {
        return new Client(url, token, true, CONNECTIONS);
    }

    private Client(String url, String token, boolean withKeys, int connections) {
        this.authorization = "Bearer " + token;
        this.withKeys = withKeys;
        URI gateway = URI.create(url);
        this.http = vertx.createHttpClient(
                new HttpClientOptions()
                        .setDefaultHost(gateway.getHost())
                        .setDefaultPort(gateway.getPort())
                        .setKeepAliveTimeout(600)
                        .setTcpNoDelay(true),
                new PoolOptions().setHttp1MaxSize(connections).setEventLoopSize(1));
    }

    /** Whether the gateway has refused a visit because of overload. */
    static boolean isTooBusy(Throwable failure) {
        return String.valueOf(failure.getMessage()).contains(": 503 ");
    }

    Future<Void> pause(Duration length) {
        return vertx.timer(length.toMillis(), TimeUnit.MILLISECONDS).mapEmpty();
    }

    /** @return the body; fails on any status except 200 */
    Future<String> call(HttpMethod method, String path, String body) {
        Promise<String> answered = Promise.promise();
        thread.runOnContext(ours -> ask(method, path, body).onComplete(answered));
        return answered.future();
    }

    private Future<String> ask(HttpMethod method, String path, String body) {
        return http.request(method, path)
                .map(request -> withKeys && method != HttpMethod.GET
                        ? request.putHeader("Idempotency-Key", UUID.randomUUID().toString())
                        : request)
                .compose(request -> request.idleTimeout(PATIENCE.toMillis())
                        .putHeader("Authorization", authorization)
                        .putHeader("Content-Type", "application/json")
                        .putHeader("Accept", "application/json")
                        .send(Buffer.buffer(body)))
                .compose(response -> response.body()
                        .compose(answer -> response.statusCode() == 200
                                ? Future.succeededFuture(answer.toString())
                                : Future.failedFuture(
                                        "%s %s: %d %s".formatted(method, path, response.statusCode(), answer))));
    }

    Future<String> create(String path, String body) {
        return call(HttpMethod.POST, path, body).map(answer -> field(answer, "id"));
    }

    Future<Void> put(String path, String body) {
        return call(HttpMethod.PUT, path, body).mapEmpty();
    }

    Future<String> get(String path) {
        return call(HttpMethod.GET, path, "");
    }

    /** The first text with this name. The answers are small and known, and parsing them would cost more CPU than necessary. */
    static String field(String json, String name) {
        String before = "\"" + name + "\":\"";
        int start = json.indexOf(before);
        if (start < 0) {
            throw new IllegalStateException("no " + name + " in " + json);
        }
        return json.substring(start + before.length(), json.indexOf('"', start + before.length()));
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
