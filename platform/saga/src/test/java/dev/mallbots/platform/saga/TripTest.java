package dev.mallbots.platform.saga;

import static dev.mallbots.platform.saga.TripSaga.BOOK_TRIP;

import com.google.protobuf.Message;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.messaging.MessageContext;
import dev.mallbots.platform.messaging.Transactions;
import dev.mallbots.platform.saga.TripSaga.Trip;
import dev.mallbots.platform.testing.WithMall;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** A saga on a real PostgreSQL and a real Kafka, with helpers for its tests. */
@WithMall(topics = """
                mallbots.trips.replies partitions=1
                mallbots.trips.commands partitions=1
                mallbots.travellers.commands partitions=1
                mallbots.hotels.commands partitions=1
                mallbots.flights.commands partitions=1
                """)
abstract class TripTest {

    @Inject
    Sagas sagas;

    @Inject
    SagaLookup lookup;

    @Inject
    Transactions transactions;

    @Inject
    DataSource database;

    final UUID id = Ids.next();

    void start() {
        inNew(() -> sagas.start(BOOK_TRIP, id, Trip.of("Ann")));
    }

    void reply(Message reply) {
        reply(awaited(), reply);
    }

    void reply(UUID command, Message reply) {
        inNew(() -> sagas.reply(replyTo(command), reply));
    }

    /** The last sent command. */
    UUID awaited() {
        return details().log().getLast().messageId().orElseThrow();
    }

    SagaDetails details() {
        return inNew(() -> lookup.one(id));
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                var statement = connection.prepareStatement(sql)) {
            statement.setObject(1, id);
            statement.executeUpdate();
        }
    }

    <T> T inNew(Supplier<Uni<T>> work) {
        return transactions.inNew(work).await().atMost(Duration.ofSeconds(10));
    }

    MessageContext replyTo(UUID command) {
        return new MessageContext(
                Ids.next(),
                "reply",
                "/services/test",
                id.toString(),
                Instant.now(),
                id.toString(),
                OptionalLong.empty(),
                Optional.of(id),
                Optional.of(command),
                Optional.empty(),
                Optional.empty());
    }
}
