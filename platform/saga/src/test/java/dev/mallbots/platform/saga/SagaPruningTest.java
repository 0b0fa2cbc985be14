package dev.mallbots.platform.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.platform.service.Pruning;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which sagas are deleted when they are old. */
@QuarkusTest
class SagaPruningTest extends TripTest {

    @Inject
    Pruning pruning;

    @Test
    void an_old_saga_is_deleted_with_its_log() throws SQLException {
        start();
        execute(
                "update saga set state = 'COMPLETED', deadline = null, changed_at = now() - interval '91 days' where id = ?");

        prune();

        assertThatThrownBy(this::details).isInstanceOf(NotFound.class);
        assertThat(logEntries()).isZero();
    }

    @Test
    void a_deleted_saga_never_starts_again() throws SQLException {
        start();
        execute(
                "update saga set state = 'COMPENSATED', deadline = null, changed_at = now() - interval '91 days' where id = ?");
        prune();

        start();

        assertThatThrownBy(this::details).isInstanceOf(NotFound.class);
    }

    @Test
    void a_recently_ended_saga_is_kept() throws SQLException {
        start();
        execute("update saga set state = 'COMPENSATED', deadline = null, changed_at = now() - interval '89 days',"
                + " started_at = now() - interval '200 days' where id = ?");

        prune();

        assertThat(details().summary().state()).isEqualTo(SagaState.COMPENSATED);
    }

    @Test
    void a_running_or_stuck_saga_is_kept_whatever_its_age() throws SQLException {
        start();
        execute("update saga set deadline = null, changed_at = now() - interval '400 days' where id = ?");
        prune();
        assertThat(details().summary().state()).isEqualTo(SagaState.RUNNING);

        execute("update saga set state = 'COMPENSATING', stuck_since = now() - interval '399 days' where id = ?");
        prune();
        assertThat(details().summary().state()).isEqualTo(SagaState.COMPENSATING);
        assertThat(logEntries()).isPositive();
    }

    private void prune() {
        pruning.prune().await().atMost(Duration.ofSeconds(20));
    }

    private int logEntries() throws SQLException {
        try (Connection connection = database.getConnection();
                var statement = connection.prepareStatement("select count(*) from saga_log where saga_id = ?")) {
            statement.setObject(1, id);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }
}
