package dev.mallbots.lifecycle;

import dev.mallbots.platform.fleet.Lifetime;
import dev.mallbots.platform.fleet.Ports;
import dev.mallbots.platform.fleet.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;

/** The customers service as a separate process, from its package. It ends with the tests' JVM. */
final class PackagedService implements AutoCloseable {

    private static final Path JAR = Path.of(System.getProperty("lifecycle.project"))
            .resolve("services/customers/target/quarkus-app/quarkus-run.jar");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final int port;
    private final int managementPort;
    private final ServerProcess process;

    /** @param environment its environment, in addition to the ports */
    PackagedService(Map<String, String> environment) {
        List<Integer> ports = Ports.free(2);
        port = ports.getFirst();
        managementPort = ports.getLast();
        Map<String, String> told = new HashMap<>(environment);
        told.put("MALLBOTS_HTTP_PORT", "" + port);
        told.put("MALLBOTS_MANAGEMENT_PORT", "" + managementPort);
        Path log = Path.of("target", "logs", UUID.randomUUID() + ".log").toAbsolutePath();
        process = ServerProcess.start(
                Lifetime.TIED,
                "KILL",
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-jar",
                        JAR.toString()),
                told,
                log);
    }

    /** @param path {@code live}, {@code ready} or {@code started} */
    int probe(String path) {
        return ask(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + "/q/health/" + path)));
    }

    /** @return 0 if the connection is refused */
    private int ask(HttpRequest.Builder question) {
        try {
            return http.send(question.timeout(PATIENCE).build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException away) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** @return the status */
    int register(String name) {
        String json = "{\"name\": \"%s\", \"smsNumber\": \"+49 30 1234567\"}".formatted(name);
        return ask(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/customers"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    void signal(String signal) {
        process.signal(signal);
    }

    OptionalInt awaitEnd(Duration patience) throws InterruptedException {
        return process.awaitEnd(patience);
    }

    String said() throws IOException {
        return Files.readString(process.log());
    }

    @Override
    public void close() {
        process.stop();
    }
}
