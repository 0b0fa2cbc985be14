package dev.mallbots.load;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/** The gateway's own cost: the same call through it and directly to stores, which answers with one read. */
final class Doors {

    private static final int WARM_UP = 3_000;
    private static final int ONE_BY_ONE = 3_000;
    private static final int CROWD = 32;
    private static final Duration LENGTH = Duration.ofSeconds(10);

    /**
     * @param pastP50 milliseconds of a call to the service itself, one at a time
     * @param throughP50 milliseconds of the same call through the gateway, alternating with those
     * @param perSecond concurrent calls through the gateway
     * @param gatewayCpuMillis CPU of the gateway for each of these calls
     * @param serviceCpuMillis CPU of the service for each of these calls
     */
    record Result(
            double pastP50,
            double throughP50,
            double pastP99,
            double throughP99,
            double perSecond,
            double gatewayCpuMillis,
            double serviceCpuMillis) {

        double addedP50() {
            return throughP50 - pastP50;
        }
    }

    private final Mall mall;
    private final Client through;
    private final String path;

    /** @param store the id of an existing store */
    Doors(Mall mall, Client through, String store) {
        this.mall = mall;
        this.through = through;
        this.path = "/api/stores/" + store;
    }

    Result measure() throws Exception {
        try (Client past = new Client(mall.fleet().url("stores"), mall.fleet().token("operator"))) {
            inTurn(past, WARM_UP, new Histogram(3), new Histogram(3));
            mall.awaitQuiet();
            Histogram timesPast = new Histogram(3);
            Histogram timesThrough = new Histogram(3);
            inTurn(past, ONE_BY_ONE, timesPast, timesThrough);
            Usage before = mall.usage();
            long calls = crowded();
            Usage used = mall.usage().since(before);
            return new Result(
                    millis(timesPast, 50),
                    millis(timesThrough, 50),
                    millis(timesPast, 99),
                    millis(timesThrough, 99),
                    calls / used.seconds(),
                    used.cpu().get("gateway") / calls,
                    used.cpu().get("stores") / calls);
        }
    }

    /** Alternating, so that other load on the machine affects both alike. */
    private void inTurn(Client past, int calls, Histogram timesPast, Histogram timesThrough) throws Exception {
        for (int i = 0; i < calls; i++) {
            time(past, timesPast);
            time(through, timesThrough);
        }
    }

    private void time(Client client, Histogram times) throws Exception {
        long start = System.nanoTime();
        Client.await(client.get(path));
        times.recordValue((System.nanoTime() - start) / 1000);
    }

    private long crowded() throws InterruptedException {
        return Callers.answered(CROWD, LENGTH, () -> through.get(path));
    }

    private static double millis(Histogram times, double percentile) {
        return times.getValueAtPercentile(percentile) / 1000.0;
    }
}
