package dev.mallbots.consumers;

import static dev.mallbots.consumers.Expectation.id;
import static org.assertj.core.api.Assertions.assertThat;

import au.com.dius.pact.consumer.dsl.LambdaDslObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sagas, dead letters and the story of an order: the pages of an operator. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class OperatorWebClientPactTest {

    @RegisterExtension
    static final ClientPact<WebClient> PACT = WebPact.OF_ALL_ROLES;

    private static final Instant TIME = Instant.parse(Fields.TIME);

    @Test
    void an_operator_sees_the_sagas_in_a_state() {
        List<WebClient.Saga> sagas = PACT.on("list the completed sagas")
                .given("a completed order")
                .given("an operator")
                .as("operator")
                .get("/api/ops/sagas")
                .parameter("state", "completed")
                .parameter("limit", "20")
                .answered(
                        body -> body.minArrayLike("sagas", 1, saga -> {
                            Fields.id(saga, "id");
                            Fields.text(saga, "definition", "create-order");
                            saga.stringMatcher("state", "running|compensating|completed|compensated", "completed");
                            Fields.text(saga, "step", "approve order");
                            saga.integerType("attempts", 1);
                            Fields.time(saga, "changedAt");
                        }),
                        WebClient::completedSagas);

        assertThat(sagas).singleElement().extracting(WebClient.Saga::step).isEqualTo("approve order");
    }

    @Test
    void an_operator_sees_the_log_of_a_saga() {
        WebClient.SagaStory saga = PACT.on("show a saga")
                .given("a completed order")
                .given("an operator")
                .as("operator")
                .get("/api/ops/sagas/${orderId}")
                .answered(
                        body -> body.object("saga", it -> {
                            Fields.id(it, "id");
                            it.stringMatcher("state", "running|compensating|completed|compensated", "completed");
                            Fields.text(it, "step", "approve order");
                            it.minArrayLike("log", 1, entry -> {
                                Fields.time(entry, "at");
                                entry.stringMatcher("what", "[A-Z_]+", "STARTED");
                                entry.stringType("detail", "started");
                            });
                        }),
                        web -> web.saga(id("orderId")));

        assertThat(saga.log()).containsExactly(new WebClient.SagaEntry(TIME, "STARTED", "started"));
    }

    @Test
    void an_operator_sees_the_dead_letters_of_a_service() {
        List<WebClient.DeadLetter> letters = PACT.on("list the dead letters of a service")
                .given("depot has a dead letter")
                .given("an operator")
                .as("operator")
                .get("/api/ops/depot/dead-letters")
                .parameter("limit", "20")
                .answered(
                        body -> body.minArrayLike("deadLetters", 1, OperatorWebClientPactTest::deadLetter),
                        web -> web.deadLetters("depot"));

        assertThat(letters)
                .singleElement()
                .extracting(WebClient.DeadLetter::tries)
                .isEqualTo(1);
    }

    @Test
    void an_operator_sees_a_dead_letter() {
        WebClient.DeadMessage letter = PACT.on("show a dead letter")
                .given("depot has a dead letter")
                .given("an operator")
                .as("operator")
                .get("/api/ops/depot/dead-letters/${deadLetterId}")
                .answered(
                        body -> {
                            body.object("deadLetter", OperatorWebClientPactTest::deadLetter);
                            body.stringMatcher("payloadBase64", "[A-Za-z0-9+/]+={0,2}", "CgEx");
                        },
                        web -> web.deadLetter("depot", id("deadLetterId")));

        assertThat(letter.payloadBase64()).isEqualTo("CgEx");
    }

    private static void deadLetter(LambdaDslObject letter) {
        Fields.id(letter, "id");
        Fields.text(letter, "topic", "mallbots.depot.commands");
        Fields.text(letter, "error", "it can't be read");
        letter.integerType("tries", 1);
        Fields.time(letter, "lastTry");
    }

    @Test
    void an_operator_has_the_dead_letters_of_a_service_handled_again() {
        WebClient.Replay replay = PACT.on("replay the dead letters of a service")
                .given("depot has a dead letter")
                .given("an operator")
                .as("operator")
                .post("/api/ops/depot/dead-letters/replay")
                .answered(
                        body -> {
                            body.integerType("handled", 0);
                            body.integerType("failed", 1);
                        },
                        web -> web.replayDeadLetters("depot"));

        assertThat(replay).isEqualTo(new WebClient.Replay(0, 1));
    }

    @Test
    void an_operator_discards_a_dead_letter() {
        PACT.on("discard a dead letter")
                .given("depot has a dead letter")
                .given("an operator")
                .as("operator")
                .post(
                        "/api/ops/depot/dead-letters/${deadLetterId}/discard",
                        body -> body.stringType("reason", "sent by mistake"))
                .done(web -> web.discardDeadLetter("depot", id("deadLetterId"), "sent by mistake"));
    }

    @Test
    void an_operator_reads_the_story_of_an_order() {
        List<WebClient.Happening> events = PACT.on("tell the story of an order")
                .given("a completed order")
                .given("an operator")
                .as("operator")
                .get("/api/audit/${orderId}")
                .parameter("limit", "100")
                .answered(
                        body -> body.minArrayLike("events", 1, event -> {
                            Fields.id(event, "id");
                            event.stringMatcher("type", "mallbots\\..+", "mallbots.ordering.v1.OrderCreated");
                            event.stringMatcher("source", "/services/.+", "/services/ordering");
                            Fields.time(event, "time");
                        }),
                        web -> web.story(id("orderId")));

        assertThat(events)
                .singleElement()
                .extracting(WebClient.Happening::source)
                .isEqualTo("/services/ordering");
    }

    @Test
    void an_operator_sees_where_a_message_of_the_story_is() {
        List<WebClient.Whereabouts> places = PACT.on("show where a message is")
                .given("a completed order")
                .given("an operator")
                .as("operator")
                .get("/api/ops/order-saga/messages")
                .parameter("id", "${eventId}")
                .answered(
                        body -> body.minArrayLike("messages", 1, message -> {
                            Fields.id(message, "id");
                            message.stringMatcher("state", "WAITING|REFUSED|HANDLED|DEAD|DISCARDED", "HANDLED");
                            Fields.time(message, "at");
                        }),
                        web -> web.whereabouts("order-saga", id("eventId")));

        assertThat(places).containsExactly(new WebClient.Whereabouts(id("id"), "HANDLED", TIME));
    }
}
