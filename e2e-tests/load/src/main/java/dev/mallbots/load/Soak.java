package dev.mallbots.load;

import static java.util.stream.Collectors.joining;

import dev.mallbots.platform.fleet.Fleet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Starts a mall of its own with short retention, places orders in it at a constant rate, and finds values that grow. History grows by
 * design: the bytes that an order adds to it must stay the same.
 */
public final class Soak {

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);
    private static final Duration TOPICS_KEPT = Duration.ofMinutes(1);

    /** The messages that are handled for one order. */
    private static final int MESSAGES = 25;

    private static final double KB = 1024;
    private static final double MB = KB * KB;

    private interface Measure {
        double take() throws Exception;
    }

    private final Mall mall;
    private final Holdings holdings;
    private final int rate;
    private final Duration length;
    private final Path table;
    private final AtomicInteger orders = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final Map<Level, Measure> figures = new LinkedHashMap<>();
    private final Map<String, Level> memory = new LinkedHashMap<>();

    private Soak(Mall mall, Holdings holdings, Settings settings) {
        this.mall = mall;
        this.holdings = holdings;
        this.rate = settings.rates().getFirst();
        this.length = settings.length();
        this.table = settings.results().resolve("soak.csv");
        // the work of a second is no growth
        rows("inbox", "inbox", MESSAGES * rate);
        rows("outbox", "outbox", MESSAGES * rate);
        rows("keys", "idempotency_key", rate);
        rows("dead letters", "dead_letter", Rubbish.PIECES);
        rows("saga log", "saga_log", rate);
        rows("notifications", "notifications", rate);
        figures.put(Level.of("tables MB"), () -> holdings.passingTables() / MB);
        figures.put(Level.of("lag").withSlack(MESSAGES * rate), mall::lag);
        // Kafka deletes old segments every five minutes
        figures.put(Level.of("topics MB").inTeeth(), () -> holdings.passingTopics() / MB);
        figures.put(Level.of("tables KB/order"), perOrder(() -> holdings.lastingTables() / KB));
        figures.put(Level.of("topics KB/order"), perOrder(() -> holdings.lastingTopics() / KB));
        figures.put(Level.of("PSS MB"), this::memory);
    }

    private void rows(String name, String table, double slack) {
        figures.put(Level.of(name).withSlack(slack), () -> holdings.rows(table));
    }

    /** The growth per order since the last sample. */
    private Measure perOrder(Measure size) {
        double[] before = new double[2];
        return () -> {
            double now = size.take();
            int count = orders.get();
            double each = (now - before[0]) / Math.max(1, count - before[1]);
            before[0] = now;
            before[1] = count;
            return each;
        };
    }

    private double memory() {
        Map<String, Long> kilobytes =
                mall.fleet().status().stream().collect(Collectors.toMap(Fleet.Status::name, Fleet.Status::kilobytes));
        kilobytes.forEach((name, kb) ->
                memory.computeIfAbsent(name, it -> Level.of("PSS MB " + it)).saw(kb / KB));
        return kilobytes.values().stream().mapToLong(kb -> kb).sum() / KB;
    }

    /** @param arguments see {@link Settings}: the first rate and the length count */
    public static void main(String[] arguments) {
        Settings settings = Settings.of(arguments);
        Program.run(settings, mall -> {
            try (Holdings holdings = new Holdings(mall)) {
                return new Soak(mall, holdings, settings).staysLevel();
            }
        });
    }

    private boolean staysLevel() throws Exception {
        Files.deleteIfExists(table);
        holdings.letGoAfter(TOPICS_KEPT);
        try (Client client = Client.withKeys(
                        mall.fleet().url("gateway"), mall.fleet().token("operator"));
                Orders heard = new Orders(mall);
                Rubbish rubbish = new Rubbish(mall, client)) {
            Shop shop = new Shop(client);
            shop.open();
            Visit trip = Visit.trip(shop, heard);
            Load.Result result = watch(
                    due -> trip.begin(due)
                            .onSuccess(times -> orders.incrementAndGet())
                            .onFailure(failure -> failed.incrementAndGet()),
                    rubbish);
            return judge(result);
        }
    }

    private Load.Result watch(Visit visit, Rubbish rubbish) throws Exception {
        CompletableFuture<Load.Result> load = CompletableFuture.supplyAsync(() -> shop(visit));
        long start = System.nanoTime();
        System.out.printf("%6s %7s %6s%s%n", "minute", "orders", "failed", columns(Level::name));
        for (int looks = 1; ; looks++) {
            rubbish.send();
            try {
                return load.get(start + looks * LOOK_AGAIN.toNanos() - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                rubbish.discard();
                look();
                tell((System.nanoTime() - start) / 60e9);
            }
        }
    }

    private Load.Result shop(Visit visit) {
        try {
            return Load.paced(visit, rate, length);
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    private void look() throws Exception {
        for (var figure : figures.entrySet()) {
            figure.getKey().saw(figure.getValue().take());
        }
    }

    private void tell(double minutes) throws IOException {
        System.out.printf(
                Locale.ROOT,
                "%6.1f %7d %6d%s%n",
                minutes,
                orders.get(),
                failed.get(),
                columns(level -> String.format(Locale.ROOT, "%,.1f", level.last())));
        if (Files.notExists(table)) {
            Files.writeString(table, all().map(Level::name).collect(joining(",", "minute,orders,failed,", "\n")));
        }
        Files.writeString(
                table,
                all().map(level -> String.format(Locale.ROOT, "%.1f", level.last()))
                        .collect(
                                joining(",", String.format(Locale.ROOT, "%.1f,%s,%s,", minutes, orders, failed), "\n")),
                StandardOpenOption.APPEND);
    }

    private Stream<Level> all() {
        return Stream.concat(figures.keySet().stream(), memory.values().stream());
    }

    private String columns(Function<Level, String> column) {
        return figures.keySet().stream()
                .map(figure -> " %*s"
                        .replace("*", "" + Math.max(8, figure.name().length()))
                        .formatted(column.apply(figure)))
                .collect(joining());
    }

    private boolean judge(Load.Result result) {
        System.out.printf(
                "%n%d orders, %d failed %s%nThe last third of the time to the middle third:%n",
                result.visits(), result.failed(), result.failure());
        all().map(Level::verdict).forEach(System.out::println);
        boolean level = all().noneMatch(Level::grows);
        System.out.printf("%s Every look is in %s.%n", level ? "Level." : "Something grows.", table);
        return level;
    }
}
