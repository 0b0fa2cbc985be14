package dev.mallbots.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mallbots.operations.Saga.LogEntry;
import dev.mallbots.operations.Whereabouts.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class StoryTest {

    private static final Instant START = Instant.parse("2030-01-31T12:00:00Z");
    private static final UUID ORDER = new UUID(0, 1);
    private static final UUID CREATED = new UUID(0, 2);
    private static final UUID COMMAND = new UUID(0, 3);
    private static final UUID REPLY = new UUID(0, 4);

    private static final List<Event> EVENTS = List.of(new Event(
            CREATED,
            "mallbots.ordering.v1.OrderCreated",
            "/services/ordering",
            START,
            Optional.of("4bf92f3577b34da6a3ce929d0e0e4736")));

    @Test
    void each_message_stands_at_its_time_with_its_sender_and_those_who_handled_it() {
        Saga saga = saga(
                "completed",
                log(20, "STARTED", CREATED, ""),
                log(20, "COMMAND_SENT", COMMAND, "AuthorizeCustomer"),
                log(90, "STEP_DONE", REPLY, "done"));

        assertThat(story(
                        saga,
                        Map.of(
                                "order-saga", List.of(handled(CREATED, 8, 20), handled(REPLY, 75, 90)),
                                "search", List.of(handled(CREATED, 8, 190)),
                                "customers", List.of(handled(COMMAND, 30, 50)))))
                .containsExactly(
                        ORDER + " from 2030-01-31 12:00:00.000 UTC on",
                        "",
                        "      after  from           what                                               sent  handled",
                        "    0.000 s  ordering       OrderCreated                                      +8 ms  order-saga +20 ms, search +190 ms",
                        "    0.020 s  order-saga     command 'authorize customer'                     +10 ms  customers +30 ms",
                        "    0.075 s  customers      reply to 'authorize customer': done               +0 ms  order-saga +15 ms",
                        "",
                        "The saga is completed.",
                        "Traces: 4bf92f3577b34da6a3ce929d0e0e4736");
    }

    @Test
    void it_says_what_the_order_waits_for() {
        assertThat(story(saga("running", log(20, "COMMAND_SENT", COMMAND, "")), Map.of()))
                .contains("The saga is running. It waits for the reply to 'authorize customer', sent 2 times, "
                        + "again at 2030-01-31 12:01:00.000 UTC; delayed since 2030-01-31 12:00:30.000 UTC.");
    }

    @Test
    void it_shows_where_a_message_lies_that_was_not_handled_and_the_command_to_run() {
        assertThat(story(
                        saga("running", log(20, "COMMAND_SENT", COMMAND, "")),
                        Map.of(
                                "customers", List.of(at(COMMAND, State.DEAD, "it names nobody")),
                                "ordering", List.of(at(CREATED, State.WAITING, null)))))
                .contains(
                        "customers could not handle command 'authorize customer' of order-saga: it names nobody. "
                                + "See it: make dlq-show SERVICE=customers ID=" + COMMAND
                                + "; handle it again: make dlq-replay SERVICE=customers ID=" + COMMAND,
                        "OrderCreated of ordering waits in the outbox of ordering since 2030-01-31 12:00:00.000 UTC: "
                                + "Kafka has not acknowledged it.");
    }

    @Test
    void an_order_without_a_saga_has_a_story_too() {
        assertThat(Story.lines(ORDER, Timeline.of(EVENTS, Optional.empty(), Map.of()), Optional.empty()))
                .contains("No saga of this id is known: it has not begun, or ended long ago.");
    }

    private static List<String> story(Saga saga, Map<String, List<Whereabouts>> places) {
        return Story.lines(ORDER, Timeline.of(EVENTS, Optional.of(saga), places), Optional.of(saga));
    }

    private static Saga saga(String state, LogEntry... log) {
        boolean over = state.equals("completed");
        return new Saga(
                state,
                "authorize customer",
                2,
                Optional.empty(),
                over ? Optional.empty() : Optional.of(START.plusSeconds(30)),
                Optional.empty(),
                over ? Optional.empty() : Optional.of(START.plusSeconds(60)),
                List.of(log));
    }

    private static LogEntry log(int millis, String what, UUID message, String detail) {
        return new LogEntry(
                START.plusMillis(millis), Optional.of("authorize customer"), what, Optional.of(message), detail);
    }

    private static Whereabouts handled(UUID message, int sent, int handled) {
        return new Whereabouts(
                message,
                State.HANDLED,
                START.plusMillis(handled),
                Optional.of(START.plusMillis(sent)),
                Optional.empty());
    }

    private static Whereabouts at(UUID message, State state, String problem) {
        return new Whereabouts(message, state, START, Optional.empty(), Optional.ofNullable(problem));
    }
}
