package dev.mallbots.platform.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.sql.SQLException;
import org.jboss.logging.Logger.Level;
import org.junit.jupiter.api.Test;

class AwayTest {

    @Test
    void a_repeated_query_is_quiet_about_a_database_that_is_away_or_busy() {
        assertThat(Away.levelOfRepeated(new RuntimeException(new ConnectException("refused"))))
                .isEqualTo(Level.DEBUG);
        assertThat(Away.levelOfRepeated(new SQLException("the lock was not granted in time", "55P03")))
                .isEqualTo(Level.DEBUG);
    }

    @Test
    void a_repeated_query_that_the_database_refuses_is_a_warning() {
        assertThat(Away.levelOfRepeated(new SQLException("syntax error", "42601")))
                .isEqualTo(Level.WARN);
    }
}
