package dev.mallbots.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mallbots.platform.fleet.Fleet;
import dev.mallbots.platform.fleet.Lifetime;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** The mall that all tests share: every service, PostgreSQL and Kafka as processes, with fresh data and without authentication. */
final class Mall implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private static Mall open;

    private final Fleet fleet;
    private final Calls answered = new Calls();

    /** Starts it before the first test, and stops it after the last. */
    static final class Open implements BeforeAllCallback {

        @Override
        public void beforeAll(ExtensionContext context) {
            open = context.getRoot()
                    .getStore(Namespace.GLOBAL)
                    .getOrComputeIfAbsent(Mall.class, first -> new Mall(), Mall.class);
        }
    }

    private Mall() {
        fleet = new Fleet(
                Path.of(System.getProperty("clients.project")),
                Path.of(System.getProperty("clients.home")),
                OptionalInt.of(Integer.getInteger("clients.port-base")),
                false);
        fleet.reset(System.out);
        fleet.askForTokens(false);
        fleet.up(Lifetime.TIED, System.out);
    }

    @Override
    public void close() {
        fleet.down(System.out);
    }

    /** A generated client: only its address is set, and its successful calls are recorded. */
    static MallBotsClient client() {
        ApiClient generated = new ApiClient();
        generated.updateBaseUri(open.fleet.url("gateway"));
        generated.setResponseInterceptor(open.answered::note);
        return MallBotsClient.of(generated);
    }

    /** The calls with success so far. */
    static Calls answered() {
        return open.answered;
    }

    /** Calls that MallBots does not have. */
    static JsonNode ask(String path) {
        try (InputStream answer =
                URI.create(open.fleet.url("gateway") + path).toURL().openStream()) {
            return JSON.readTree(answer);
        } catch (IOException e) {
            throw new AssertionError(path, e);
        }
    }
}
