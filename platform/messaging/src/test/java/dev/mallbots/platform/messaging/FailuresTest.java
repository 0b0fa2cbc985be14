package dev.mallbots.platform.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.platform.kernel.Unavailable;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import java.net.ConnectException;
import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FailuresTest {

    @Test
    void an_unavailable_service_is_a_transient_failure_but_not_one_of_the_database() {
        var away = new RuntimeException(new Unavailable("the stores service", new ConnectException("refused")));

        assertThat(Failures.isPassing(away)).isTrue();
        assertThat(Failures.isDatabaseAway(away)).isFalse();
        assertThat(Failures.isDatabaseAway(new RuntimeException(new ConnectException("refused"))))
                .isTrue();
    }

    @Test
    void a_message_that_the_database_rejects_does_not_stop_all_others() {
        var refused = new RuntimeException(new PgException("duplicate key", "ERROR", "23505", "users_pkey"));
        var inTheWay = new RuntimeException(new PgException("deadlock", "ERROR", "40P01", ""));
        var inTheWayAsHibernateSays = new RuntimeException(new SQLException("deadlock", "40P01"));
        var tooLong = new RuntimeException(new PgException("statement timeout", "ERROR", "57014", ""));
        var down = new RuntimeException(new PgException("shutting down", "FATAL", "57P01", ""));

        assertThat(Failures.isPassing(refused)).isFalse();
        assertThat(Failures.isDatabaseAway(inTheWay)).isFalse();
        assertThat(Failures.isPassing(inTheWay)).isTrue();
        assertThat(Failures.isDatabaseAway(inTheWayAsHibernateSays)).isFalse();
        assertThat(Failures.isPassing(inTheWayAsHibernateSays)).isTrue();
        assertThat(Failures.isDatabaseAway(tooLong)).isFalse();
        assertThat(Failures.isPassing(tooLong)).isTrue();
        assertThat(Failures.isDatabaseAway(down)).isTrue();
    }

    @Test
    void a_closed_or_missing_connection_is_a_failure_of_the_database() {
        Stream.of("Timeout", "Connection is not active now, current status: CLOSED")
                .forEach(text -> assertThat(
                                Failures.isDatabaseAway(new CompletionException(new NoStackTraceThrowable(text))))
                        .as(text)
                        .isTrue());
    }
}
