package dev.mallbots.platform.messaging;

import com.google.protobuf.StringValue;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.testing.Topics.Received;
import dev.mallbots.platform.testing.WithMall;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The probe on a real PostgreSQL and a real Kafka, with helpers for its tests. */
@WithMall(topics = """
                mallbots.probe.events.Note partitions=2
                mallbots.probe.events.Echo partitions=2
                mallbots.probe.events.Narrow partitions=1 max.message.bytes=150000
                mallbots.probe.commands partitions=2
                mallbots.probe.replies partitions=2
                mallbots.probe.dead-letters partitions=2
                """)
abstract class ProbeTest {

    static dev.mallbots.platform.testing.Topics topics;

    @Inject
    Probe probe;

    @Inject
    Transactions transactions;

    @Inject
    ProbeDatabase database;

    @Inject
    MeterRegistry metrics;

    final UUID key = Ids.next();

    @BeforeAll
    static void connect() {
        topics = new dev.mallbots.platform.testing.Topics();
    }

    @BeforeEach
    void forget() throws SQLException {
        database.execute("truncate effect");
    }

    @AfterAll
    static void disconnect() {
        topics.close();
    }

    double gauge(String name) {
        CompositeMeterRegistry all = (CompositeMeterRegistry) metrics;
        if (all.getRegistries().isEmpty()) {
            // without a registry, a test's gauge has no value
            all.add(new SimpleMeterRegistry());
        }
        return all.get(name).gauge().value();
    }

    void run(Supplier<Uni<Void>> work) {
        transactions.inNew(work).await().atMost(Duration.ofSeconds(20));
    }

    List<String> notes(String topic) {
        return topics.all(topic, key, StringValue.class).stream()
                .map(Received::payload)
                .map(StringValue::getValue)
                .toList();
    }
}
