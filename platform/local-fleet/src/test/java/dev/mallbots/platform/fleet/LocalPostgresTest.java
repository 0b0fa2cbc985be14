package dev.mallbots.platform.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("starts-processes")
@DisplayNameGeneration(ReplaceUnderscores.class)
class LocalPostgresTest {

    private static final Path HOME = Path.of("target/postgres-test").toAbsolutePath();
    private static LocalPostgres postgres;

    @BeforeAll
    static void start() throws Exception {
        Folders.deleteContents(HOME);
        postgres = start("secret");
    }

    @AfterAll
    static void stop() {
        postgres.stop();
    }

    @Test
    void a_confirmed_commit_is_on_disk() throws SQLException {
        LocalPostgres.Database red = postgres.database("red", "one");

        assertThat(ask(red, "show fsync")).isEqualTo("on");
        assertThat(ask(red, "show synchronous_commit")).isEqualTo("on");
    }

    @Test
    void data_outlives_the_process() throws SQLException {
        LocalPostgres.Database green = postgres.database("green", "two");
        ask(green, "create table kept(word text); insert into kept values ('still here') returning word");

        postgres.stop();
        postgres = start("secret");

        assertThat(ask(postgres.database("green", "two"), "select word from kept"))
                .isEqualTo("still here");
    }

    @Test
    void a_database_refuses_every_other_role() {
        LocalPostgres.Database mine = postgres.database("mine", "three");
        LocalPostgres.Database yours = postgres.database("yours", "four");
        String url = "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/";

        assertThatThrownBy(() -> DriverManager.getConnection(url + yours.name(), mine.user(), mine.password()))
                .hasMessageContaining("permission denied for database");
        assertThatThrownBy(() -> DriverManager.getConnection(url + mine.name(), mine.user(), "guessed"))
                .hasMessageContaining("password authentication failed");
    }

    private static LocalPostgres start(String password) {
        return LocalPostgres.start(
                HOME.resolve("data"), Ports.free(1).getFirst(), password, HOME.resolve("log"), Lifetime.TIED);
    }

    private static String ask(LocalPostgres.Database database, String sql) throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:" + database.port() + "/" + database.name();
        try (Connection connection = DriverManager.getConnection(url, database.user(), database.password());
                var statement = connection.createStatement()) {
            boolean rows = statement.execute(sql);
            while (!rows) {
                rows = statement.getMoreResults();
            }
            try (ResultSet result = statement.getResultSet()) {
                result.next();
                return result.getString(1);
            }
        }
    }
}
