package dev.mallbots.platform.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.TimeoutException;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** No wait for the database is longer than a client waits for its answer. */
@QuarkusTest
class DatabaseLimitsTest extends ProbeTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    @Inject
    Pool pool;

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

    private SqlConnection connection() {
        return pool.getConnection().await().atMost(SOON);
    }

    private static String run(SqlConnection connection, String sql) {
        var rows = connection.query(sql).execute().await().atMost(SOON);
        return rows.size() == 0 ? "" : rows.iterator().next().getString(0);
    }
}
