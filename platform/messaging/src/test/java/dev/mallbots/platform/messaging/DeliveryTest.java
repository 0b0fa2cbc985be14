package dev.mallbots.platform.messaging;

import static dev.mallbots.platform.messaging.Probe.COMMANDS;
import static dev.mallbots.platform.messaging.Probe.ECHOES;
import static dev.mallbots.platform.messaging.Probe.NOTES;
import static dev.mallbots.platform.messaging.Probe.REPLIES;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import com.google.protobuf.BoolValue;
import com.google.protobuf.DoubleValue;
import com.google.protobuf.Int64Value;
import com.google.protobuf.StringValue;
import com.google.protobuf.UInt64Value;
import dev.mallbots.contracts.common.v1.CommandFailed;
import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.service.Pruning;
import dev.mallbots.platform.testing.Topics.Received;
import dev.mallbots.platform.testing.WithMall;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.ConfigProvider;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From one service's transaction to another's effect, over a real PostgreSQL and a real Kafka. */
@QuarkusTest
@WithMall(
        topics = {
            "mallbots.probe.events.Note partitions=2",
            "mallbots.probe.events.Echo partitions=2",
            "mallbots.probe.commands partitions=2",
            "mallbots.probe.replies partitions=2",
            "mallbots.probe.dead-letters partitions=2"
        })
class DeliveryTest {

    private static final dev.mallbots.platform.testing.Topics TOPICS = new dev.mallbots.platform.testing.Topics();
    private static final String DEAD = Topics.deadLetters("probe");

    @Inject
    Probe probe;

    @Inject
    Outbox outbox;

    @Inject
    Transactions transactions;

    @Inject
    DeadLetterOffice office;

    @Inject
    Inbox inbox;

    @Inject
    Pruning pruning;

    @Inject
    AgroalDataSource database;

    private final UUID key = Ids.next();

    @BeforeEach
    void forget() throws SQLException {
        execute("truncate effect");
    }

    @AfterAll
    static void disconnect() {
        TOPICS.close();
    }

    @Test
    void a_message_reaches_the_topic_when_its_transaction_commits() {
        publish("hello");

        Received<StringValue> echo = TOPICS.awaitReceived(NOTES, key, StringValue.class);
        assertThat(echo.payload().getValue()).isEqualTo("hello");
        assertThat(echo.headers())
                .containsEntry("ce_specversion", "1.0")
                .containsEntry("ce_type", "google.protobuf.StringValue")
                .containsEntry("ce_source", "/services/probe")
                .containsEntry("ce_subject", key.toString())
                .containsEntry("ce_sequence", "1")
                .containsEntry("content-type", "application/protobuf")
                .containsKeys("ce_id", "ce_time", "ce_dataschema");
    }

    @Test
    void fault_2_whatever_is_thrown_rolls_back_effect_and_messages_and_the_process_lives() throws SQLException {
        assertThatThrownBy(() -> run(() -> probe.insert("never")
                        .chain(() -> outbox.publish(List.of(note("never"))))
                        .invoke(() -> {
                            throw new StackOverflowError("a panic");
                        })))
                .hasStackTraceContaining("a panic");

        publish("afterwards");
        TOPICS.await(NOTES, key, StringValue.class);
        assertThat(notes(NOTES)).containsExactly("afterwards");
        assertThat(effects()).doesNotContain("never");
    }

    @Test
    void messages_of_one_key_arrive_in_the_order_of_their_transactions() {
        List<String> all = IntStream.range(0, 300).mapToObj(i -> "note " + i).toList();
        all.forEach(this::publish);

        await().untilAsserted(() -> assertThat(notes(NOTES)).isEqualTo(all));
        await().untilAsserted(() -> assertThat(notes(ECHOES)).isEqualTo(all));
    }

    @Test
    void fault_4_a_message_that_comes_twice_takes_effect_once_and_holds_up_nobody() {
        UUID id = UUID.randomUUID();
        TOPICS.draft(StringValue.of("once")).id(id).publish(NOTES, key);
        TOPICS.draft(StringValue.of("once")).id(id).publish(NOTES, key);
        TOPICS.publish(NOTES, key, StringValue.of("next"));

        await().untilAsserted(() -> assertThat(effects()).containsExactly("once", "next"));
        await().untilAsserted(() -> assertThat(notes(ECHOES)).containsExactly("once", "next"));
    }

    @Test
    void fault_4_an_unreadable_message_is_kept_and_does_not_stop_those_behind_it() throws SQLException {
        TOPICS.publishRaw(NOTES, key, "no envelope".getBytes(StandardCharsets.UTF_8), Map.of());
        TOPICS.publishRaw(NOTES, key, new byte[0], Map.of("ce_id", "no uuid", "ce_source", "x", "ce_type", "y"));
        TOPICS.publishRaw(
                NOTES,
                key,
                new byte[] {10, 99, 1},
                Map.of(
                        "ce_id", UUID.randomUUID().toString(),
                        "ce_source", "/services/test",
                        "ce_type", "google.protobuf.StringValue"));
        TOPICS.publish(NOTES, key, StringValue.of("next"));

        await().untilAsserted(() -> assertThat(effects()).containsExactly("next"));
        await().untilAsserted(() -> assertThat(TOPICS.raw(DEAD, key)).hasSize(3));
        assertThat(count("dead_letter where key = '%s'".formatted(key))).isEqualTo(3);
    }

    @Test
    void a_message_that_always_fails_is_kept_with_its_story_and_the_other_keys_go_on() {
        UUID other = Ids.next();
        UUID id = TOPICS.publish(NOTES, key, StringValue.of("broken"));
        TOPICS.publish(NOTES, other, StringValue.of("fine"));
        TOPICS.publish(NOTES, key, StringValue.of("behind"));

        await().untilAsserted(() -> assertThat(effects()).containsExactlyInAnyOrder("fine", "behind"));
        ConsumerRecord<String, byte[]> dead = TOPICS.raw(DEAD, key).getFirst();
        assertThat(header(dead, "ce_id")).isEqualTo(id.toString());
        assertThat(header(dead, "dead-letter-error")).contains("a bug");
        assertThat(header(dead, "dead-letter-topic")).isEqualTo(NOTES);
        assertThat(header(dead, "dead-letter-tries")).isEqualTo("5");
        assertThat(dead.value()).isEqualTo(StringValue.of("broken").toByteArray());
        assertThat(notes(ECHOES)).doesNotContain("broken");
    }

    @Test
    void an_event_that_is_refused_is_kept_at_once() {
        UUID id = TOPICS.publish(NOTES, key, StringValue.of("refused"));

        await().untilAsserted(() -> assertThat(TOPICS.raw(DEAD, key)).hasSize(1));
        assertThat(header(TOPICS.raw(DEAD, key).getFirst(), "dead-letter-error"))
                .isEqualTo("not now");
        assertThat(probe.tries.get(id).get()).isLessThanOrEqualTo(2);
    }

    @Test
    void fault_2_a_panic_in_a_handler_rolls_back_and_the_consumer_lives() {
        TOPICS.publish(NOTES, key, StringValue.of("panic"));
        TOPICS.publish(NOTES, key, StringValue.of("afterwards"));

        await().untilAsserted(() -> assertThat(effects()).containsExactly("afterwards"));
        assertThat(TOPICS.raw(DEAD, key)).hasSize(1);
    }

    @Test
    void a_failure_that_passes_is_tried_until_it_has_passed_and_never_becomes_a_dead_letter() {
        UUID id = TOPICS.publish(NOTES, key, StringValue.of("shaky"));
        TOPICS.publish(NOTES, key, StringValue.of("behind"));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(effects()).containsExactly("shaky", "behind"));
        assertThat(probe.tries.get(id)).hasValueGreaterThanOrEqualTo(7);
        assertThat(TOPICS.raw(DEAD, key)).isEmpty();
    }

    @Test
    void offsets_are_committed_behind_what_is_settled_and_never_before() throws Exception {
        TOPICS.publish(NOTES, key, StringValue.of("shaky"));
        TOPICS.publish(NOTES, key, StringValue.of("behind"));
        ConsumerRecord<String, byte[]> shaky = TOPICS.raw(NOTES, key).getFirst();
        List<String> others = IntStream.range(0, 20).mapToObj(i -> "other " + i).toList();
        others.forEach(text -> TOPICS.publish(NOTES, Ids.next(), StringValue.of(text)));

        await().until(() -> effects().containsAll(others));
        if (!effects().contains("shaky")) {
            assertThat(committed(shaky)).isLessThanOrEqualTo(shaky.offset());
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> effects().contains("behind"));
        long end = TOPICS.raw(NOTES, key).getLast().offset() + 1;
        await().untilAsserted(() -> assertThat(committed(shaky)).isGreaterThanOrEqualTo(end));
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

    @Test
    void work_that_never_ends_loses_its_locks_and_is_tried_again_and_the_other_keys_go_on() throws SQLException {
        UUID silent = TOPICS.publish(NOTES, key, StringValue.of("silent"));
        TOPICS.publish(NOTES, Ids.next(), StringValue.of("behind"));

        await().atMost(Duration.ofSeconds(30)).until(() -> effects().containsAll(List.of("silent", "behind")));
        assertThat(effects()).containsExactlyInAnyOrder("silent", "behind");
        assertThat(probe.tries.get(silent)).hasValue(2);
    }

    @Test
    void a_message_that_a_frozen_instance_has_in_hand_is_handled_by_another_after_a_while() throws SQLException {
        UUID id = UUID.randomUUID();
        // an instance that is stopped in the middle: it has claimed the message, and then neither goes on nor ends
        transactions
                .inNew(() ->
                        inbox.claim(List.of(id)).chain(() -> Uni.createFrom().nothing()))
                .subscribe()
                .with(never -> {}, broken -> {});
        await().until(() -> count("pg_stat_activity where state = 'idle in transaction'") > 0);

        TOPICS.draft(StringValue.of("taken over")).id(id).publish(NOTES, key);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(effects()).containsExactly("taken over"));
    }

    @Test
    void what_the_database_refuses_is_kept_and_its_batch_goes_on() {
        TOPICS.publish(NOTES, key, StringValue.of("forbidden"));
        TOPICS.publish(NOTES, key, StringValue.of("allowed"));

        await().untilAsserted(() -> assertThat(effects()).containsExactly("allowed"));
        await().untilAsserted(() -> assertThat(TOPICS.raw(DEAD, key)).hasSize(1));
    }

    @Test
    void a_heap_of_messages_that_take_no_time_is_handled_at_the_first_try() {
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
        TOPICS.publish(NOTES, key, DoubleValue.of(1));
        TOPICS.publish(NOTES, key, StringValue.of("known"));

        await().untilAsserted(() -> assertThat(effects()).containsExactly("known"));
        assertThat(TOPICS.raw(DEAD, key)).isEmpty();
    }

    @Test
    void a_command_is_answered_to_whoever_asked() {
        UUID command = command(4);

        Received<BoolValue> reply = TOPICS.awaitReceived(REPLIES, key, BoolValue.class);
        assertThat(reply.causationId()).contains(command);
        assertThat(reply.correlationId()).contains(key);
    }

    @Test
    void a_refusal_is_an_answer_and_undoes_what_the_handler_did() throws SQLException {
        UUID command = command(0);

        Received<CommandFailed> reply = TOPICS.awaitReceived(REPLIES, key, CommandFailed.class);
        assertThat(reply.payload().getReason()).isEqualTo("nobody can divide by zero");
        assertThat(reply.causationId()).contains(command);
        assertThat(effects()).isEmpty();
    }

    @Test
    void fault_5_a_technical_failure_is_never_answered_as_a_refusal() {
        UUID command = command(-1);

        assertThat(TOPICS.awaitReceived(REPLIES, key, BoolValue.class).causationId())
                .contains(command);
        assertThat(TOPICS.all(REPLIES, key, CommandFailed.class)).isEmpty();
    }

    @Test
    void trace_process_and_cause_go_through_the_outbox() {
        UUID process = Ids.next();
        String trace = "0af7651916cd43dd8448eb211c80319c";
        UUID id = TOPICS.draft(StringValue.of("traced"))
                .correlatedWith(process)
                .header("traceparent", "00-%s-b7ad6b7169203331-01".formatted(trace))
                .publish(NOTES, key);

        Received<StringValue> echo = TOPICS.awaitReceived(ECHOES, key, StringValue.class);
        assertThat(echo.causationId()).contains(id);
        assertThat(echo.correlationId()).contains(process);
        assertThat(echo.headers().get("traceparent")).contains(trace);
        assertThat(probe.traces).containsEntry(id, trace);
    }

    @Test
    void fault_3_the_relay_outlives_the_loss_of_its_connection_and_loses_nothing() throws SQLException {
        for (int i = 0; i < 5; i++) {
            publish("before " + i);
            execute("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted");
            publish("after " + i);
        }

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(distinct(notes(NOTES)))
                        .containsExactly(
                                "before 0",
                                "after 0",
                                "before 1",
                                "after 1",
                                "before 2",
                                "after 2",
                                "before 3",
                                "after 3",
                                "before 4",
                                "after 4"));
        await().untilAsserted(() -> assertThat(count("outbox")).isZero());
    }

    @Test
    void a_relay_that_froze_with_the_lock_is_put_out_by_the_one_that_waits() throws Exception {
        try (Connection frozen = database.getConnection();
                Statement statement = frozen.createStatement()) {
            Thread freezing = Thread.startVirtualThread(() -> take(statement));
            await().until(this::waitsForTheLock);
            execute("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted");
            freezing.join();
            publish("said while the holder was frozen");

            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                assertThat(notes(NOTES)).containsExactly("said while the holder was frozen");
                assertThat(effects()).containsExactly("said while the holder was frozen");
            });
            assertThatThrownBy(() -> statement.execute("select 1")).isInstanceOf(SQLException.class);
        }
    }

    private static void take(Statement statement) {
        try {
            statement.execute("select pg_advisory_lock(0, 20030)");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private boolean waitsForTheLock() throws SQLException {
        return count("pg_locks where locktype = 'advisory' and not granted") == 1;
    }

    @Test
    void readiness_shows_how_far_the_relay_is_behind_and_the_service_stays_ready() throws SQLException {
        await().untilAsserted(() -> secondsBehind(equalTo(0)));
        run(() -> outbox.write(
                List.of(new Outbox.Row("mallbots.probe.events.Unheard", key.toString(), Map.of(), new byte[0]))));
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> secondsBehind(greaterThan(0)));
        execute("delete from outbox");
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> secondsBehind(equalTo(0)));
    }

    private static void secondsBehind(Matcher<Integer> expected) {
        given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'outbox' }.data.secondsBehind", expected)
                .body("checks.find { it.name == 'outbox' }.data.relaysHere", equalTo(true));
    }

    @Test
    void fault_3_a_message_that_kafka_refuses_stays_and_is_seen_and_the_others_go_on() throws SQLException {
        UUID other = Ids.next();
        run(() -> outbox.publish(List.of(
                OutgoingMessage.event("probe", "Note", key, 1, StringValue.of("x".repeat(2_000_000))),
                OutgoingMessage.event("probe", "Note", key, 2, StringValue.of("right behind it")),
                OutgoingMessage.event("probe", "Note", other, 1, StringValue.of("small")))));

        TOPICS.await(NOTES, other, StringValue.class);
        await().untilAsserted(() -> assertThat(count("outbox where refused is not null and key = '%s'".formatted(key)))
                .isEqualTo(1));
        publish("behind it");
        publishTo(other, "another");
        await().untilAsserted(() ->
                assertThat(TOPICS.all(NOTES, other, StringValue.class)).hasSize(2));
        assertThat(TOPICS.raw(NOTES, key)).isEmpty();
        execute("delete from outbox");
    }

    @Test
    void a_dead_letter_is_shown_and_handled_once_when_what_was_wrong_is_mended() throws SQLException {
        UUID id = TOPICS.publish(NOTES, key, StringValue.of("forbidden"));
        await().untilAsserted(() ->
                assertThat(count("dead_letter where id = '%s'".formatted(id))).isEqualTo(1));
        DeadLetter letter = transactions
                .inNew(() -> office.list(waiting(), Optional.empty(), 500))
                .await()
                .atMost(Duration.ofSeconds(20))
                .stream()
                .filter(it -> it.id().equals(id))
                .findFirst()
                .orElseThrow();
        assertThat(letter.type()).contains("google.protobuf.StringValue");
        assertThat(office.payloadAsJson(letter)).contains("\"forbidden\"");
        assertThatThrownBy(() -> office.replay(id).await().atMost(Duration.ofSeconds(20)))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("failed again");

        execute("alter table effect drop constraint effect_text_check");
        office.replay(id).await().atMost(Duration.ofSeconds(20));
        execute("alter table effect add constraint effect_text_check check (text <> 'forbidden') not valid");

        assertThat(effects()).containsExactly("forbidden");
        assertThat(count("dead_letter where id = '%s'".formatted(id))).isZero();
        TOPICS.draft(StringValue.of("forbidden")).id(id).publish(NOTES, key);
        TOPICS.publish(NOTES, key, StringValue.of("next"));
        await().untilAsserted(() -> assertThat(effects()).containsExactly("forbidden", "next"));
    }

    @Test
    void where_order_matters_a_dead_letter_holds_back_its_key_and_no_other_and_all_go_on_in_their_order()
            throws SQLException {
        probe.stumblesAt = 1;
        UUID first = TOPICS.publish(NOTES, key, UInt64Value.of(1));
        UUID second = TOPICS.publish(NOTES, key, UInt64Value.of(2));
        TOPICS.publish(NOTES, key, UInt64Value.of(3));
        TOPICS.publish(NOTES, key, StringValue.of("whose order does not matter"));
        TOPICS.publish(NOTES, Ids.next(), UInt64Value.of(4));

        await().untilAsserted(() -> {
            assertThat(count("dead_letter where key = '%s'".formatted(key))).isEqualTo(3);
            assertThat(effects()).containsExactlyInAnyOrder("step 4", "whose order does not matter");
        });
        assertThat(count("dead_letter where id = '%s' and error like '%%behind dead letter %s%%'"
                        .formatted(second, first)))
                .isEqualTo(1);
        probe.stumblesAt = -1;
        assertThatThrownBy(() -> office.replay(second).await().atMost(Duration.ofSeconds(20)))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining(first.toString());

        execute("truncate effect");
        office.replayAll(new DeadLetterOffice.Filter(Optional.of("UInt64Value"), Optional.empty(), false))
                .await()
                .atMost(Duration.ofSeconds(20));
        TOPICS.publish(NOTES, key, UInt64Value.of(5));

        await().untilAsserted(() -> assertThat(effects()).containsExactly("step 1", "step 2", "step 3", "step 5"));
    }

    @Test
    void a_dead_letter_can_be_let_go_with_a_reason() throws SQLException {
        UUID id = TOPICS.publish(NOTES, key, StringValue.of("refused"));
        await().untilAsserted(() ->
                assertThat(count("dead_letter where id = '%s'".formatted(id))).isEqualTo(1));

        run(() -> office.discard(id, "a test"));

        assertThat(count("dead_letter where id = '%s' and discard_reason = 'a test'".formatted(id)))
                .isEqualTo(1);
    }

    @Test
    void what_is_old_is_let_go_and_what_is_young_stays() throws SQLException {
        UUID old = Ids.next();
        UUID young = Ids.next();
        execute("insert into inbox values ('%s', now() - interval '15 days'), ('%s', now() - interval '13 days')"
                .formatted(old, young));

        pruning.prune().await().atMost(Duration.ofSeconds(20));

        assertThat(count("inbox where message_id in ('%s')".formatted(old))).isZero();
        assertThat(count("inbox where message_id in ('%s')".formatted(young))).isEqualTo(1);
    }

    @Test
    void what_is_old_and_locked_holds_up_nobody_and_goes_later() throws SQLException {
        UUID locked = Ids.next();
        UUID free = Ids.next();
        execute("insert into inbox values ('%s', now() - interval '15 days'), ('%s', now() - interval '15 days')"
                .formatted(locked, free));
        try (var other = database.getConnection();
                var lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("select from inbox where message_id = '%s' for update".formatted(locked));
            pruning.prune().await().atMost(Duration.ofSeconds(20));
            assertThat(count("inbox where message_id in ('%s')".formatted(free)))
                    .isZero();
            other.rollback();
        }
        assertThat(count("inbox where message_id in ('%s')".formatted(locked))).isEqualTo(1);

        pruning.prune().await().atMost(Duration.ofSeconds(20));
        assertThat(count("inbox where message_id in ('%s')".formatted(locked))).isZero();
    }

    @Test
    void what_is_old_is_let_go_in_as_many_bites_as_it_takes() throws SQLException {
        execute("insert into inbox select gen_random_uuid(), now() - interval '15 days' from generate_series(1, 2500)");

        pruning.prune().await().atMost(Duration.ofSeconds(20));

        assertThat(count("inbox where received_at < now() - interval '14 days'"))
                .isZero();
    }

    private static DeadLetterOffice.Filter waiting() {
        return new DeadLetterOffice.Filter(Optional.empty(), Optional.empty(), false);
    }

    private OutgoingMessage note(String text) {
        return OutgoingMessage.event("probe", "Note", key, 1, StringValue.of(text));
    }

    private void publish(String text) {
        publishTo(key, text);
    }

    private void publishTo(UUID aggregate, String text) {
        run(() -> outbox.publish(List.of(OutgoingMessage.event("probe", "Note", aggregate, 1, StringValue.of(text)))));
    }

    private UUID command(long divisor) {
        return TOPICS.draft(Int64Value.of(divisor))
                .replyTo(REPLIES)
                .correlatedWith(key)
                .publish(COMMANDS, key);
    }

    private void run(Supplier<Uni<Void>> work) {
        transactions.inNew(work).await().atMost(Duration.ofSeconds(20));
    }

    private List<String> notes(String topic) {
        return TOPICS.all(topic, key, StringValue.class).stream()
                .map(Received::payload)
                .map(StringValue::getValue)
                .toList();
    }

    private static List<String> distinct(List<String> texts) {
        return texts.stream().distinct().toList();
    }

    private static String header(ConsumerRecord<String, byte[]> message, String name) {
        return new String(message.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private List<String> effects() throws SQLException {
        List<String> texts = new ArrayList<>();
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select text from effect order by id")) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    private long count(String from) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from " + from)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
