package dev.mallbots.platform.messaging;

import static dev.mallbots.platform.messaging.Probe.NOTES;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import com.google.protobuf.StringValue;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.messaging.MessageLookup.Found;
import dev.mallbots.platform.messaging.MessageLookup.MessageState;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Operators ask each service where a message is. */
@QuarkusTest
class MessageLookupTest extends ProbeTest {

    @Inject
    MessageLookup lookup;

    @Inject
    Outbox outbox;

    @AfterEach
    void letGo() throws SQLException {
        database.execute("delete from outbox");
    }

    @Test
    void a_handled_message_has_the_times_of_its_way() {
        Instant before = Instant.now().minusSeconds(1);

        UUID id = topics.publish(NOTES, key, StringValue.of("heard"));

        Found found = awaitFound(id, MessageState.HANDLED);
        assertThat(found.sentAt().orElseThrow()).isBetween(before, found.at());
        assertThat(found.problem()).isEmpty();
    }

    @Test
    void a_dead_letter_has_its_error_until_an_operator_discards_it() {
        UUID id = topics.publish(NOTES, key, StringValue.of("forbidden"));
        assertThat(awaitFound(id, MessageState.DEAD).problem().orElseThrow()).contains("effect_text_check");

        given().contentType("application/json")
                .body("{\"reason\": \"a test\"}")
                .post("/api/ops/probe/dead-letters/" + id + "/discard")
                .then()
                .statusCode(200);

        assertThat(find(id)).singleElement().satisfies(found -> {
            assertThat(found.state()).isEqualTo(MessageState.DISCARDED);
            assertThat(found.problem()).contains("a test");
        });
    }

    @Test
    void what_the_broker_rejects_is_in_the_outbox_of_its_sender() throws SQLException {
        run(() -> outbox.publish(List.of(
                OutgoingMessage.event("probe", "Note", key, 1, StringValue.of("x".repeat(2_000_000))),
                OutgoingMessage.event("probe", "Note", key, 2, StringValue.of("behind it")))));
        List<UUID> ids = database.texts("select headers ->> 'ce_id' from outbox order by id").stream()
                .map(UUID::fromString)
                .toList();

        assertThat(awaitFound(ids.getFirst(), MessageState.REFUSED).problem().orElseThrow())
                .contains("RecordTooLargeException");
        assertThat(find(ids.getLast())).extracting(Found::state).containsExactly(MessageState.WAITING);
    }

    @Test
    void operators_ask_for_several_messages_at_once_and_hear_of_those_that_are_known() {
        UUID id = topics.publish(NOTES, key, StringValue.of("heard"));
        awaitFound(id, MessageState.HANDLED);

        given().get("/api/ops/probe/messages?id=" + id + "&id=" + Ids.next())
                .then()
                .statusCode(200)
                .body("messages", hasSize(1))
                .body("messages[0].id", equalTo(id.toString()))
                .body("messages[0].state", equalTo("HANDLED"));
        given().get("/api/ops/probe/messages").then().statusCode(400).body(containsString("id"));
        given().get("/api/ops/probe/messages?id=7").then().statusCode(400).body(containsString("must be a UUID"));
        given().get("/api/ops/another/messages?id=" + id).then().statusCode(404);
    }

    private Found awaitFound(UUID id, MessageState state) {
        return await().atMost(Duration.ofSeconds(20))
                .until(() -> find(id), found -> found.stream().anyMatch(it -> it.state() == state))
                .getFirst();
    }

    private List<Found> find(UUID... ids) {
        return transactions.inNew(() -> lookup.find(Arrays.asList(ids))).await().atMost(Duration.ofSeconds(20));
    }
}
