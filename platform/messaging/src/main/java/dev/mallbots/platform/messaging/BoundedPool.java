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
 * The pool of database connections, with a limited wait: after {@code mallbots.pool.wait}, or if too many callers wait already, the call
 * fails because the database is unavailable. Without this, the pool lets any number of callers wait for 30 seconds, longer than their
 * clients wait.
 */
@Singleton
class BoundedPool implements PgPoolCreator {

    /** Far more than the gateway's limit of concurrent requests to a service. */
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
