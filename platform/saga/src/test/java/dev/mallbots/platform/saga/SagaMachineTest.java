package dev.mallbots.platform.saga;

import static dev.mallbots.platform.saga.SagaCommand.command;
import static dev.mallbots.platform.saga.SagaScript.given;
import static dev.mallbots.platform.saga.TripSaga.BOOK_TRIP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Int64Value;
import com.google.protobuf.StringValue;
import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.saga.SagaLogEntry.What;
import dev.mallbots.platform.saga.TripSaga.Trip;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SagaMachineTest {

    private static final Int64Value ROOM_7 = Int64Value.of(7);

    @Test
    void a_saga_whose_steps_all_succeed_is_completed() {
        confirming().replySuccess().expectCompleted();
    }

    @Test
    void a_step_is_sent_once_the_one_before_it_has_answered() {
        started().expectState(SagaState.RUNNING).expectNothing().replySuccess().expect("hotels", text("book for Ann"));
    }

    @Test
    void a_refusal_undoes_what_was_done_last_first_and_the_refused_step_not() {
        confirming()
                .replyFailure("not today")
                .expect("flights", text("cancel for Ann"))
                .replySuccess()
                .expect("hotels", text("cancel 7"))
                .replySuccess()
                .expect("trips", text("refuse: not today"))
                .replySuccess()
                .expectCompensated();
    }

    @Test
    void the_first_step_refused_leaves_only_the_start_to_undo() {
        started()
                .replyFailure("unknown traveller")
                .expect("trips", text("refuse: unknown traveller"))
                .replySuccess()
                .expectCompensated();
    }

    @Test
    void what_a_reply_brings_is_known_to_later_steps() {
        assertThat(flying().saga().data().hotelBooking()).isEqualTo(7);
    }

    @Test
    void a_reply_without_what_the_step_needs_is_a_fault_and_no_refusal() {
        var hotel = started().replySuccess().expect("hotels", StringValue.class);

        assertThatThrownBy(hotel::replySuccess)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("book hotel");
    }

    @Test
    void a_double_reply_changes_nothing() {
        var saga = started();
        var answered = saga.saga().awaited().orElseThrow();
        saga.replySuccess().expect("hotels", StringValue.class);
        var before = saga.saga();

        var again = BOOK_TRIP.on(before, new SagaInput.Succeeded(answered, answered, text("again")), Moment.current());

        assertThat(again.next()).isEqualTo(before);
        assertThat(again.commands()).isEmpty();
        assertThat(again.log()).extracting(SagaLogEntry::what).containsExactly(What.REPLY_IGNORED);
    }

    @Test
    void a_reply_to_another_sagas_command_changes_nothing() {
        var saga = started();
        var before = saga.saga();

        saga.replyToAnotherCommand().expectNothing();

        assertThat(saga.saga()).isEqualTo(before);
    }

    @Test
    void a_late_refusal_of_a_completed_saga_changes_nothing() {
        confirming().replySuccess().replyFailure("late").expectCompleted();
    }

    @Test
    void a_cancelled_saga_turns_back_once_the_step_in_flight_has_answered_and_undoes_that_step_too() {
        flying().cancel("changed my mind")
                .expectNothing()
                .replySuccess()
                .expect("flights", text("cancel for Ann"))
                .replySuccess()
                .expect("hotels", text("cancel 7"))
                .replySuccess()
                .expect("trips", text("refuse: changed my mind"))
                .replySuccess()
                .expectCompensated();
    }

    @Test
    void a_cancelled_saga_does_not_undo_a_step_that_was_refused() {
        flying().cancel("changed my mind")
                .replyFailure("no seats")
                .expect("hotels", text("cancel 7"))
                .replySuccess()
                .expect("trips", text("refuse: changed my mind"))
                .replySuccess()
                .expectCompensated();
    }

    @Test
    void cancelled_while_the_last_step_is_in_flight_everything_is_undone() {
        confirming().cancel("changed my mind").replySuccess().expect("flights", text("cancel for Ann"));
    }

    @Test
    void cancelling_twice_or_while_it_is_turning_back_changes_nothing() {
        var saga = flying().cancel("first").cancel("second").replySuccess().expect("flights", StringValue.class);
        var before = saga.saga();

        saga.cancel("third").expectNothing();

        assertThat(saga.saga()).isEqualTo(before);
        assertThat(before.failureReason()).contains("first");
    }

    @Test
    void cancelling_a_completed_saga_changes_nothing() {
        confirming().replySuccess().cancel("too late").expectCompleted();
    }

    @Test
    void a_refused_compensation_is_sent_again_after_growing_pauses_and_shows_as_stuck() {
        var saga = flying().replyFailure("no seats").expect("hotels", text("cancel 7"));

        saga.expectStuck(false).replyFailure("front desk closed").expectNothing();
        saga.expectState(SagaState.COMPENSATING).expectStuck(true);
        var since = saga.saga().stuckSince();
        saga.deadlinePasses().expect("hotels", text("cancel 7")).replyFailure("still closed");
        saga.deadlinePasses().expect("hotels", text("cancel 7"));

        assertThat(saga.saga().stuckSince()).isEqualTo(since);
        assertThat(saga.saga().attempts()).isEqualTo(3);
        saga.replySuccess()
                .expectStuck(false)
                .expect("trips", text("refuse: no seats"))
                .replySuccess()
                .expectCompensated();
    }

    @Test
    void an_unanswered_compensation_is_sent_again_for_ever_and_shows_as_stuck() {
        var saga = flying().replyFailure("no seats").expect("hotels", text("cancel 7"));

        for (int i = 0; i < 50; i++) {
            saga.deadlinePasses().expect("hotels", text("cancel 7")).expectStuck(true);
        }

        saga.replySuccess().expect("trips", StringValue.class);
    }

    @Test
    void an_unanswered_step_is_sent_again_and_then_undone_for_it_may_have_been_done() {
        var saga = flying();

        saga.deadlinePasses().expect("flights", text("book for Ann"));
        saga.deadlinePasses().expect("flights", text("book for Ann"));

        saga.deadlinePasses().expect("flights", text("cancel for Ann"));
        assertThat(saga.saga().failureReason()).contains("no reply to 'book flight'");
    }

    @Test
    void the_reply_to_the_first_of_two_equal_commands_is_late() {
        var saga = flying();
        var first = saga.saga().awaited().orElseThrow();
        saga.deadlinePasses().expect("flights", text("book for Ann"));

        var late = BOOK_TRIP.on(saga.saga(), new SagaInput.Failed(first, first, "no seats"), Moment.current());

        assertThat(late.next()).isEqualTo(saga.saga());
        saga.replySuccess().expect("trips", text("confirm"));
    }

    @Test
    void a_step_with_no_way_back_is_sent_until_it_is_answered() {
        var saga = confirming();

        for (int i = 0; i < 50; i++) {
            saga.deadlinePasses().expect("trips", text("confirm"));
        }

        saga.replySuccess().expectCompleted();
    }

    @Test
    void waits_double_up_to_five_minutes() {
        var saga = confirming();
        var waits = new ArrayList<Duration>();
        for (int i = 0; i < 6; i++) {
            var deadline = saga.saga().deadline().orElseThrow();
            saga.deadlinePasses().expect("trips", StringValue.class);
            waits.add(Duration.between(deadline, saga.saga().deadline().orElseThrow())
                    .truncatedTo(ChronoUnit.SECONDS));
        }

        assertThat(waits).extracting(Duration::toSeconds).containsExactly(60L, 120L, 240L, 300L, 300L, 300L);
    }

    @Test
    void a_deadline_looked_at_too_early_changes_nothing() {
        var saga = flying().saga();

        var tooEarly = BOOK_TRIP.on(
                saga,
                new SagaInput.DeadlinePassed(),
                new Moment(saga.deadline().orElseThrow().minusMillis(1), UUID::randomUUID));

        assertThat(tooEarly.next()).isEqualTo(saga);
        assertThat(tooEarly.commands()).isEmpty();
    }

    @Test
    void an_operator_can_have_the_step_in_flight_sent_again() {
        flying().retry().expect("flights", text("book for Ann")).replySuccess().expect("trips", text("confirm"));
        flying().replyFailure("no seats")
                .expect("hotels", text("cancel 7"))
                .retry()
                .expect("hotels", text("cancel 7"));
    }

    @Test
    void an_operator_can_give_up_on_a_saga_and_the_step_in_flight_is_undone_too() {
        flying().compensate("airline is bankrupt").expect("flights", text("cancel for Ann"));
    }

    @Test
    void an_operators_demand_that_does_not_fit_is_refused() {
        var over = confirming().replySuccess();
        var turningBack = flying().replyFailure("no seats").expect("hotels", StringValue.class);

        assertThatThrownBy(over::retry).isInstanceOf(Conflict.class);
        assertThatThrownBy(() -> over.compensate("no")).isInstanceOf(Conflict.class);
        assertThatThrownBy(() -> turningBack.compensate("no")).isInstanceOf(Conflict.class);
        assertThatThrownBy(() -> confirming().compensate("no"))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("has no way back");
    }

    @Test
    void the_log_tells_the_whole_story() {
        var log = started()
                .replyFailure("unknown traveller")
                .expect("trips", StringValue.class)
                .replySuccess()
                .log();

        assertThat(log)
                .extracting(SagaLogEntry::what)
                .containsExactly(
                        What.STARTED,
                        What.COMMAND_SENT,
                        What.STEP_REFUSED,
                        What.COMPENSATION_SENT,
                        What.COMPENSATION_DONE,
                        What.COMPENSATED);
        assertThat(log.get(2).step()).isEqualTo(Optional.of("check traveller"));
        assertThat(log.get(2).detail()).isEqualTo("unknown traveller");
    }

    @Test
    void a_definition_with_a_step_that_means_nothing_is_refused() {
        var empty = SagaDefinition.of("x", Trip.class).step("nothing");
        var twice = SagaDefinition.of("x", Trip.class)
                .step("same")
                .undoneBy(trip -> command("a", text("")))
                .step("same")
                .undoneBy(trip -> command("a", text("")));

        assertThatThrownBy(empty::build).hasMessageContaining("neither does nor undoes anything");
        assertThatThrownBy(twice::build).hasMessageContaining("is there twice");
    }

    private static SagaScript<Trip> started() {
        return given(BOOK_TRIP).start(Trip.of("Ann")).expect("travellers", text("check Ann"));
    }

    private static SagaScript<Trip> flying() {
        return started()
                .replySuccess()
                .expect("hotels", text("book for Ann"))
                .replySuccess(ROOM_7)
                .expect("flights", text("book for Ann"));
    }

    private static SagaScript<Trip> confirming() {
        return flying().replySuccess().expect("trips", text("confirm"));
    }

    private static StringValue text(String value) {
        return StringValue.of(value);
    }
}
