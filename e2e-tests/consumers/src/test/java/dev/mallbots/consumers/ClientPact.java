package dev.mallbots.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import au.com.dius.pact.consumer.BaseMockServer;
import au.com.dius.pact.consumer.MockHttpServerKt;
import au.com.dius.pact.consumer.PactVerificationResult;
import au.com.dius.pact.consumer.model.MockProviderConfig;
import au.com.dius.pact.core.model.Consumer;
import au.com.dius.pact.core.model.DefaultPactWriter;
import au.com.dius.pact.core.model.Interaction;
import au.com.dius.pact.core.model.PactSpecVersion;
import au.com.dius.pact.core.model.Provider;
import au.com.dius.pact.core.model.V4Interaction;
import au.com.dius.pact.core.model.V4Pact;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The pact of one client with the gateway. Each test adds an interaction: the client asks Pact's server, which answers with exactly the
 * fields of the pact. After the last test of the last test class, in whatever order they run, the interactions together must be {@code
 * shared-contracts/pacts/CLIENT-gateway.json}, and every call of the client must have been made; {@code -Dpacts.write=true} writes the file.
 *
 * <p>The client reads answers strictly here: a field of the pact that it does not read, or a field that it reads without a pact, fails.
 */
final class ClientPact<C> implements BeforeAllCallback, AfterAllCallback {

    private static final String GATEWAY = "gateway";
    private static final boolean WRITE = Boolean.getBoolean("pacts.write");

    private static final JsonMapper STRICT = Gateway.TOLERANT
            .rebuild()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .disable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
            // a number is no text, and a text no number
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    texts -> Stream.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)
                            .forEach(shape -> texts.setCoercion(shape, CoercionAction.Fail)))
            .build();

    private final String name;
    private final Class<C> client;
    private final Function<Gateway, C> creation;
    private final List<Class<?>> tests;
    private final SortedMap<String, Interaction> interactions = new ConcurrentSkipListMap<>();
    private final Set<String> calls = new ConcurrentSkipListSet<>();

    /**
     * @param name the client's name in its pact
     * @param tests all classes that add interactions
     */
    ClientPact(String name, Class<C> client, Function<Gateway, C> creation, Class<?>... tests) {
        this.name = name;
        this.client = client;
        this.creation = creation;
        this.tests = List.of(tests);
    }

    String name() {
        return name;
    }

    /** Begins an interaction. @param description says which call under which circumstances, once in a pact */
    Expectation<C> on(String description) {
        return new Expectation<>(this, description);
    }

    /** Runs the client's call against a server that answers as the interaction says. */
    <T> T run(V4Interaction interaction, Optional<String> token, Function<C, T> call) {
        var server = (BaseMockServer) MockHttpServerKt.mockServer(
                pact(List.of(interaction)), MockProviderConfig.createDefault(PactSpecVersion.V4));
        server.start();
        T result;
        try {
            result = call.apply(creation.apply(new Listened(URI.create(server.getUrl()), token)));
        } catch (Refused refused) {
            assertAsExpected(server, refused);
            throw refused;
        } finally {
            server.stop();
        }
        assertAsExpected(server, result);
        assertThat(interactions.putIfAbsent(interaction.getDescription(), interaction))
                .as("another interaction with this description")
                .isNull();
        return result;
    }

    private static void assertAsExpected(BaseMockServer server, Object result) {
        PactVerificationResult verified = server.validateMockServerState(result);
        assertThat(verified).as(verified.getDescription()).isInstanceOf(PactVerificationResult.Ok.class);
    }

    /** Notes which call of the client sends a request. */
    private final class Listened extends Gateway {

        Listened(URI address, Optional<String> token) {
            super(address, token, STRICT);
        }

        @Override
        <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
            StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                    .walk(frames -> frames.filter(frame -> frame.getDeclaringClass() == client)
                            .findFirst())
                    .ifPresent(frame -> calls.add(frame.getMethodName()));
            return super.send(request, handler);
        }
    }

    @Override
    public synchronized void beforeAll(ExtensionContext context) throws IOException {
        assertThat(tests).as("test classes of %s", name).contains(context.getRequiredTestClass());
        Files.write(results(), List.of());
    }

    @Override
    public synchronized void afterAll(ExtensionContext context) throws IOException {
        long all = tests.stream()
                .flatMap(test -> Stream.of(test.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Test.class))
                .count();
        if (interactions.size() < all) {
            return; // some come later, were left out, or have failed
        }
        assertThat(calls).as("calls of %s with a pact", client.getSimpleName()).isEqualTo(callsOfTheClient());
        Path file = folder().resolve(name + "-" + GATEWAY + ".json");
        String text = text();
        if (WRITE) {
            Files.writeString(file, text);
        }
        assertThat(Files.exists(file) ? Files.readString(file) : "")
                .as("%s; make pacts writes it", file.getFileName())
                .isEqualTo(text);
        List<String> lines = new ArrayList<>();
        interactions.keySet().forEach(it -> lines.add("%s %08x %s".formatted(file.getFileName(), text.hashCode(), it)));
        Files.write(results(), lines);
    }

    private Set<String> callsOfTheClient() {
        Set<String> names = new TreeSet<>();
        Stream.of(client.getDeclaredMethods())
                .filter(method -> !Modifier.isPrivate(method.getModifiers()) && !method.isSynthetic())
                .map(Method::getName)
                .forEach(names::add);
        return names;
    }

    /** For {@code make contracts}: a line for each interaction that a test of the client has shown last. */
    private Path results() throws IOException {
        return Files.createDirectories(Path.of("target")).resolve("pacts-read-%s.txt".formatted(name));
    }

    private String text() {
        var text = new StringWriter();
        DefaultPactWriter.INSTANCE.writePact(
                pact(List.copyOf(interactions.values())), new PrintWriter(text), PactSpecVersion.V4);
        return text + "\n";
    }

    private V4Pact pact(List<Interaction> all) {
        return new V4Pact(new Consumer(name), new Provider(GATEWAY), new ArrayList<>(all));
    }

    private static Path folder() {
        Path here = Path.of("").toAbsolutePath();
        return Stream.iterate(here, folder -> folder != null, Path::getParent)
                .map(folder -> folder.resolve("shared-contracts").resolve("pacts"))
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no shared-contracts/pacts above " + here));
    }
}
