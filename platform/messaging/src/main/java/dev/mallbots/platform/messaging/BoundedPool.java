package dev.mallbots.platform.messaging;

import dev.mallbots.platform.service.LimitedWait;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgPool;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PrepareOptions;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.function.Function;

/**
 * A pool of connections with a limited wait: a call of {@link #getConnection}, {@link #withConnection} or {@link #withTransaction} that gets
 * no connection in time fails, because the database is unavailable. A statement that is executed on the pool itself waits without a limit.
 */
@SuppressWarnings("deprecation") // Quarkus accepts no other type
final class BoundedPool implements PgPool {

    private final Vertx vertx;
    private final Pool pool;
    private final Duration wait;

    BoundedPool(Vertx vertx, Pool pool, Duration wait) {
        this.vertx = vertx;
        this.pool = pool;
        this.wait = wait;
    }

    @Override
    public Future<SqlConnection> getConnection() {
        return LimitedWait.of(wait, vertx, pool.getConnection(), () -> noneIn(wait), SqlConnection::close);
    }

    private static VertxException noneIn(Duration wait) {
        return new VertxException("no connection to the database was free within " + wait, true);
    }

    @Override
    public void getConnection(Handler<AsyncResult<SqlConnection>> handler) {
        getConnection().onComplete(handler);
    }

    @Override
    public Query<RowSet<Row>> query(String sql) {
        return pool.query(sql);
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql) {
        return pool.preparedQuery(sql);
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql, PrepareOptions options) {
        return pool.preparedQuery(sql, options);
    }

    @Override
    public PgPool connectHandler(Handler<SqlConnection> handler) {
        pool.connectHandler(handler);
        return this;
    }

    @Override
    public PgPool connectionProvider(Function<Context, Future<SqlConnection>> provider) {
        pool.connectionProvider(provider);
        return this;
    }

    @Override
    public int size() {
        return pool.size();
    }

    @Override
    public Future<Void> close() {
        return pool.close();
    }

    @Override
    public void close(Handler<AsyncResult<Void>> handler) {
        pool.close(handler);
    }
}
