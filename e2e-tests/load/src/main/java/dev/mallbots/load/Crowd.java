package dev.mallbots.load;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Many connections that send the same data, and then a little every second, or nothing. */
final class Crowd implements AutoCloseable {

    /** The test measures the cost of open connections, not the speed of opening them. */
    private static final int AT_ONCE = 50;

    private static final Duration BETWEEN = Duration.ofMillis(50);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final AtomicInteger open = new AtomicInteger();

    private Crowd() {}

    static Crowd none() {
        return new Crowd();
    }

    /**
     * @param first the data that each sends first
     * @param then the data that each sends every second afterwards
     */
    static Crowd of(URI gateway, int size, String first, String then) throws Exception {
        Crowd crowd = new Crowd();
        NetClient client = crowd.vertx.createNetClient(new NetClientOptions().setConnectTimeout(10_000));
        for (int there = 0; there < size; there += AT_ONCE) {
            List<Future<NetSocket>> coming = new ArrayList<>();
            for (int more = 0; more < Math.min(AT_ONCE, size - there); more++) {
                coming.add(client.connect(gateway.getPort(), gateway.getHost()));
            }
            for (Future<NetSocket> connection : coming) {
                Client.await(connection.onSuccess(socket -> crowd.join(socket, first, then)));
            }
            Thread.sleep(BETWEEN);
        }
        return crowd;
    }

    private void join(NetSocket socket, String first, String then) {
        open.incrementAndGet();
        long beat = then.isEmpty() ? -1 : vertx.setPeriodic(1_000, next -> socket.write(then));
        socket.closeHandler(cut -> {
            vertx.cancelTimer(beat);
            open.decrementAndGet();
        });
        socket.handler(answer -> {});
        socket.write(first);
    }

    /** The number of connections that the gateway has not closed yet. */
    int left() {
        return open.get();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
