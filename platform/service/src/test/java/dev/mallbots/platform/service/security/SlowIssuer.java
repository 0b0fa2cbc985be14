package dev.mallbots.platform.service.security;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.jwt.build.Jwt;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.lang.JoseException;

/** A token issuer that is down at first, and returns its keys only when the test permits it. */
public final class SlowIssuer implements QuarkusTestResourceLifecycleManager {

    private static volatile String address;
    private static volatile boolean here;
    private static volatile List<RsaJsonWebKey> keys = List.of();
    private static volatile CountDownLatch told = new CountDownLatch(0);

    private HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        address = "http://127.0.0.1:" + server.getAddress().getPort();
        server.createContext("/.well-known/openid-configuration", SlowIssuer::tellAboutItself);
        server.createContext("/jwks", SlowIssuer::tellKeys);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return Map.of("quarkus.oidc.auth-server-url", address);
    }

    @Override
    public void stop() {
        server.stop(0);
    }

    /** From now on it answers. */
    static void comes() {
        here = true;
    }

    /** From now on tokens are signed with another key. */
    static void rotatesItsKey() {
        try {
            RsaJsonWebKey fresh = RsaJwkGenerator.generateJwk(2048);
            fresh.setKeyId(UUID.randomUUID().toString());
            keys = List.of(fresh);
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @return counted down when the keys may be returned */
    static CountDownLatch keepsItsKeysToItself() {
        told = new CountDownLatch(1);
        return told;
    }

    /** Signed with the newest key. */
    static String token(String subject, String role) {
        return token(subject, role, keys.getLast().getKeyId());
    }

    /** The same with a header that names another key. */
    static String token(String subject, String role, String keyId) {
        return Jwt.issuer(address)
                .audience("mallbots")
                .subject(subject)
                .groups(Set.of(role))
                .expiresIn(Duration.ofHours(1))
                .jws()
                .keyId(keyId)
                .sign(keys.getLast().getPrivateKey());
    }

    private static void tellAboutItself(HttpExchange exchange) throws IOException {
        String itself = "{\"issuer\":\"%1$s\",\"jwks_uri\":\"%1$s/jwks\"}".formatted(address);
        answer(exchange, here ? 200 : 503, itself);
    }

    private static void tellKeys(HttpExchange exchange) throws IOException {
        String set = new JsonWebKeySet(keys).toJson(OutputControlLevel.PUBLIC_ONLY);
        try {
            told.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        answer(exchange, 200, set);
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
