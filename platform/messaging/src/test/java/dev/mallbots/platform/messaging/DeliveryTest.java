package dev.mallbots.platform.messaging;

import static dev.mallbots.platform.messaging.Probe.COMMANDS;
import static dev.mallbots.platform.messaging.Probe.ECHOES;
import static dev.mallbots.platform.messaging.Probe.NOTES;
import static dev.mallbots.platform.messaging.Probe.REPLIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.BoolValue;
import com.google.protobuf.DoubleValue;
import com.google.protobuf.Int64Value;
import com.google.protobuf.StringValue;
import dev.mallbots.contracts.common.v1.CommandFailed;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.testing.Topics.Received;
import io.quarkus.hibernate.orm.runtime.JPAConfig;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.junit.jupiter.api.Test;

/** From a topic to its one effect, over a real PostgreSQL and a real Kafka. */
@QuarkusTest
class DeliveryTest extends ProbeTest {

    private static final String DEAD = Topics.deadLetters("probe");

    @Inject
    Outbox outbox;

    @Inject
    Inbox inbox;

    @Inject
    JPAConfig jpa;

    @Inject
    MessageConsumer consumer;

    @Test
    void fault_4_a_repeated_message_takes_effect_once_and_blocks_no_other() {
        UUID id = UUID.randomUUID();
        topics.draft(StringValue.of("once")).id(id).publish(NOTES, key);
        topics.draft(StringValue.of("once")).id(id).publish(NOTES, key);
        topics.publish(NOTES, key, StringValue.of("next"));

        await().untilAsserted(() -> assertThat(database.effects()).containsExactly("once", "next"));
        await().untilAsserted(() -> assertThat(notes(ECHOES)).containsExactly("once", "next"));
    }

    @Test
    void fault_4_an_unreadable_message_is_stored_and_blocks_no_later_ones() throws SQLException {
        topics.publishRaw(NOTES, key, "no envelope".getBytes(StandardCharsets.UTF_8), Map.of());
        topics.publishRaw(NOTES, key, new byte[0], Map.of("ce_id", "no uuid", "ce_source", "x", "ce_type", "y"));
        topics.publishRaw(
                NOTES,
                key,
                new byte[] {10, 99, 1},
                Map.of(
                        "ce_id", UUID.randomUUID().toString(),
                        "ce_source", "/services/test",
                        "ce_type", "google.protobuf.StringValue"));
        topics.publish(NOTES, key, StringValue.of("next"));

        await().untilAsserted(() -> assertThat(database.effects()).containsExactly("next"));
        await().untilAsserted(() -> assertThat(topics.raw(DEAD, key)).hasSize(3));
        assertThat(database.count("dead_letter where key = '%s'".formatted(key)))
                .isEqualTo(3);
    }

    @Test
    void a_message_that_always_fails_is_stored_with_its_history_and_the_other_keys_go_on() {
        UUID other = Ids.next();
        UUID id = topics.publish(NOTES, key, StringValue.of("broken"));
        topics.publish(NOTES, other, StringValue.of("fine"));
        topics.publish(NOTES, key, StringValue.of("behind"));

        await().untilAsserted(() -> assertThat(database.effects()).containsExactlyInAnyOrder("fine", "behind"));
        ConsumerRecord<String, byte[]> dead = topics.raw(DEAD, key).getFirst();
        assertThat(header(dead, "ce_id")).isEqualTo(id.toString());
        assertThat(header(dead, "dead-letter-error")).contains("a bug");
        assertThat(header(dead, "dead-letter-topic")).isEqualTo(NOTES);
        assertThat(header(dead, "dead-letter-tries")).isEqualTo("5");
        assertThat(dead.value()).isEqualTo(StringValue.of("broken").toByteArray());
        assertThat(notes(ECHOES)).doesNotContain("broken");
    }

    @Test
    void an_event_that_is_refused_is_stored_at_once() {
        UUID id = topics.publish(NOTES, key, StringValue.of("refused"));

        await().untilAsserted(() -> assertThat(topics.raw(DEAD, key)).hasSize(1));
        assertThat(header(topics.raw(DEAD, key).getFirst(), "dead-letter-error"))
                .isEqualTo("not now");
        assertThat(probe.tries.get(id).get()).isLessThanOrEqualTo(2);
    }

    @Test
    void fault_2_an_error_in_a_handler_rolls_back_and_the_consumer_lives() {
        topics.publish(NOTES, key, StringValue.of("panic"));
        topics.publish(NOTES, key, StringValue.of("afterwards"));

        await().untilAsserted(() -> assertThat(database.effects()).containsExactly("afterwards"));
        assertThat(topics.raw(DEAD, key)).hasSize(1);
    }

    @Test
    void a_transient_failure_is_retried_until_it_has_passed_and_never_becomes_a_dead_letter() {
        UUID id = topics.publish(NOTES, key, StringValue.of("shaky"));
        topics.publish(NOTES, key, StringValue.of("behind"));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(database.effects()).containsExactly("shaky", "behind"));
        assertThat(probe.tries.get(id)).hasValueGreaterThanOrEqualTo(7);
        assertThat(topics.raw(DEAD, key)).isEmpty();
    }

    @Test
    void a_message_that_meets_a_deadlock_when_its_batch_is_split_is_not_overtaken_by_the_next_of_its_key()
            throws SQLException {
        UUID deadlocked = UUID.randomUUID();
        AtomicBoolean acknowledged = new AtomicBoolean();

        consumer.take(
                        List.of(
                                record(
                                        1,
                                        key,
                                        deadlocked,
                                        StringValue.of("deadlock from its second run on")
                                                .toByteArray()),
                                record(2, Ids.next(), UUID.randomUUID(), new byte[] {10, 99, 1}),
                                record(
                                        3,
                                        key,
                                        UUID.randomUUID(),
                                        StringValue.of("behind").toByteArray())),
                        () -> {
                            acknowledged.set(true);
                            return CompletableFuture.completedFuture(null);
                        })
                .await()
                .atMost(Duration.ofSeconds(20));

        await().untilTrue(acknowledged);
        assertThat(database.effects()).containsExactly("deadlock from its second run on", "behind");
        assertThat(probe.tries.get(deadlocked)).hasValueGreaterThanOrEqualTo(3);
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, UUID key, UUID id, byte[] payload) {
        var message = new ConsumerRecord<>(NOTES, 0, offset, key.toString().getBytes(StandardCharsets.UTF_8), payload);
        Map.of("ce_id", id.toString(), "ce_source", "/services/test", "ce_type", "google.protobuf.StringValue")
                .forEach((name, value) -> message.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return message;
    }

    @Test
    void the_inbox_stores_a_messages_offset_and_the_order_of_handling() throws SQLException {
        List<UUID> ids = IntStream.range(0, 5)
                .mapToObj(i -> UUID.fromString(
                        "00000000-0000-4000-8000-" + key.toString().substring(24, 35) + (9 - i)))
                .toList();
        byte[] note = StringValue.of("in turn").toByteArray();

        take(IntStream.range(0, 5)
                .mapToObj(i -> record(9 + i, key, ids.get(i), note))
                .toList());

        assertThat(database.texts(
                        "select message_id from inbox where topic = '%s' and partition = 0 and \"offset\" >= 9 and message_id in ('%s') order by turn"
                                .formatted(NOTES, join(ids))))
                .isEqualTo(ids.stream().map(UUID::toString).toList());
    }

    private void take(List<ConsumerRecord<byte[], byte[]>> batch) {
        consumer.take(batch, () -> CompletableFuture.completedFuture(null))
                .await()
                .atMost(Duration.ofSeconds(20));
    }

    private static String join(List<UUID> ids) {
        return ids.stream().map(UUID::toString).collect(Collectors.joining("','"));
    }

    @Test
    void content_that_is_no_text_is_stored_and_published_byte_for_byte() throws SQLException {
        byte[] odd = ("k\0" + key).getBytes(StandardCharsets.UTF_8);
        odd[0] = (byte) 0xff;
        var message = new ConsumerRecord<>(NOTES, 0, 1_000_000L + key.hashCode(), odd, new byte[] {0});
        message.headers()
                .add("odd", new byte[] {0, (byte) 0xfe})
                .add("twice", new byte[] {1})
                .add("twice", null);

        take(List.of(message));

        await().untilAsserted(
                        () -> assertThat(database.texts("select key from dead_letter where key like '%" + key + "'"))
                                .containsExactly("\ufffd\u2400" + key));
        ConsumerRecord<byte[], byte[]> dead = awaitDead(odd);
        assertThat(dead.value()).isEqualTo(new byte[] {0});
        assertThat(dead.headers().lastHeader("odd").value()).isEqualTo(new byte[] {0, (byte) 0xfe});
        assertThat(dead.headers().headers("twice")).extracting(Header::value).containsExactly(new byte[] {1}, null);
    }

    private static ConsumerRecord<byte[], byte[]> awaitDead(byte[] key) {
        String servers = ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);
        try (var letters = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", servers, "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            letters.assign(List.of(new TopicPartition(DEAD, 0), new TopicPartition(DEAD, 1)));
            AtomicReference<ConsumerRecord<byte[], byte[]>> found = new AtomicReference<>();
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                letters.poll(Duration.ofMillis(100)).forEach(letter -> {
                    if (Arrays.equals(letter.key(), key)) {
                        found.set(letter);
                    }
                });
                return found.get() != null;
            });
            return found.get();
        }
    }

    @Test
    void an_error_text_or_a_long_key_that_postgresql_would_reject_prevents_no_dead_letter() throws SQLException {
        String endless = "x".repeat(5_000) + key;
        UUID first = topics.publish(NOTES, key, StringValue.of("a bug with NUL"));
        topics.publishRaw(NOTES, endless, new byte[] {1}, Map.of("which", "endless " + key));

        await().untilAsserted(() -> {
            assertThat(database.texts("select error from dead_letter where id = '%s'".formatted(first)))
                    .singleElement()
                    .asString()
                    .contains("a \u2400 bug");
            assertThat(database.count("dead_letter where headers ->> 'which' = 'endless %s'".formatted(key)))
                    .isEqualTo(1);
        });
        assertThat(awaitDead(endless.getBytes(StandardCharsets.UTF_8)).value()).isEqualTo(new byte[] {1});
    }

    @Test
    void an_offset_that_does_not_move_although_messages_wait_is_reported() {
        topics.publish(NOTES, key, StringValue.of("shaky"));

        await().until(() -> gauge("inbox.stuck.seconds") > 0);
        await().atMost(Duration.ofSeconds(30)).until(() -> gauge("inbox.stuck.seconds") == 0);
    }

    @Test
    void a_refused_command_without_a_reply_topic_is_stored_and_blocks_no_later_ones() throws SQLException {
        UUID unanswerable = topics.draft(Int64Value.of(0)).replyTo(REPLIES).publish(COMMANDS, "no id of a process");
        command(4);

        topics.awaitReceived(REPLIES, key, BoolValue.class);
        await().untilAsserted(() -> assertThat(database.count("dead_letter where id = '%s'".formatted(unanswerable)))
                .isEqualTo(1));
    }

    @Test
    void an_offset_is_committed_only_after_every_earlier_message_is_settled() throws Exception {
        topics.publish(NOTES, key, StringValue.of("shaky"));
        topics.publish(NOTES, key, StringValue.of("behind"));
        ConsumerRecord<String, byte[]> shaky = topics.raw(NOTES, key).getFirst();
        List<String> others = IntStream.range(0, 20).mapToObj(i -> "other " + i).toList();
        others.forEach(text -> topics.publish(NOTES, Ids.next(), StringValue.of(text)));

        await().until(() -> database.effects().containsAll(others));
        if (!database.effects().contains("shaky")) {
            assertThat(committed(shaky)).isLessThanOrEqualTo(shaky.offset());
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> database.effects().contains("behind"));
        long end = topics.raw(NOTES, key).getLast().offset() + 1;
        await().untilAsserted(() -> assertThat(committed(shaky)).isGreaterThanOrEqualTo(end));
    }

    @Test
    void work_that_never_ends_loses_its_locks_and_is_retried_and_the_other_keys_go_on() throws SQLException {
        UUID silent = topics.publish(NOTES, key, StringValue.of("silent"));
        topics.publish(NOTES, Ids.next(), StringValue.of("behind"));

        await().atMost(Duration.ofSeconds(30)).until(() -> database.effects().containsAll(List.of("silent", "behind")));
        assertThat(database.effects()).containsExactlyInAnyOrder("silent", "behind");
        assertThat(probe.tries.get(silent)).hasValue(2);
    }

    @Test
    void a_message_of_a_frozen_instance_is_handled_by_another_after_a_while() throws SQLException {
        UUID id = UUID.randomUUID();
        // an instance that is frozen in the middle: it has claimed the message, and neither continues nor ends
        transactions
                .inNew(() -> inbox.claim(List.of(ReceivedMessage.of(record(1, key, id, new byte[0]))))
                        .chain(() -> Uni.createFrom().nothing()))
                .subscribe()
                .with(never -> {}, broken -> {});
        await().until(() -> database.count("pg_stat_activity where state = 'idle in transaction'") > 0);

        topics.draft(StringValue.of("taken over")).id(id).publish(NOTES, key);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(database.effects()).containsExactly("taken over"));
    }

    @Test
    void a_message_that_the_database_rejects_is_stored_and_its_batch_goes_on() {
        topics.publish(NOTES, key, StringValue.of("forbidden"));
        topics.publish(NOTES, key, StringValue.of("allowed"));

        await().untilAsserted(() -> assertThat(database.effects()).containsExactly("allowed"));
        await().untilAsserted(() -> assertThat(topics.raw(DEAD, key)).hasSize(1));
    }

    @Test
    void a_large_number_of_trivial_messages_is_handled_at_the_first_attempt() {
        List<OutgoingMessage> heap = IntStream.range(0, 1000)
                .mapToObj(i -> OutgoingMessage.event("probe", "Note", key, i, BoolValue.of(true)))
                .toList();

        run(() -> outbox.publish(heap));

        List<UUID> ids = heap.stream().map(OutgoingMessage::id).toList();
        await().until(() -> probe.tries.keySet().containsAll(ids));
        assertThat(ids).allSatisfy(id -> assertThat(probe.tries.get(id)).hasValue(1));
    }

    @Test
    void a_message_of_an_unknown_type_is_skipped() {
        topics.publish(NOTES, key, DoubleValue.of(1));
        topics.publish(NOTES, key, StringValue.of("known"));

        await().untilAsserted(() -> assertThat(database.effects()).containsExactly("known"));
        assertThat(topics.raw(DEAD, key)).isEmpty();
    }

    @Test
    void a_later_major_version_of_a_handled_message_waits_for_a_newer_release_and_blocks_only_its_key() {
        UUID other = Ids.next();
        UUID newer = UUID.randomUUID();
        topics.draft(StringValue.of("newer"))
                .id(newer)
                .header("ce_type", "mallbots.common.v2.CommandSucceeded")
                .publish(NOTES, key);
        topics.publish(NOTES, key, StringValue.of("behind"));
        topics.publish(NOTES, other, StringValue.of("of another key"));

        await().untilAsserted(() -> assertThat(database.effects()).containsExactly("of another key"));
        aNewerInstanceTakes(newer);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(database.effects()).containsExactly("of another key", "behind"));
        assertThat(topics.raw(DEAD, key)).isEmpty();
    }

    @Test
    void a_command_that_only_a_newer_release_knows_waits_for_it() {
        UUID newer = topics.draft(DoubleValue.of(1))
                .header("ce_type", "mallbots.common.v1.SomethingNew")
                .replyTo(REPLIES)
                .publish(COMMANDS, key);
        UUID behind = command(4);
        UUID other = Ids.next();
        topics.draft(Int64Value.of(4)).replyTo(REPLIES).publish(COMMANDS, other);

        topics.awaitReceived(REPLIES, other, BoolValue.class);
        assertThat(topics.all(REPLIES, key, BoolValue.class)).isEmpty();
        aNewerInstanceTakes(newer);
        assertThat(topics.awaitReceived(REPLIES, key, BoolValue.class).causationId())
                .contains(behind);
        assertThat(topics.raw(DEAD, key)).isEmpty();
    }

    /** Its effect is committed, with its row in the inbox. */
    private void aNewerInstanceTakes(UUID message) {
        run(() -> inbox.claim(List.of(ReceivedMessage.of(record(1, key, message, new byte[0]))))
                .replaceWithVoid());
    }

    @Test
    void a_command_is_answered_on_its_reply_topic() {
        UUID command = command(4);

        Received<BoolValue> reply = topics.awaitReceived(REPLIES, key, BoolValue.class);
        assertThat(reply.causationId()).contains(command);
        assertThat(reply.correlationId()).contains(key);
    }

    @Test
    void a_refusal_is_a_reply_and_undoes_the_handlers_effects() throws SQLException {
        UUID command = command(0);

        Received<CommandFailed> reply = topics.awaitReceived(REPLIES, key, CommandFailed.class);
        assertThat(reply.payload().getReason()).isEqualTo("nobody can divide by zero");
        assertThat(reply.causationId()).contains(command);
        assertThat(database.effects()).isEmpty();
    }

    @Test
    void fault_5_a_technical_failure_is_never_answered_as_a_refusal() {
        UUID command = command(-1);

        assertThat(topics.awaitReceived(REPLIES, key, BoolValue.class).causationId())
                .contains(command);
        assertThat(topics.all(REPLIES, key, CommandFailed.class)).isEmpty();
    }

    @Test
    void trace_process_and_cause_pass_through_the_outbox() {
        UUID process = Ids.next();
        String trace = "0af7651916cd43dd8448eb211c80319c";
        UUID id = topics.draft(StringValue.of("traced"))
                .correlatedWith(process)
                .header("traceparent", "00-%s-b7ad6b7169203331-01".formatted(trace))
                .publish(NOTES, key);

        Received<StringValue> echo = topics.awaitReceived(ECHOES, key, StringValue.class);
        assertThat(echo.causationId()).contains(id);
        assertThat(echo.correlationId()).contains(process);
        assertThat(echo.headers().get("traceparent")).contains(trace);
        assertThat(probe.traces).containsEntry(id, trace);
    }

    @Test
    void hibernate_keeps_no_more_plans_for_more_messages() {
        oneByOne(5);
        int plans = plans();
        oneByOne(20);
        assertThat(plans()).isEqualTo(plans);
    }

    /** Each is its own batch. */
    private void oneByOne(int count) {
        for (int i = 0; i < count; i++) {
            String text = "alone " + UUID.randomUUID();
            topics.publish(NOTES, key, StringValue.of(text));
            await().untilAsserted(() -> assertThat(database.effects()).contains(text));
        }
    }

    private int plans() {
        return jpa.getEntityManagerFactory("<default>", true)
                .unwrap(SessionFactoryImplementor.class)
                .getQueryEngine()
                .getInterpretationCache()
                .getNumberOfCachedQueryPlans();
    }

    private static long committed(ConsumerRecord<String, byte[]> record) throws Exception {
        String servers = ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            OffsetAndMetadata committed = admin.listConsumerGroupOffsets("probe")
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(new TopicPartition(record.topic(), record.partition()));
            return committed == null ? 0 : committed.offset();
        }
    }

    private UUID command(long divisor) {
        return topics.draft(Int64Value.of(divisor))
                .replyTo(REPLIES)
                .correlatedWith(key)
                .publish(COMMANDS, key);
    }

    private static String header(ConsumerRecord<String, byte[]> message, String name) {
        return new String(message.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
