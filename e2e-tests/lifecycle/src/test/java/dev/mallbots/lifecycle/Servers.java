package dev.mallbots.lifecycle;

import dev.mallbots.platform.fleet.Lifetime;
import dev.mallbots.platform.fleet.LocalKafka;
import dev.mallbots.platform.fleet.LocalPostgres;
import dev.mallbots.platform.fleet.Ports;
import dev.mallbots.platform.fleet.Secrets;
import dev.mallbots.platform.fleet.TopicCatalogue;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A running PostgreSQL, and a Kafka that a test can start. Both end with the tests' JVM. */
final class Servers implements AutoCloseable {

    private static final String DATABASE = "customers";

    private final Path home =
            Path.of("target", "servers", UUID.randomUUID().toString()).toAbsolutePath();
    private final List<Integer> ports = Ports.free(2);
    private final String superuserPassword = Secrets.password();
    private LocalPostgres postgres;
    private LocalPostgres.Database database;
    private LocalKafka kafka;

    Servers() {
        openDatabase();
        database = postgres.database(DATABASE, Secrets.password());
    }

    void openDatabase() {
        postgres = LocalPostgres.start(
                home.resolve("postgres"),
                ports.getFirst(),
                superuserPassword,
                home.resolve("postgres.log"),
                Lifetime.TIED);
    }

    void closeDatabase() {
        postgres.stop();
    }

    void openKafka() {
        kafka = LocalKafka.start(
                home.resolve("kafka"),
                ports.getLast(),
                TopicCatalogue.onClassPath(),
                List.of(),
                home.resolve("kafka.log"),
                Lifetime.TIED);
    }

    void closeKafka() {
        kafka.stop();
    }

    void signalKafka(String signal) {
        kafka.signal(signal);
    }

    /** The service's settings for them. */
    Map<String, String> environment() {
        return new HashMap<>(Map.of(
                "MALLBOTS_DB_HOST", database.host(),
                "MALLBOTS_DB_PORT", "" + database.port(),
                "MALLBOTS_DB_NAME", database.name(),
                "MALLBOTS_DB_USER", database.user(),
                "MALLBOTS_DB_PASSWORD", database.password(),
                "KAFKA_BOOTSTRAP_SERVERS", kafkaAddress()));
    }

    String kafkaAddress() {
        return Ports.LOOPBACK + ":" + ports.getLast();
    }

    Connection connect() throws SQLException {
        String url = "jdbc:postgresql://%s:%d/%s".formatted(database.host(), database.port(), database.name());
        return DriverManager.getConnection(url, database.user(), database.password());
    }

    /** @param query returns one number */
    long ask(String query) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(query)) {
            answer.next();
            return answer.getLong(1);
        }
    }

    @Override
    public void close() {
        if (kafka != null) {
            kafka.stop();
        }
        postgres.stop();
    }
}
