package dev.mallbots.platform.messaging;

import static dev.mallbots.platform.messaging.Probe.NOTES;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.google.protobuf.StringValue;
import com.google.protobuf.UInt64Value;
import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.Ids;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The operators' calls about messages that could not be handled. */
@QuarkusTest
class DeadLetterOfficeTest extends ProbeTest {

    @Inject
    DeadLetterOffice office;

    @Test
    void a_dead_letter_is_listed_and_handled_once_after_its_cause_is_fixed() throws SQLException {
        UUID id = topics.publish(NOTES, key, StringValue.of("forbidden"));
        await().untilAsserted(() -> assertThat(database.count("dead_letter where id = '%s'".formatted(id)))
                .isEqualTo(1));
        DeadLetter letter = transactions
                .inNew(() -> office.list(waiting(), Optional.empty(), 500))
                .await()
                .atMost(Duration.ofSeconds(20))
                .stream()
                .filter(it -> it.id().equals(id))
                .findFirst()
                .orElseThrow();
        assertThat(letter.type()).contains("google.protobuf.StringValue");
        assertThat(office.payloadAsJson(
                        transactions.inNew(() -> office.get(id)).await().atMost(Duration.ofSeconds(20))))
                .contains("\"forbidden\"");
        assertThatThrownBy(() -> office.replay(id).await().atMost(Duration.ofSeconds(20)))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("failed again");

        database.execute("alter table effect drop constraint effect_text_check");
        office.replay(id).await().atMost(Duration.ofSeconds(20));
        database.execute("alter table effect add constraint effect_text_check check (text <> 'forbidden') not valid");

        assertThat(database.effects()).containsExactly("forbidden");
        assertThat(database.count("dead_letter where id = '%s'".formatted(id))).isZero();
        assertThat(database.count("inbox where message_id = '%s' and turn is null".formatted(id)))
                .isEqualTo(1);
        topics.draft(StringValue.of("forbidden")).id(id).publish(NOTES, key);
        topics.publish(NOTES, key, StringValue.of("next"));
        await().untilAsserted(() -> assertThat(database.effects()).containsExactly("forbidden", "next"));
    }

    @Test
    void a_message_that_is_replayed_continues_its_trace() {
        String trace = "0af7651916cd43dd8448eb211c80319c";
        UUID id = topics.draft(StringValue.of("refused"))
                .header("traceparent", "00-%s-b7ad6b7169203331-01".formatted(trace))
                .publish(NOTES, key);
        await().untilAsserted(() -> assertThat(database.count("dead_letter where id = '%s'".formatted(id)))
                .isEqualTo(1));
        probe.traces.remove(id);

        assertThatThrownBy(() -> office.replay(id).await().atMost(Duration.ofSeconds(20)))
                .isInstanceOf(Conflict.class);

        assertThat(probe.traces).containsEntry(id, trace);
    }

    @Test
    void where_order_matters_a_dead_letter_blocks_only_its_key_and_all_are_handled_in_order() throws SQLException {
        probe.stumblesAt = 1;
        UUID first = topics.publish(NOTES, key, UInt64Value.of(1));
        UUID second = topics.publish(NOTES, key, UInt64Value.of(2));
        topics.publish(NOTES, key, UInt64Value.of(3));
        topics.publish(NOTES, key, StringValue.of("whose order does not matter"));
        topics.publish(NOTES, Ids.next(), UInt64Value.of(4));

        await().untilAsserted(() -> {
            assertThat(database.count("dead_letter where key = '%s'".formatted(key)))
                    .isEqualTo(3);
            assertThat(database.effects()).containsExactlyInAnyOrder("step 4", "whose order does not matter");
        });
        assertThat(database.count("dead_letter where id = '%s' and error like '%%behind dead letter %s%%'"
                        .formatted(second, first)))
                .isEqualTo(1);
        probe.stumblesAt = -1;
        assertThatThrownBy(() -> office.replay(second).await().atMost(Duration.ofSeconds(20)))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining(first.toString());

        database.execute("truncate effect");
        replaySteps();
        topics.publish(NOTES, key, UInt64Value.of(5));

        await().untilAsserted(
                        () -> assertThat(database.effects()).containsExactly("step 1", "step 2", "step 3", "step 5"));
    }

    @Test
    void a_key_with_nul_keeps_its_order_and_is_replayed_unchanged() throws SQLException {
        String odd = "nul \0 " + key;
        probe.stumblesAt = 1;
        topics.publish(NOTES, odd, UInt64Value.of(1));
        topics.publish(NOTES, odd, UInt64Value.of(2));
        await().untilAsserted(() -> assertThat(database.count(
                        "dead_letter where key = 'nul \u2400 %s' and original is not null".formatted(key)))
                .isEqualTo(2));
        probe.stumblesAt = -1;

        replaySteps();

        assertThat(database.effects()).containsSubsequence("step 1", "step 2");
        assertThat(probe.lastKey).isEqualTo(odd);
    }

    @Test
    void a_replay_of_all_starts_with_the_oldest_and_skips_those_behind_one_that_fails_again() throws SQLException {
        database.execute("delete from dead_letter");
        for (int step = 1; step <= 520; step++) {
            isDead(key, step);
        }
        isDead(Ids.next(), 521);
        probe.stumblesAt = 1;

        DeadLetterOffice.Walk walk = replaySteps();

        assertThat(database.effects()).containsExactly("step 521");
        assertThat(walk).isEqualTo(new DeadLetterOffice.Walk(1, 520, Optional.empty()));
        assertThat(database.count("dead_letter where tries > 1")).isEqualTo(1);

        probe.stumblesAt = -1;
        database.execute("truncate effect");
        assertThat(replaySteps())
                .as("errors of those that are left: %s", database.texts("select distinct error from dead_letter"))
                .isEqualTo(new DeadLetterOffice.Walk(520, 0, Optional.empty()));
        assertThat(database.effects())
                .isEqualTo(IntStream.rangeClosed(1, 520)
                        .mapToObj(step -> "step " + step)
                        .toList());
    }

    /** A dead letter with one attempt, younger than those before it. */
    private void isDead(UUID key, int step) throws SQLException {
        UUID id = UUID.randomUUID();
        database.execute("""
                insert into dead_letter (id, topic, partition, "offset", key, type, headers, payload, error, tries, first_try, last_try)
                values ('%s', '%s', 0, %d, '%s', 'google.protobuf.UInt64Value',
                    '{"ce_id": "%s", "ce_type": "google.protobuf.UInt64Value", "ce_source": "/services/test"}', '\\x%s', 'a test', 1,
                    timestamptz '2026-01-01T00:00:00Z' + interval '1 ms' * %d, now() - interval '1 ms' * %d)
                """.formatted(
                        id,
                        NOTES,
                        step,
                        key,
                        id,
                        HexFormat.of().formatHex(UInt64Value.of(step).toByteArray()),
                        step,
                        step));
    }

    /** Until all have been tried, in as many calls as necessary. */
    private DeadLetterOffice.Walk replaySteps() {
        int handled = 0;
        int failed = 0;
        Optional<DeadLetterOffice.Position> next = Optional.empty();
        do {
            DeadLetterOffice.Walk walk = office.replayAll(
                            new DeadLetterOffice.Filter(Optional.of("UInt64Value"), Optional.empty(), false), next)
                    .await()
                    .atMost(Duration.ofSeconds(60));
            handled += walk.handled();
            failed += walk.failed();
            next = walk.next();
        } while (next.isPresent());
        return new DeadLetterOffice.Walk(handled, failed, next);
    }

    @Test
    void a_dead_letter_can_be_discarded_with_a_reason() throws SQLException {
        UUID id = topics.publish(NOTES, key, StringValue.of("refused"));
        await().untilAsserted(() -> assertThat(database.count("dead_letter where id = '%s'".formatted(id)))
                .isEqualTo(1));

        run(() -> office.discard(id, "a test"));

        assertThat(database.count("dead_letter where id = '%s' and discard_reason = 'a test'".formatted(id)))
                .isEqualTo(1);
    }

    @Test
    void a_message_without_a_payload_is_never_handled_as_an_empty_message() throws SQLException {
        Map<String, String> envelope = Map.of(
                "ce_id", Ids.next().toString(), "ce_type", "google.protobuf.StringValue", "ce_source", "/services/any");
        topics.publishRaw(NOTES, key, null, envelope);
        var tombstone = topics.raw(NOTES, key).getFirst();
        UUID id = UUID.nameUUIDFromBytes("%s/%d/%d"
                .formatted(NOTES, tombstone.partition(), tombstone.offset())
                .getBytes(UTF_8));
        await().untilAsserted(() -> assertThat(database.count("dead_letter where id = '%s'".formatted(id)))
                .isEqualTo(1));

        assertThatThrownBy(() -> office.replay(id).await().atMost(Duration.ofSeconds(20)))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("it has no payload");

        assertThat(database.effects()).isEmpty();
        assertThat(database.count("dead_letter where id = '%s'".formatted(id))).isEqualTo(1);
    }

    @Test
    void a_replay_repeated_under_the_same_key_gets_the_same_answer_and_handles_nothing_again() throws SQLException {
        UUID one = stumbling();
        UUID other = stumbling();
        probe.stumblesAt = -1;

        for (int time = 0; time < 2; time++) {
            replay(one + "/replay", "once").statusCode(200);
        }
        for (int time = 0; time < 2; time++) {
            replay("replay?type=UInt64Value&olderThan=PT0S", "all").body("handled", equalTo(1));
        }

        assertThat(database.effects()).containsExactly("step 1", "step 1");
        replay(other + "/replay", "once").statusCode(422);
        replay(one + "/replay", "another").statusCode(404);
    }

    /** A dead letter that can be handled once its cause is fixed. */
    private UUID stumbling() {
        probe.stumblesAt = 1;
        UUID id = topics.publish(NOTES, Ids.next(), UInt64Value.of(1));
        await().untilAsserted(() -> assertThat(database.count("dead_letter where id = '%s'".formatted(id)))
                .isEqualTo(1));
        return id;
    }

    private static ValidatableResponse replay(String which, String key) {
        return given().header("Idempotency-Key", key)
                .post("/api/ops/probe/dead-letters/" + which)
                .then();
    }

    private static DeadLetterOffice.Filter waiting() {
        return new DeadLetterOffice.Filter(Optional.empty(), Optional.empty(), false);
    }
}
