package dev.mallbots.platform.messaging;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The pool of database connections, with an end to waiting for one: after {@code mallbots.pool.wait}, or when
 * too many wait already, whoever asked is told that the database is away. Left alone, the pool lets any number wait for 30
 * seconds, by when the client that they wait for is gone.
 */
@Singleton
class BoundedPool implements PgPoolCreator {

    /** Far more than the gateway sends to a service at once. */
    private static final int WAITING = 1_000;

    private final Duration wait;

    BoundedPool(@ConfigProperty(name = "mallbots.pool.wait") Duration wait) {
        this.wait = wait;
    }

    @Override
    public Pool create(Input input) {
        return PgBuilder.pool()
                .with(input.poolOptions()
                        .setMaxWaitQueueSize(WAITING)
                        .setConnectionTimeout((int) wait.toMillis())
                        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS))
                .connectingTo(List.<SqlConnectOptions>copyOf(input.pgConnectOptionsList()))
                .using(input.vertx())
                .build();
    }
}
