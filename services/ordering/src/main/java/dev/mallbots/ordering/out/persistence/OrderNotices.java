package dev.mallbots.ordering.out.persistence;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.pubsub.PgChannel;
import io.vertx.pgclient.pubsub.PgSubscriber;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * PostgreSQL's word that something happened to an order, wherever it was done: a trigger on the table of events gives it with
 * the commit. It comes over a connection of its own, since a LISTEN lives as long as its connection does; one that breaks, or
 * keeps silent for longer than its signs of life are apart, is made anew.
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

    OrderNotices(
            Vertx vertx,
            @ConfigProperty(name = "quarkus.datasource.reactive.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") String user,
            @ConfigProperty(name = "quarkus.datasource.password") String password) {
        this.vertx = vertx;
        var database = PgConnectOptions.fromUri(url)
                .setUser(user)
                .setPassword(password)
                .addProperty("application_name", "order-notices");
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
     * @param changed told the id of each order that something happened to
     * @param listening told when no word is missed any more: at first, and whenever the connection was made anew
     */
    void listen(Consumer<UUID> changed, Runnable listening) {
        channel.subscribeHandler(done -> listening.run());
        channel.handler(id -> changed.accept(UUID.fromString(id)));
    }

    void listenNoMore() {
        channel.handler(null);
    }

    /** Only a connection that was there once is made anew by the subscriber itself. */
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
