package dev.mallbots.platform.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Int64Value;
import dev.mallbots.contracts.common.v1.CommandSucceeded;
import dev.mallbots.platform.kernel.Unavailable;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** Instances of an older and of a newer release work on the same table. */
@QuarkusTest
class SagaReleasesTest extends TripTest {

    @Inject
    Flyway flyway;

    @Test
    void a_saga_continues_where_an_instance_that_uses_step_numbers_has_left_it() throws SQLException {
        start();
        var command = awaited();
        assertThat(stored("step_name")).isEqualTo("check traveller");
        assertThat(stored("step")).isEqualTo("1");

        // as that release writes it, without the step's name and the delay
        execute("update saga set delayed_since = now() where id = ?");
        execute("update saga set step = 2, version = version + 1 where id = ?");

        assertThat(details().summary().step()).isEqualTo("book hotel");
        reply(command, Int64Value.of(7));
        assertThat(details().summary().step()).isEqualTo("book flight");
        assertThat(stored("step_name")).isEqualTo("book flight");
        assertThat(stored("step")).isEqualTo("3");
        execute("update saga set state = 'COMPENSATING', version = version + 1 where id = ?");
        assertThat(details().summary().delayedSince()).isEmpty();
    }

    @Test
    void a_row_from_before_steps_had_names_is_read_by_its_number() throws SQLException {
        start();
        execute("update saga set step_name = null where id = ?");

        reply(CommandSucceeded.getDefaultInstance());

        assertThat(details().summary().step()).isEqualTo("book hotel");
    }

    @Test
    void a_saga_of_a_newer_release_is_left_to_that_release_and_kept() throws SQLException {
        start();
        execute("update saga set data = data || '{\"luggage\": {\"kg\": 20.50}}' where id = ?");
        var command = awaited();

        reply(command, CommandSucceeded.getDefaultInstance());

        assertThat(details().summary().step()).isEqualTo("book hotel");
        assertThat(stored("data -> 'luggage' ->> 'kg'")).isEqualTo("20.50");
        execute("update saga set step_name = 'insure', step = -1 where id = ?");
        var next = awaited();
        assertThatThrownBy(() -> reply(next, CommandSucceeded.getDefaultInstance()))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("step 'insure'");
        assertThat(details().summary().step()).isEqualTo("insure");
    }

    @Test
    void an_older_release_starts_on_a_database_that_a_newer_one_has_migrated() throws SQLException {
        sql("""
                insert into flyway_schema_history
                select max(installed_rank) + 1, '0.20.1', 'of a newer release', 'SQL', 'V0_20_1__x.sql', 1, 'x', now(), 1, true
                from flyway_schema_history
                """);
        try {
            assertThat(flyway.migrate().success).isTrue();
        } finally {
            sql("delete from flyway_schema_history where version = '0.20.1'");
        }
    }

    /** Flyway needs every connection of the pool, so none may be in use. */
    private void sql(String statement) throws SQLException {
        try (Connection connection = database.getConnection();
                var work = connection.createStatement()) {
            work.execute(statement);
        }
    }

    private String stored(String column) throws SQLException {
        try (Connection connection = database.getConnection();
                var statement = connection.prepareStatement("select " + column + " from saga where id = ?")) {
            statement.setObject(1, id);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }
}
