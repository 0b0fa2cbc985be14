package dev.mallbots.gateway;

import dev.mallbots.platform.fleet.Ports;
import dev.mallbots.platform.testing.NameServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Services for the gateway's tests, each on its own port: they answer with the request they got. {@code search} is down. {@code customers}
 * has two instances, and {@code payments} has two with an unreachable one between them. A file may give other addresses. {@code order-saga}
 * has a host name, and its addresses are in a file. Each service can be frozen and resumed at its own port.
 */
public class TestServices implements QuarkusTestResourceLifecycleManager {

    static final String DOWN = "search";
    static final Path NAMES = Path.of("target/names").toAbsolutePath();
    static final Path ADDRESSES = Path.of("target/addresses").toAbsolutePath();

    private static final String NAME = "order-saga-pods";
    private static final List<String> UP =
            List.of("stores", "customers", "baskets", "ordering", "payments", "depot", "notifications", "analytics");

    private static final HttpServerOptions AS_A_SERVICE =
            new HttpServerOptions().setMaxHeaderSize(20 * 1024).setMaxInitialLineLength(4096);
    private static final int PART = 10_000;

    private final Set<String> frozen = ConcurrentHashMap.newKeySet();
    private final AtomicLong written = new AtomicLong();
    private final AtomicReference<String> cutAfter = new AtomicReference<>("");
    private final Set<HttpConnection> used = ConcurrentHashMap.newKeySet();
    private final Set<String> letDown = ConcurrentHashMap.newKeySet();
    private final Map<String, String> endings = new ConcurrentHashMap<>();
    private final AtomicInteger timesCutOff = new AtomicInteger();
    private final AtomicInteger following = new AtomicInteger();
    private Vertx vertx;
    private NameServer names;

    @Override
    public Map<String, String> start() {
        vertx = Vertx.vertx();
        Map<String, String> addresses = new HashMap<>();
        UP.forEach(service -> addresses.put(variable(service), at(listen(service))));
        addresses.put(variable(DOWN), at(portOfNobody()));
        addresses.merge(variable("customers"), at(listen("customers")), TestServices::and);
        addresses.merge(variable("payments"), at(portOfNobody()), TestServices::and);
        addresses.merge(variable("payments"), at(listen("payments")), TestServices::and);
        addresses.put(variable("order-saga"), "http://" + NAME + ":" + listenAtSeveral("order-saga"));
        names = new NameServer(NAME, NAMES);
        addresses.put("quarkus.vertx.resolver.servers", names.address());
        NameServer.write(NAMES, "127.0.0.2", "127.0.0.3");
        addresses.put("mallbots.addresses", ADDRESSES.toString());
        deleteAddresses();
        addresses.put("mallbots.gateway.silence", "PT2S");
        addresses.put("mallbots.gateway.suspicion", "PT1S");
        addresses.put("mallbots.gateway.connect", "PT0.5S");
        addresses.put("mallbots.gateway.wait", "PT3S");
        addresses.put("mallbots.gateway.receive", "PT2S");
        addresses.put("mallbots.gateway.stalled", "PT1S");
        // many tests have a slow service, which must not count as an overload
        addresses.put("mallbots.gateway.slow", "PT1M");
        addresses.put("mallbots.gateway.connections", "2");
        addresses.put("mallbots.gateway.streams", "5");
        addresses.put("mallbots.gateway.bodies", "4M");
        // rate limits have a test of their own
        addresses.put("MALLBOTS_RATE_LIMIT_CLIENT", "1000000");
        addresses.put("MALLBOTS_RATE_LIMIT_ADDRESS", "1000000");
        return addresses;
    }

    @Override
    public void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        names.close();
    }

    private static String at(int port) {
        return "http://127.0.0.1:" + port;
    }

    private static String and(String addresses, String another) {
        return addresses + "," + another;
    }

    static void deleteAddresses() {
        try {
            Files.deleteIfExists(ADDRESSES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String variable(String service) {
        return "MALLBOTS_" + service.toUpperCase(Locale.ROOT).replace('-', '_') + "_URL";
    }

    private int listen(String service) {
        return listen(service, 0, "127.0.0.1");
    }

    private int listen(String service, int port, String address) {
        HttpServer server = vertx.createHttpServer(AS_A_SERVICE).requestHandler(request -> answer(service, request));
        return server.listen(port, address)
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    /** At the same port of each, as pods do. */
    private int listenAtSeveral(String service) {
        int port = Ports.free(1).getFirst();
        List.of("127.0.0.2", "127.0.0.3", "127.0.0.4").forEach(address -> listen(service, port, address));
        return port;
    }

    private void answer(String service, HttpServerRequest request) {
        String instance = request.localAddress().toString();
        boolean isFresh = used.add(request.connection());
        if (frozen.contains(instance) && !request.path().equals("/thaw")) {
            request.body();
            return;
        }
        switch (request.path()) {
            case "/freeze" -> {
                frozen.add(instance);
                request.response().end();
            }
            case "/thaw" -> {
                frozen.remove(instance);
                request.response().end();
            }
            case "/q/openapi" -> request.response().end(document(service).encode());
            case "/api/stores/silent" -> request.body();
            case "/api/depot/slow" ->
                vertx.setTimer(1_200, later -> request.response().end());
            case "/api/analytics/moment" ->
                vertx.setTimer(50, later -> request.response().end());
            case "/api/stores/cut-off" -> {
                timesCutOff.incrementAndGet();
                request.connection().close();
            }
            case "/api/stores/times-cut-off" -> request.response().end("" + timesCutOff);
            case "/api/stores/fickle" -> {
                if (letDown.add(request.getHeader("X-Try"))) {
                    request.connection().close();
                } else {
                    request.response().putHeader("X-Fresh", "" + isFresh);
                    request.body().onSuccess(body -> echo(service, request, body));
                }
            }
            case "/api/ops/sagas/ending" -> {
                // the instance that was asked first is ending
                String ending = endings.computeIfAbsent(request.getHeader("X-Try"), first -> instance);
                if (ending.equals(instance)) {
                    request.response()
                            .setStatusCode(503)
                            .putHeader("Connection", "close")
                            .end();
                } else {
                    request.body().onSuccess(body -> echo(service, request, body));
                }
            }
            case "/api/stores/breaks-off" -> {
                request.response().setChunked(true).write("the first half");
                vertx.setTimer(100, later -> request.connection().close());
            }
            case "/api/stores/refused" ->
                request.response()
                        .setStatusCode(409)
                        .putHeader("Content-Type", "application/problem+json")
                        .putHeader("Keep-Alive", "timeout=5")
                        .putHeader("X-Hop", "1")
                        .putHeader("Connection", "X-Hop")
                        .end("{\"status\":409}");
            case "/api/ordering/followed/updates" -> goOn(request.response());
            case "/api/ordering/followers" -> request.response().end("" + following.get());
            case "/api/stores/stream" -> stream(request.response().setChunked(true), 0);
            case "/api/stores/sometimes" -> sometimes(request.response().setChunked(true));
            case "/api/stores/endless" -> {
                request.response().closeHandler(cut -> cutAfter.set("" + written));
                endless(request.response().setChunked(true));
            }
            case "/api/stores/cut-after" -> request.response().end(cutAfter.get());
            case "/api/stores/broken" -> request.response().setStatusCode(500).end();
            case "/api/stores/kept" ->
                request.response()
                        .putHeader("Cache-Control", "max-age=60")
                        .putHeader("Server", "Stores/1.0")
                        .putHeader("X-Powered-By", "Stores")
                        .end();
            default -> request.body().onSuccess(body -> echo(service, request, body));
        }
    }

    private void goOn(HttpServerResponse response) {
        following.incrementAndGet();
        response.putHeader("Content-Type", "text/event-stream").setChunked(true).write(":\n\n");
        long signsOfLife = vertx.setPeriodic(300, due -> response.write(":\n\n"));
        response.closeHandler(gone -> {
            vertx.cancelTimer(signsOfLife);
            following.decrementAndGet();
        });
    }

    private void stream(HttpServerResponse response, int part) {
        response.write("part " + part + "\n");
        if (part == 2) {
            response.end();
        } else {
            vertx.setTimer(200, later -> stream(response, part + 1));
        }
    }

    /** A response with short pauses and without an end. */
    private void sometimes(HttpServerResponse response) {
        long beat = vertx.setPeriodic(100, next -> response.write("."));
        response.closeHandler(gone -> vertx.cancelTimer(beat));
        response.write(".");
    }

    /** As fast as the client reads. */
    private void endless(HttpServerResponse response) {
        if (response.closed()) {
            return;
        }
        response.write("a".repeat(PART));
        written.addAndGet(PART);
        if (response.writeQueueFull()) {
            response.drainHandler(room -> endless(response));
        } else {
            vertx.runOnContext(next -> endless(response));
        }
    }

    private static void echo(String service, HttpServerRequest request, Buffer body) {
        JsonObject headers = new JsonObject();
        request.headers().forEach(header -> headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
        request.response()
                .putHeader("Content-Type", "application/json")
                .end(new JsonObject()
                        .put("service", service)
                        .put("method", request.method().name())
                        .put("uri", request.uri())
                        .put("address", request.localAddress().hostAddress())
                        .put("port", request.localAddress().port())
                        .put("headers", headers)
                        .put("length", body.length())
                        .put("body", body.length() < 1000 ? body.toString() : "")
                        .encode());
    }

    /** {@code Item}, and each schema with a reference to it, differs between services; the other schemas are the same everywhere. */
    private static JsonObject document(String service) {
        return new JsonObject("""
                {"openapi": "3.1.0",
                 "paths": {"/api/SERVICE/{id}": {"get": OPERATION}, "/internal": {"get": OPERATION},
                   "/api/ops/{service}/dead-letters": {"get": {"operationId": "listDeadLetters",
                     "parameters": [{"name": "service", "in": "path"}, {"name": "limit", "in": "query"}]}}},
                 "components": {"schemas": {
                   "Item": {"type": "object", "title": "SERVICE"},
                   "Box": {"type": "array", "items": {"$ref": "#/components/schemas/Item"}},
                   "UUID": {"type": "string", "format": "uuid"},
                   "Created": {"type": "object", "properties": {"id": {"$ref": "#/components/schemas/UUID"}}}}}}
                """.replace("OPERATION", """
                                {"operationId": "getBox", "responses": {"200": {"description": "OK", "content":
                                  {"application/json": {"schema": {"$ref": "#/components/schemas/Box"}}}}}}
                                """).replace("SERVICE", service));
    }

    private static int portOfNobody() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
