package dev.mallbots.load;

import dev.mallbots.platform.fleet.Fleet;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * Measures the effect of hostile clients on others: starts a mall of its own, and measures the time of ordinary calls and the gateway's
 * memory, alone and beside hostile connections of each kind.
 */
public final class Hostile {

    private static final double RATE = 50;
    private static final Duration LENGTH = Duration.ofSeconds(20);

    private final Mall mall;
    private final int crowd;
    private final URI gateway;
    private final String token;
    private final Client client;

    private Hostile(Mall mall, int crowd) {
        this.mall = mall;
        this.crowd = crowd;
        this.gateway = URI.create(mall.fleet().url("gateway"));
        this.token = mall.fleet().token("operator");
        this.client = new Client(mall.fleet().url("gateway"), token);
    }

    /** @param arguments see {@link Settings}; {@code crowd} is the number of connections */
    public static void main(String[] arguments) {
        Settings settings = Settings.of(arguments);
        Program.run(settings, mall -> {
            new Hostile(mall, settings.crowd()).measure();
            return true;
        });
    }

    private void measure() throws Exception {
        Load.crowded(this::call, 5_000, 20);
        System.out.println(
                "| beside it | calls | failed | p50 ms | p99 ms | most ms | gateway MB | connections left |");
        System.out.println("| --- | --: | --: | --: | --: | --: | --: | --: |");
        row("nothing", Crowd.none());
        beside(crowd + " idle connections", crowd, "GET /nowhere HTTP/1.1\r\nHost: mall\r\n\r\n", "");
        row("nothing again", Crowd.none());
        beside(crowd + " heads, a byte a second", crowd, "GET /api/stores HTTP/1.1\r\nHost: mall\r\nX-Slow: ", "a");
        beside(crowd + " bodies, a byte a second", crowd, post(1000) + "{", " ");
        beside(crowd / 50 + " bodies of 1 MB, never whole", crowd / 50, post(1_000_000) + " ".repeat(900_000), " ");
        beside(
                crowd / 50 + " bodies of 1 GB",
                crowd / 50,
                post(1_000_000_000) + " ".repeat(900_000),
                " ".repeat(9_000));
        String deep = "[".repeat(400_000);
        beside(crowd / 50 + " bodies, 400,000 deep", crowd / 50, post(deep.length()) + deep, "");
        row("nothing again", Crowd.none());
        beside(crowd + " that watch an order", crowd, watch(order()), "");
        row("nothing again", Crowd.none());
        client.close();
    }

    private String order() throws Exception {
        Shop shop = new Shop(client);
        shop.open();
        Shop.Prepared prepared = shop.prepare(1).remove();
        Client.await(shop.checkOut(prepared));
        return prepared.basket();
    }

    private String watch(String order) {
        return "GET /api/ordering/%s/updates HTTP/1.1\r\nHost: mall\r\nAuthorization: Bearer %s\r\n\r\n"
                .formatted(order, token);
    }

    /** A request without a token is refused before its body is read. */
    private String post(int length) {
        return "POST /api/stores HTTP/1.1\r\nHost: mall\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                .formatted(token, length);
    }

    private void beside(String what, int size, String first, String then) throws Exception {
        try (Crowd these = Crowd.of(gateway, size, first, then)) {
            row(what, these);
        }
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
        return mall.fleet().status().stream()
                        .filter(process -> process.name().equals("gateway"))
                        .mapToLong(Fleet.Status::kilobytes)
                        .sum()
                / 1024;
    }
}
