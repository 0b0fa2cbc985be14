package dev.mallbots.platform.messaging;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Creates the pool of database connections, in which a caller waits {@code mallbots.pool.wait} at most. */
@Singleton
class BoundedPools implements PgPoolCreator {

    /** Far more than the gateway's limit of concurrent requests to a service. */
    private static final int WAITING = 1_000;

    private final Duration wait;

    BoundedPools(@ConfigProperty(name = "mallbots.pool.wait") Duration wait) {
        this.wait = wait;
    }

    @Override
    public Pool create(Input input) {
        Pool unbounded = PgBuilder.pool()
                .with(input.poolOptions().setMaxWaitQueueSize(WAITING).setConnectionTimeout(0))
                .connectingTo(List.<SqlConnectOptions>copyOf(input.pgConnectOptionsList()))
                .using(input.vertx())
                .build();
        return new BoundedPool(input.vertx(), unbounded, wait);
    }
}
