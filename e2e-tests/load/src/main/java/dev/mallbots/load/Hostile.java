package dev.mallbots.load;

import dev.mallbots.platform.fleet.Fleet;
import dev.mallbots.platform.fleet.FleetFailure;
import dev.mallbots.platform.fleet.Lifetime;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Duration;
import java.util.OptionalInt;
import org.HdrHistogram.Histogram;

/**
 * What clients that mean no good cost the others: opens a mall of its own, and takes the time of ordinary calls and the memory of
 * the gateway, alone, and beside a crowd of connections of each kind.
 */
public final class Hostile {

    private static final double RATE = 50;
    private static final Duration LENGTH = Duration.ofSeconds(20);

    private final Fleet fleet;
    private final int crowd;
    private final URI gateway;
    private final Client client;

    private Hostile(Fleet fleet, int crowd) {
        this.fleet = fleet;
        this.crowd = crowd;
        this.gateway = URI.create(fleet.url("gateway"));
        this.client = new Client(fleet.url("gateway"));
    }

    /** @param arguments see {@link Settings}; {@code crowd} is how many connections there are */
    public static void main(String[] arguments) {
        Settings settings = Settings.of(arguments);
        Fleet fleet = new Fleet(
                settings.project(), settings.home(), OptionalInt.of(settings.portBase()), false, settings.jvm());
        int exit = 1;
        try {
            fleet.reset(System.out);
            fleet.up(Lifetime.TIED, System.out);
            new Hostile(fleet, settings.crowd()).measure();
            exit = 0;
        } catch (FleetFailure e) {
            System.err.println(e.getMessage());
        } catch (Exception e) {
            e.printStackTrace();
        } finally {
            fleet.down(System.out);
            System.exit(exit);
        }
    }

    private void measure() throws Exception {
        Load.crowded(this::call, 5_000, 20);
        System.out.println(
                "| beside it | calls | failed | p50 ms | p99 ms | most ms | gateway MB | connections left |");
        System.out.println("| --- | --: | --: | --: | --: | --: | --: | --: |");
        row("nothing", Crowd.none());
        try (Crowd idle = Crowd.of(gateway, crowd, "GET /q/health/live HTTP/1.1\r\nHost: mall\r\n\r\n", "")) {
            row(crowd + " idle connections", idle);
        }
        row("nothing again", Crowd.none());
        try (Crowd slow = Crowd.of(gateway, crowd, "GET /api/stores HTTP/1.1\r\nHost: mall\r\nX-Slow: ", "a")) {
            row(crowd + " heads, a byte a second", slow);
        }
        try (Crowd slow = Crowd.of(
                gateway, crowd, "POST /api/stores HTTP/1.1\r\nHost: mall\r\nContent-Length: 1000\r\n\r\n{", " ")) {
            row(crowd + " bodies, a byte a second", slow);
        }
        String large = " ".repeat(900_000);
        try (Crowd slow = Crowd.of(
                gateway,
                crowd / 50,
                "POST /api/stores HTTP/1.1\r\nHost: mall\r\nContent-Length: 1000000\r\n\r\n" + large,
                " ")) {
            row(crowd / 50 + " bodies of 1 MB, never whole", slow);
        }
        row("nothing again", Crowd.none());
        client.close();
    }

    private void row(String beside, Crowd crowd) throws Exception {
        Load.Result result = Load.paced(this::call, RATE, LENGTH);
        Histogram times = result.whole();
        System.out.printf(
                "| %s | %d | %d | %.1f | %.1f | %.1f | %d | %d |%n",
                beside,
                result.visits(),
                result.failed(),
                times.getValueAtPercentile(50) / 1000.0,
                times.getValueAtPercentile(99) / 1000.0,
                times.getMaxValue() / 1000.0,
                megabytes(),
                crowd.left());
    }

    private Future<Visit.Times> call(long due) {
        return client.get("/api/stores").map(answer -> {
            long now = System.nanoTime();
            return new Visit.Times(due, now, now);
        });
    }

    private long megabytes() {
        return fleet.status().stream()
                        .filter(process -> process.name().equals("gateway"))
                        .mapToLong(Fleet.Status::kilobytes)
                        .sum()
                / 1024;
    }
}
