package dev.mallbots.ordering.out.persistence;

import dev.mallbots.platform.messaging.DatabaseSessions;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.pubsub.PgChannel;
import io.vertx.pgclient.pubsub.PgSubscriber;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * PostgreSQL's notifications of changed orders, made by any instance: a trigger on the table of events sends them with the commit. They
 * need a dedicated connection, because LISTEN ends with its connection. A connection that breaks, or that is silent for longer than the
 * interval of its heartbeats, is replaced.
 */
@ApplicationScoped
class OrderNotices {

    private static final String CHANNEL = "orders";
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(5);
    private static final Duration SILENCE = SIGN_OF_LIFE.multipliedBy(3);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Vertx vertx;
    private final PgSubscriber subscriber;
    private final PgChannel channel;
    private long signsOfLife;

    OrderNotices(Vertx vertx, DatabaseSessions sessions) {
        this.vertx = vertx;
        var database = sessions.options("order-notices");
        database.setIdleTimeoutUnit(TimeUnit.SECONDS).setReadIdleTimeout((int) SILENCE.toSeconds());
        this.subscriber = PgSubscriber.subscriber(vertx, database)
                .reconnectPolicy(attempts -> attempts == 0 ? 0L : PAUSE.toMillis());
        this.channel = subscriber.channel(CHANNEL);
    }

    void start(@Observes StartupEvent started) {
        connect();
        signsOfLife = vertx.setPeriodic(SIGN_OF_LIFE.toMillis(), moment -> askForSignOfLife());
    }

    void stop(@Observes ShutdownEvent stopping) {
        vertx.cancelTimer(signsOfLife);
        subscriber.close();
    }

    /**
     * @param changed receives the id of each changed order
     * @param listening called when notifications arrive reliably: after the first connect and after every reconnect
     */
    void listen(Consumer<UUID> changed, Runnable listening) {
        channel.subscribeHandler(done -> listening.run());
        channel.handler(id -> changed.accept(UUID.fromString(id)));
    }

    void listenNoMore() {
        channel.handler(null);
    }

    /** The subscriber reconnects by itself only after a first successful connect. */
    private void connect() {
        subscriber
                .connect()
                .onFailure(away -> vertx.setTimer(
                        PAUSE.toMillis(), later -> subscriber.close().onComplete(closed -> connect())));
    }

    private void askForSignOfLife() {
        PgConnection connection = subscriber.actualConnection();
        if (connection != null) {
            connection.query("select 1").execute();
        }
    }
}
