package dev.mallbots.platform.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.TimeoutException;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** No wait for the database is longer than a client waits for its answer. */
@QuarkusTest
class DatabaseLimitsTest extends ProbeTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    @Inject
    Pool pool;

    @Inject
    Vertx vertx;

    @ConfigProperty(name = "quarkus.datasource.reactive.url")
    String url;

    @ConfigProperty(name = "quarkus.datasource.username")
    String user;

    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    @ConfigProperty(name = "quarkus.datasource.reactive.max-size")
    int size;

    @Test
    void a_caller_that_gets_no_connection_in_time_fails_because_the_database_is_unavailable() {
        List<SqlConnection> all = Stream.generate(this::connection).limit(size).toList();
        try {
            Throwable failure = catchThrowable(this::connection);

            assertThat(failure).as("nobody waited long enough").isNotInstanceOf(TimeoutException.class);
            assertThat(Failures.isDatabaseAway(failure)).isTrue();
        } finally {
            all.forEach(connection -> connection.close().await().atMost(SOON));
        }
    }

    /** A grant is delivered on the event loop of its connection, where it may queue for longer than the caller waits. */
    @Test
    void a_connection_granted_too_late_goes_back_to_the_pool() {
        ContextInternal ofConnection = loop();
        ContextInternal ofCaller = loopBeside(ofConnection);
        io.vertx.sqlclient.Pool one = poolOfOne();
        CountDownLatch held = new CountDownLatch(1);
        try {
            ask(one, ofConnection)
                    .join()
                    .close()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            var first = ask(one, ofCaller).join();
            var late = ask(one, ofCaller);
            ofConnection.runOnContext(turn -> hold(held));

            ofCaller.runOnContext(turn -> first.close());
            assertThat(late).failsWithin(SOON);
            held.countDown();

            assertThat(ask(one, ofCaller)).succeedsWithin(SOON);
        } finally {
            held.countDown();
            one.close();
        }
    }

    @Test
    void a_statement_that_takes_too_long_is_aborted_and_may_be_retried() {
        SqlConnection connection = connection();
        try {
            run(connection, "set statement_timeout = '50ms'");
            Throwable failure = catchThrowable(() -> run(connection, "select pg_sleep(9)"));

            assertThat(Failures.isPassing(failure)).isTrue();
            assertThat(Failures.isDatabaseAway(failure)).isFalse();
        } finally {
            run(connection, "reset statement_timeout");
            connection.close().await().atMost(SOON);
        }
    }

    @Test
    void every_statement_has_a_time_limit() {
        SqlConnection connection = connection();
        try {
            assertThat(run(connection, "show statement_timeout")).isEqualTo("20s");
        } finally {
            connection.close().await().atMost(SOON);
        }
    }

    private io.vertx.sqlclient.Pool poolOfOne() {
        var options = PgConnectOptions.fromUri(url).setUser(user).setPassword(password);
        return new BoundedPools(Duration.ofMillis(500)).create(new PgPoolCreator.Input() {
            @Override
            public Vertx vertx() {
                return vertx;
            }

            @Override
            public PoolOptions poolOptions() {
                return new PoolOptions().setMaxSize(1);
            }

            @Override
            public List<PgConnectOptions> pgConnectOptionsList() {
                return List.of(options);
            }
        });
    }

    private static CompletableFuture<io.vertx.sqlclient.SqlConnection> ask(
            io.vertx.sqlclient.Pool pool, ContextInternal caller) {
        CompletableFuture<io.vertx.sqlclient.SqlConnection> answer = new CompletableFuture<>();
        caller.runOnContext(
                turn -> pool.getConnection().onSuccess(answer::complete).onFailure(answer::completeExceptionally));
        return answer;
    }

    private ContextInternal loop() {
        return ((VertxInternal) vertx).createEventLoopContext();
    }

    private ContextInternal loopBeside(ContextInternal taken) {
        return Stream.generate(this::loop)
                .filter(context -> context.nettyEventLoop() != taken.nettyEventLoop())
                .findFirst()
                .orElseThrow();
    }

    private static void hold(CountDownLatch until) {
        try {
            until.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private SqlConnection connection() {
        return pool.getConnection().await().atMost(SOON);
    }

    private static String run(SqlConnection connection, String sql) {
        var rows = connection.query(sql).execute().await().atMost(SOON);
        return rows.size() == 0 ? "" : rows.iterator().next().getString(0);
    }
}
