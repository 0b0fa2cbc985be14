package dev.mallbots.platform.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.platform.messaging.OutboxRows.Row;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** What is counted of outgoing messages; docs/telemetry.md. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RelayMetersTest {

    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private final RelayMeters meters = new RelayMeters(metrics, Set.of("mall.Known"));

    @Test
    void every_type_that_is_known_to_be_sent_is_there_from_the_start() {
        assertThat(relayed("mall.Known")).isZero();
        assertThat(relayed("other")).isZero();
    }

    @Test
    void acknowledged_messages_are_counted_by_type() {
        meters.relayed(List.of(row("mall.Known"), row("mall.Command"), row("mall.Known")));
        meters.relayed(List.of(row("mall.Command"), row("other")));

        assertThat(relayed("mall.Known")).isEqualTo(2);
        assertThat(relayed("mall.Command")).isEqualTo(2);
        assertThat(relayed("other")).isEqualTo(1);
        assertThat(metrics.find("outbox.relayed").counters().stream()
                        .mapToDouble(Counter::count)
                        .sum())
                .isEqualTo(5);
    }

    @Test
    void the_events_of_a_services_contract_and_its_replies_are_known_to_be_sent() {
        assertThat(RelayMeters.typesOf("ordering", true))
                .contains(
                        "mallbots.ordering.v1.OrderCreated",
                        "mallbots.ordering.v1.OrderCompleted",
                        "mallbots.common.v1.CommandSucceeded",
                        "mallbots.common.v1.CommandFailed")
                .doesNotContain("mallbots.ordering.v1.OrderItem", "mallbots.ordering.v1.ApproveOrder");
    }

    @Test
    void a_service_without_commands_sends_no_replies_and_one_without_a_contract_no_events() {
        assertThat(RelayMeters.typesOf("stores", false))
                .isNotEmpty()
                .allSatisfy(type -> assertThat(type).startsWith("mallbots.stores."));
        assertThat(RelayMeters.typesOf("order-saga", false)).isEmpty();
    }

    private double relayed(String type) {
        return metrics.get("outbox.relayed").tag("type", type).counter().count();
    }

    private static Row row(String type) {
        return new Row(1, "key", type, new ProducerRecord<>("topic", new byte[0]));
    }
}
