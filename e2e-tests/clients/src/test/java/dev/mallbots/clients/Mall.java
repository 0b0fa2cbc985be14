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

/** The mall that all tests share: every service, PostgreSQL and Kafka as processes, with fresh data, and nobody is asked for a token. */
final class Mall implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private static Mall open;

    private final Fleet fleet;
    private final Calls answered = new Calls();

    /** Opens it before the first test, and closes it after the last. */
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

    /** A client as it is generated: it is only told where the mall is, and what it is answered is noted. */
    static MallBotsClient client() {
        ApiClient generated = new ApiClient();
        generated.updateBaseUri(open.fleet.url("gateway"));
        generated.setResponseInterceptor(open.answered::note);
        return MallBotsClient.of(generated);
    }

    /** What the clients have called with success so far. */
    static Calls answered() {
        return open.answered;
    }

    /** What MallBots has no call for. */
    static JsonNode ask(String path) {
        try (InputStream answer =
                URI.create(open.fleet.url("gateway") + path).toURL().openStream()) {
            return JSON.readTree(answer);
        } catch (IOException e) {
            throw new AssertionError(path, e);
        }
    }
}
