package dev.mallbots.load;

import dev.mallbots.load.Figures.Calls;
import dev.mallbots.load.Figures.Lane;
import dev.mallbots.load.Figures.Run;
import io.vertx.core.Future;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/** Starts a mall of its own and measures its speed, the cost of an order, and the limits of the machine. */
public final class Bench {

    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final int STEADY = 20;
    private static final int CALLERS = 16;
    private static final Duration CALLS = Duration.ofSeconds(15);
    private static final String CHECK_OUT = "check-outs";
    private static final String TRIP = "trips";

    private interface Work {
        Load.Result run() throws Exception;
    }

    private final Settings settings;
    private final Mall mall;
    private final Client client;
    private final Shop shop;
    private final Orders orders;
    private final Figures figures = new Figures();

    private Bench(Settings settings, Mall mall) {
        this.settings = settings;
        this.mall = mall;
        this.client = new Client(mall.fleet().url("gateway"), mall.fleet().token("operator"));
        this.shop = new Shop(client);
        this.orders = new Orders(mall);
    }

    /** @param arguments see {@link Settings} */
    public static void main(String[] arguments) {
        Settings settings = Settings.of(arguments);
        if (!Files.isReadable(Path.of("/proc/self/stat"))) {
            System.err.println(
                    "What processes use is read from /proc, which this system does not have: run it on Linux.");
            System.exit(1);
        }
        Program.run(settings, mall -> {
            new Bench(settings, mall).measure();
            return true;
        });
    }

    private void measure() throws Exception {
        shop.open();
        setting();
        idle();
        Run most = rushes();
        if (!settings.quick()) {
            more(most);
        }
        client.close();
        orders.close();
        Report.write(figures, settings.results());
    }

    private void more(Run most) throws Exception {
        pacedCheckOuts(most);
        calls();
        doors();
        limits();
        if (settings.trips()) {
            trips();
        }
        Lanes lanes = new Lanes(mall, settings.backlog());
        History history = new History(mall);
        if (settings.lanes()) {
            lanes.prepare();
            lanes(lanes, history, settings.few());
        }
        if (settings.many() > 0) {
            withHistory(lanes, history);
        }
    }

    private void setting() throws Exception {
        String machine = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.replaceFirst(".*:\\s*", ""))
                .findFirst()
                .orElse(System.getProperty("os.arch"));
        figures.setting = new Figures.Setting(
                machine,
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                String.join(" ", settings.jvm()),
                "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx128m",
                System.getenv().getOrDefault("MALLBOTS_DEPOT_BOTS", "the usual number of"),
                String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()));
    }

    private void idle() throws Exception {
        say("An idle mall");
        mall.awaitQuiet();
        Usage before = mall.usage();
        Thread.sleep(IDLE);
        Usage used = mall.usage().since(before);
        figures.idleCpuMillisPerSecond = used.cpuOfAll() / used.seconds();
    }

    // ---- check-outs alone, whole trips

    /** First, because the JVMs compile for minutes, which would dominate the low rates. */
    private Run rushes() throws Exception {
        say("Warming up: %d baskets are filled, and checked out %d at once", settings.warmUp(), settings.crowd());
        rush(CHECK_OUT, "the warm-up", settings.warmUp());
        figures.notes.add(
                "Warmed: the mall opened cold; its first %d orders (baskets filled over HTTP, then checked out %d at once) are the row \"warm-up\". Every load that follows, in the order of the table, finds the JVMs as the one above left them."
                        .formatted(settings.warmUp(), settings.crowd()));
        return rush(CHECK_OUT, settings.crowd() + " at once", settings.rush());
    }

    private void pacedCheckOuts(Run most) throws Exception {
        for (int rate : settings.rates()) {
            pacedCheckOuts(rate, rate + "/s");
        }
        double fourFifths = 0.8 * most.approvedPerSecond();
        pacedCheckOuts(fourFifths, "%.0f/s, 80 %% of that".formatted(fourFifths));
    }

    private void pacedCheckOuts(double rate, String asked) throws Exception {
        int count = (int) Math.ceil(rate * settings.length().toMillis() / 1000) + 1;
        say("Check-outs, %s; %d baskets are filled first", asked, count);
        var prepared = shop.prepare(count);
        observe(CHECK_OUT, asked, () -> Load.paced(Visit.checkOut(shop, orders, prepared), rate, settings.length()));
    }

    private Run rush(String load, String asked, int count) throws Exception {
        say("Check-outs, %s; %d baskets are filled first", asked, count);
        var prepared = shop.prepare(count);
        return observe(
                load, asked, () -> Load.crowded(Visit.checkOut(shop, orders, prepared), count, settings.crowd()));
    }

    private void trips() throws Exception {
        for (int rate : settings.rates()) {
            say("Trips, %d/s", rate);
            observe(TRIP, rate + "/s", () -> Load.paced(Visit.trip(shop, orders), rate, settings.length()));
        }
        say("Trips, %d at once", settings.crowd());
        observe(
                TRIP,
                settings.crowd() + " at once",
                () -> Load.crowded(Visit.trip(shop, orders), settings.rush() / 2, settings.crowd()));
    }

    private void calls() throws Exception {
        calls("customer, basket, two lines, payment", shop::prepareTrip);
        calls("POST /api/customers", shop::register);
        String store = "/api/stores/" + shop.store();
        calls("GET /api/stores/{id}", () -> client.get(store));
    }

    private void calls(String what, Supplier<Future<?>> call) throws Exception {
        say("%s, %d callers", what, CALLERS);
        mall.awaitQuiet();
        Usage before = mall.usage();
        long answered = Callers.answered(CALLERS, CALLS, call);
        double seconds = mall.usage().since(before).seconds();
        mall.awaitQuiet();
        var calls = new Calls(
                what, CALLERS, answered / seconds, mall.usage().since(before).cpuOfAll() / Math.max(1, answered));
        figures.calls.add(calls);
        System.out.printf("  %.1f/s, %.2f CPU ms each%n", calls.perSecond(), calls.cpuMillis());
    }

    private void doors() throws Exception {
        say("The same call through the gateway and past it");
        mall.awaitQuiet();
        figures.doors = new Doors(mall, client, shop.store()).measure();
        System.out.printf(
                "  the gateway adds %.2f ms at p50; %.3f CPU ms a call, the service %.3f%n",
                figures.doors.addedP50(), figures.doors.gatewayCpuMillis(), figures.doors.serviceCpuMillis());
    }

    private Run observe(String load, String asked, Work work) throws Exception {
        mall.awaitQuiet();
        long handled = mall.sum("select count(*) from inbox");
        long sent = sent();
        long transactions = transactions();
        long wal = wal();
        Usage before = mall.usage();
        Load.Result result = work.run();
        mall.awaitQuiet();
        Usage used = mall.usage().since(before);
        Run run = run(
                load,
                asked,
                result,
                used,
                mall.sum("select count(*) from inbox") - handled,
                sent() - sent,
                transactions() - transactions,
                wal() - wal);
        figures.runs.add(run);
        System.out.printf(
                "  %.1f/s, p50 %.1f ms, p99 %.1f ms, %.1f CPU ms/order, %d failed %s%n",
                run.approvedPerSecond(), run.p50(), run.p99(), run.cpuMillisPerOrder(), run.failed(), run.failure());
        return run;
    }

    private Run run(
            String load,
            String asked,
            Load.Result result,
            Usage used,
            long handled,
            long sent,
            long transactions,
            long wal) {
        double orders = Math.max(1, result.visits() - result.failed());
        Map<String, Double> byProcess = new LinkedHashMap<>();
        used.cpu().forEach((name, millis) -> byProcess.put(name, millis / orders));
        Map<String, Double> written = new LinkedHashMap<>();
        used.written().forEach((name, bytes) -> written.put(name, bytes / orders));
        return new Run(
                load,
                asked,
                result.visits(),
                result.failed(),
                result.failure(),
                result.perSecond(),
                orders / used.seconds(),
                millis(result.toApproved(), 50),
                millis(result.toApproved(), 90),
                millis(result.toApproved(), 99),
                millis(result.toApproved(), 100),
                millis(result.whole(), 50),
                millis(result.whole(), 99),
                used.cpuOfAll() / orders,
                used.cpuOfAll() / Math.max(1, handled),
                figures.idleCpuMillisPerSecond * used.seconds() / orders,
                Math.round(used.disk() / orders),
                Math.round(wal / orders),
                sent / orders,
                handled / orders,
                transactions / orders,
                transactions / used.seconds(),
                used.own() / orders,
                used.wakeUps() / orders,
                result.growth(),
                byProcess,
                written);
    }

    private static double millis(Histogram times, double percentile) {
        return times.getValueAtPercentile(percentile) / 1000.0;
    }

    private long sent() throws Exception {
        return mall.ends().values().stream().mapToLong(end -> end).sum();
    }

    private long transactions() throws Exception {
        return mall.number("postgres", "select sum(xact_commit)::bigint from pg_stat_database");
    }

    private long wal() throws Exception {
        return mall.number("postgres", "select (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint");
    }

    // ---- limits, lanes, history

    private void limits() throws Exception {
        say("The machine's own limit");
        Limits limits = new Limits(mall);
        limits.prepare();
        for (int connections : List.of(1, 16, settings.crowd())) {
            figures.commitsPerSecondByConnections.put(connections, limits.commits(connections));
        }
        figures.messageBytes = orders.meanSize();
        figures.producedPerSecond = limits.produced(figures.messageBytes);
        figures.runs.stream()
                .filter(run -> run.asked().equals(settings.crowd() + " at once"))
                .findFirst()
                .ifPresent(run -> figures.commitRatio =
                        run.transactionsPerSecond() / figures.commitsPerSecondByConnections.get(settings.crowd()));
    }

    private void lanes(Lanes lanes, History history, int rows) throws Exception {
        say(
                "%d messages wait for one relay, %d for one consumer; %d rows of history",
                settings.backlog(), settings.backlog() / 4, rows);
        history.resetInbox("customers", rows);
        note("relay", rows, lanes.relay(), figures.producedPerSecond);
        mall.awaitQuiet();
        note("consumer", rows, lanes.consumer(shop.customers()), figures.commitsPerSecondByConnections.get(1));
    }

    private void note(String what, int rows, Lanes.Result result, double limit) {
        System.out.printf("  %s: %.0f/s, %.3f CPU ms/message%n", what, result.perSecond(), result.cpuPerMessage());
        figures.lanes.add(new Lane(
                what,
                rows,
                result.messages(),
                result.perSecond(),
                result.cpuPerMessage(),
                result.ofService(),
                result.ofPostgres(),
                result.ofKafka(),
                result.perSecond() / limit));
    }

    private void withHistory(Lanes lanes, History history) throws Exception {
        long rows = mall.number("ordering", "select count(*) from event");
        pacedCheckOuts(STEADY, "%d/s, %,d events of orders".formatted(STEADY, rows));
        say("History");
        history.fill(settings.many());
        pacedCheckOuts(STEADY, "%d/s, %,d rows of history in each service".formatted(STEADY, settings.many()));
        if (settings.lanes()) {
            lanes(lanes, history, settings.many());
        }
    }

    private static void say(String what, Object... arguments) {
        System.out.printf(what + "%n", arguments);
    }
}
