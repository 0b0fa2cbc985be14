package dev.mallbots.features;

import dev.mallbots.platform.fleet.Fleet;
import dev.mallbots.platform.fleet.Lifetime;
import dev.mallbots.platform.testing.Topics;
import io.cucumber.java.AfterAll;
import io.cucumber.java.BeforeAll;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;

/** The mall that all features share: every service, PostgreSQL and Kafka as processes, with fresh data. */
public final class Mall {

    private static Fleet fleet;
    private static Topics topics;
    private static TraceCollector collector;

    private Mall() {}

    @BeforeAll
    public static void open() throws IOException {
        collector = new TraceCollector(Integer.getInteger("features.collector-port"));
        fleet = new Fleet(
                Path.of(System.getProperty("features.project")),
                Path.of(System.getProperty("features.home")),
                OptionalInt.of(Integer.getInteger("features.port-base")),
                false);
        fleet.reset(System.out);
        fleet.up(Lifetime.TIED, System.out);
        topics = new Topics(fleet.bootstrapServers());
    }

    @AfterAll
    public static void close() {
        if (topics != null) {
            topics.close();
        }
        if (fleet != null) {
            fleet.down(System.out);
        }
        collector.close();
    }

    static String url() {
        return fleet.url("gateway");
    }

    static Topics topics() {
        return topics;
    }

    static TraceCollector traces() {
        return collector;
    }

    /** Freezes a service's process, or lets it go on: it answers nobody meanwhile, and loses nothing. */
    static void signal(String service, String signal) throws IOException, InterruptedException {
        long pid = fleet.status().stream()
                .filter(status -> status.name().equals(service))
                .findFirst()
                .orElseThrow()
                .pid();
        int exit = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IllegalStateException("could not send %s to %s".formatted(signal, service));
        }
    }
}
