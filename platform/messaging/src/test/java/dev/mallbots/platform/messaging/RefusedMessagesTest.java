package dev.mallbots.platform.messaging;

import static dev.mallbots.platform.messaging.Probe.NOTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.StringValue;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.testing.Topics.Received;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A message that Kafka rejects stays, is reported, and blocks only its own key. */
@QuarkusTest
class RefusedMessagesTest extends ProbeTest {

    private static final String NARROW = Topics.events("probe", "Narrow");

    @Inject
    Outbox outbox;

    private final UUID other = Ids.next();

    @AfterEach
    void letGo() throws SQLException {
        database.execute("delete from outbox");
    }

    @Test
    void fault_3_a_rejected_message_stays_and_is_reported_and_the_others_go_on() throws SQLException {
        publish(
                note("Note", key, "x".repeat(2_000_000)),
                note("Note", key, "right behind it"),
                note("Note", other, "1"));

        topics.await(NOTES, other, StringValue.class);
        await().untilAsserted(() ->
                assertThat(reasons(key)).singleElement().asString().contains("RecordTooLargeException"));
        publish(note("Note", key, "behind it"));
        publish(note("Note", other, "2"));
        await().untilAsserted(() -> assertThat(texts(NOTES, other)).containsExactly("1", "2"));
        assertThat(topics.raw(NOTES, key)).isEmpty();
    }

    @Test
    void a_message_that_is_too_large_for_its_topic_is_not_overtaken_by_later_ones_of_its_key() throws SQLException {
        publish(
                note("Narrow", key, "first"),
                note("Narrow", key, "x".repeat(200_000)),
                note("Narrow", key, "third"),
                note("Narrow", other, "of another key"));

        await().untilAsserted(() ->
                assertThat(reasons(key)).singleElement().asString().contains("RecordTooLargeException"));
        await().untilAsserted(() -> assertThat(texts(NARROW, other)).containsExactly("of another key"));
        publish(note("Narrow", other, "of another key, later"));
        await().untilAsserted(() -> assertThat(texts(NARROW, other)).hasSize(2));
        assertThat(texts(NARROW, key)).containsExactly("first");
        assertThat(database.count("outbox where key = '%s'".formatted(key))).isEqualTo(2);
    }

    @Test
    void many_small_messages_fit_into_a_topic_that_accepts_only_small_batches() {
        List<String> all =
                IntStream.range(0, 300).mapToObj(i -> i + "x".repeat(2_000)).toList();
        publish(all.stream().map(text -> note("Narrow", key, text)).toArray(OutgoingMessage[]::new));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(texts(NARROW, key)).isEqualTo(all));
    }

    @Test
    void a_missing_topic_blocks_no_others_and_gets_its_messages_in_order_once_it_exists() throws SQLException {
        String late = Topics.events("probe", "Late");
        publish(note("Late", key, "1"), note("Late", key, "2"), note("Late", other, "1"), note("Note", key, "heard"));

        topics.await(NOTES, key, StringValue.class);
        await().untilAsserted(() -> assertThat(reasons(key)).contains("Kafka has no such topic"));
        publish(note("Late", key, "3"), note("Late", other, "2"), note("Note", key, "heard at once"));
        await().atMost(Duration.ofSeconds(8))
                .untilAsserted(() -> assertThat(texts(NOTES, key)).contains("heard at once"));

        Broker.makeTopic(late);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(texts(late, key)).containsExactly("1", "2", "3");
            assertThat(texts(late, other)).containsExactly("1", "2");
            assertThat(database.count("outbox")).isZero();
        });
    }

    private void publish(OutgoingMessage... messages) {
        run(() -> outbox.publish(List.of(messages)));
    }

    private static OutgoingMessage note(String aggregate, UUID key, String text) {
        return OutgoingMessage.event("probe", aggregate, key, 1, StringValue.of(text));
    }

    private static List<String> texts(String topic, UUID key) {
        return topics.all(topic, key, StringValue.class).stream()
                .map(Received::payload)
                .map(StringValue::getValue)
                .toList();
    }

    private List<String> reasons(UUID key) throws SQLException {
        return database.texts(
                "select refused from outbox where key = '%s' and refused is not null order by id".formatted(key));
    }
}
