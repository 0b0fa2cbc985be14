package dev.mallbots.platform.saga;

import static dev.mallbots.platform.saga.SagaCommand.command;
import static dev.mallbots.platform.saga.SagaDefinition.DEFAULT_LIMIT;
import static dev.mallbots.platform.saga.SagaScript.given;
import static dev.mallbots.platform.saga.TripSaga.BOOK_TRIP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Int64Value;
import com.google.protobuf.StringValue;
import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.Unavailable;
import dev.mallbots.platform.saga.SagaLogEntry.What;
import dev.mallbots.platform.saga.TripSaga.Trip;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    void a_step_is_sent_after_the_one_before_it_was_answered() {
        started().expectState(SagaState.RUNNING).expectNothing().replySuccess().expect("hotels", text("book for Ann"));
    }

    @Test
    void a_refusal_undoes_the_completed_steps_last_first_and_not_the_refused_step() {
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
    void when_the_first_step_is_refused_only_the_start_is_undone() {
        started()
                .replyFailure("unknown traveller")
                .expect("trips", text("refuse: unknown traveller"))
                .replySuccess()
                .expectCompensated();
    }

    @Test
    void data_of_a_reply_is_available_to_later_steps() {
        assertThat(flying().saga().data().hotelBooking()).isEqualTo(7);
    }

    @Test
    void a_reply_without_the_data_that_the_step_needs_is_a_fault_and_no_refusal() {
        var hotel = started().replySuccess().expect("hotels", StringValue.class);

        assertThatThrownBy(hotel::replySuccess)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("book hotel");
    }

    @Test
    void a_repeated_reply_changes_nothing() {
        var saga = started();
        var answered = awaited(saga.saga());
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
    void a_cancelled_saga_compensates_at_once_including_the_step_in_flight() {
        flying().cancel("changed my mind")
                .expect("flights", text("cancel for Ann"))
                .replySuccess()
                .expect("hotels", text("cancel 7"))
                .replySuccess()
                .expect("trips", text("refuse: changed my mind"))
                .replySuccess()
                .expectCompensated();
    }

    @Test
    void a_delayed_saga_that_is_cancelled_does_not_wait_for_the_reply() {
        delayed()
                .cancel("changed my mind")
                .expectDelayed(false)
                .expect("flights", text("cancel for Ann"))
                .replySuccess()
                .expect("hotels", text("cancel 7"));
    }

    @Test
    void the_reply_of_a_step_that_was_cancelled_in_flight_is_ignored() {
        var saga = flying();
        var booking = awaited(saga.saga());
        saga.cancel("changed my mind").expect("flights", text("cancel for Ann"));

        var late =
                BOOK_TRIP.on(saga.saga(), new SagaInput.Succeeded(booking, booking, text("booked")), Moment.current());

        assertThat(late.next()).isEqualTo(saga.saga());
        assertThat(late.commands()).isEmpty();
    }

    @Test
    void a_saga_cancelled_at_a_step_that_can_not_be_undone_waits_for_the_reply_and_then_undoes_every_step() {
        confirming().cancel("changed my mind").expectNothing().replySuccess().expect("flights", text("cancel for Ann"));
    }

    @Test
    void cancelling_twice_or_while_compensating_changes_nothing() {
        var turningBack = flying().cancel("first").expect("flights", StringValue.class);
        var waiting = confirming().cancel("first");
        var before = turningBack.saga();
        var beforeToo = waiting.saga();

        turningBack.cancel("second").expectNothing();
        waiting.cancel("second").expectNothing();

        assertThat(turningBack.saga()).isEqualTo(before);
        assertThat(waiting.saga()).isEqualTo(beforeToo);
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
    void an_unanswered_compensation_is_sent_again_without_end_and_shows_as_stuck() {
        var saga = flying().replyFailure("no seats").expect("hotels", text("cancel 7"));

        for (int i = 0; i < 50; i++) {
            saga.deadlinePasses().expect("hotels", text("cancel 7")).expectStuck(true);
        }

        saga.replySuccess().expect("trips", StringValue.class);
    }

    @Test
    void a_step_that_is_unanswered_for_hours_is_done_once_its_participant_is_back() {
        var saga = delayed();

        for (int i = 0; i < 20; i++) {
            saga.deadlinePasses().expect("flights", text("book for Ann"));
        }

        saga.replySuccess().expect("trips", text("confirm")).replySuccess().expectCompleted();
    }

    @Test
    void from_the_first_missed_deadline_on_a_saga_is_delayed_and_sends_one_notice() {
        var saga = flying().expectDelayed(false);

        saga.deadlinePasses()
                .expect("flights", text("book for Ann"))
                .expectNotice("trips", text("delayed for Ann"))
                .expectNothing()
                .expectDelayed(true);
        var since = saga.saga().delayedSince();
        saga.deadlinePasses().expect("flights", text("book for Ann")).expectNothing();

        assertThat(saga.saga().delayedSince()).isEqualTo(since);
        assertThat(saga.log())
                .filteredOn(line -> line.what() == What.STEP_UNANSWERED)
                .singleElement()
                .satisfies(line -> assertThat(line.detail()).isEqualTo("no reply yet: delayed"));
    }

    @Test
    void a_saga_that_compensates_or_has_ended_is_not_delayed() {
        delayed().replyFailure("no seats").expect("hotels", text("cancel 7")).expectDelayed(false);
        delayed()
                .replySuccess()
                .expectDelayed(true)
                .expect("trips", text("confirm"))
                .replySuccess()
                .expectDelayed(false);
    }

    @Test
    void a_step_unanswered_beyond_the_sagas_limit_is_undone_because_it_may_have_been_done() {
        var saga = delayed().limitPasses(DEFAULT_LIMIT).expect("flights", text("cancel for Ann"));

        assertThat(saga.saga().failureReason()).contains("no reply to 'book flight' within 24 h");
    }

    @Test
    void the_last_wait_ends_at_the_sagas_limit() {
        var saga = delayed();

        for (int i = 0; saga.saga().state() == SagaState.RUNNING && i < 100; i++) {
            saga.deadlinePasses().expect("flights", StringValue.class);
        }

        assertThat(saga.saga().state()).isEqualTo(SagaState.COMPENSATING);
        assertThat(saga.log().getLast().at())
                .isBetween(
                        saga.saga().startedAt().plus(DEFAULT_LIMIT),
                        saga.saga().startedAt().plus(DEFAULT_LIMIT).plusSeconds(1));
    }

    @Test
    void the_sagas_limit_is_configurable() {
        var impatient = BOOK_TRIP.givenUpAfter(Duration.ofSeconds(90));

        var saga = given(impatient).start(Trip.of("Ann")).expect("travellers", StringValue.class);
        saga.deadlinePasses()
                .expect("travellers", StringValue.class)
                .expectNotice("trips", text("delayed for Ann"))
                .deadlinePasses()
                .expect("trips", text("refuse: no reply to 'check traveller' within 90 s"));
    }

    @Test
    void the_reply_to_the_first_of_two_equal_commands_is_ignored() {
        var saga = flying();
        var first = awaited(saga.saga());
        saga.deadlinePasses().expect("flights", text("book for Ann")).expectNotice("trips", text("delayed for Ann"));

        var late = BOOK_TRIP.on(saga.saga(), new SagaInput.Failed(first, first, "no seats"), Moment.current());

        assertThat(late.next()).isEqualTo(saga.saga());
        saga.replySuccess().expect("trips", text("confirm"));
    }

    @Test
    void a_step_that_can_not_be_undone_is_sent_until_it_is_answered() {
        var saga = confirming()
                .deadlinePasses()
                .expect("trips", text("confirm"))
                .expectNotice("trips", text("delayed for Ann"))
                .limitPasses(DEFAULT_LIMIT)
                .expect("trips", text("confirm"));

        for (int i = 0; i < 50; i++) {
            saga.deadlinePasses().expect("trips", text("confirm"));
        }

        saga.replySuccess().expectCompleted();
    }

    @Test
    void waits_double_up_to_an_hour_on_the_way_forward_and_up_to_five_minutes_on_the_way_back() {
        var forward = delayed();
        var back = flying().replyFailure("no seats").expect("hotels", text("cancel 7"));

        assertThat(waits(forward, 8)).containsExactly(120L, 240L, 480L, 960L, 1920L, 3600L, 3600L, 3600L);
        assertThat(waits(back, 6)).containsExactly(60L, 120L, 240L, 300L, 300L, 300L);
    }

    /** The waits in seconds, without any reply. */
    private static List<Long> waits(SagaScript<Trip> saga, int count) {
        var waits = new ArrayList<Long>();
        for (int i = 0; i < count; i++) {
            var deadline = saga.saga().deadline().orElseThrow();
            saga.deadlinePasses()
                    .expect(saga.saga().state() == SagaState.RUNNING ? "flights" : "hotels", StringValue.class);
            waits.add(Duration.between(deadline, saga.saga().deadline().orElseThrow())
                    .toSeconds());
        }
        return waits;
    }

    @Test
    void a_deadline_that_is_handled_too_early_changes_nothing() {
        var saga = flying().saga();

        var tooEarly = BOOK_TRIP.on(
                saga,
                new SagaInput.DeadlinePassed(),
                new Moment(saga.deadline().orElseThrow().minusMillis(1), UUID::randomUUID));

        assertThat(tooEarly.next()).isEqualTo(saga);
        assertThat(tooEarly.commands()).isEmpty();
    }

    @Test
    void an_operator_can_send_the_step_in_flight_again() {
        flying().retry().expect("flights", text("book for Ann")).replySuccess().expect("trips", text("confirm"));
        flying().replyFailure("no seats")
                .expect("hotels", text("cancel 7"))
                .retry()
                .expect("hotels", text("cancel 7"));
    }

    @Test
    void an_operator_can_compensate_a_saga_including_the_step_in_flight() {
        flying().compensate("airline is bankrupt").expect("flights", text("cancel for Ann"));
    }

    @Test
    void an_operators_request_that_does_not_fit_the_state_is_refused() {
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
    void the_log_has_an_entry_for_every_event() {
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
    void a_saga_continues_at_its_step_after_another_was_inserted_before_it() {
        var atTheHotel =
                started().replySuccess().expect("hotels", text("book for Ann")).saga();
        var withInsurance = SagaDefinition.of("book-trip", Trip.class)
                .step("check traveller")
                .does(trip -> command("travellers", text("check")))
                .step("insure")
                .does(trip -> command("insurers", text("insure")))
                .step("book hotel")
                .does(trip -> command("hotels", text("book")))
                .step("book train")
                .does(trip -> command("trains", text("book")))
                .build();

        var next = withInsurance.on(
                atTheHotel, new SagaInput.Succeeded(awaited(atTheHotel), UUID.randomUUID(), ROOM_7), Moment.current());

        assertThat(next.next().step()).isEqualTo("book train");
    }

    @Test
    void a_step_of_a_newer_release_is_left_to_that_release() {
        var newer = SagaDefinition.of("book-trip", Trip.class)
                .step("insure")
                .does(trip -> command("insurers", text("insure")))
                .build();
        var insuring =
                newer.start(UUID.randomUUID(), Trip.of("Ann"), Moment.current()).next();
        var reply = new SagaInput.Succeeded(awaited(insuring), UUID.randomUUID(), text("insured"));

        assertThatThrownBy(() -> BOOK_TRIP.on(insuring, reply, Moment.current()))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("step 'insure' of saga 'book-trip' is not known to this release");
    }

    @Test
    void a_definition_with_an_empty_step_is_refused() {
        var empty = SagaDefinition.of("x", Trip.class).step("nothing");
        var twice = SagaDefinition.of("x", Trip.class)
                .step("same")
                .undoneBy(trip -> command("a", text("")))
                .step("same")
                .undoneBy(trip -> command("a", text("")));

        assertThatThrownBy(empty::build).hasMessageContaining("neither does nor undoes anything");
        assertThatThrownBy(twice::build).hasMessageContaining("is there twice");
    }

    @Test
    void steps_alongside_each_other_are_sent_together_and_the_next_follows_when_all_have_succeeded() {
        dining().from("bars")
                .replySuccess()
                .expectNothing()
                .from("tables")
                .replySuccess()
                .expectNothing()
                .from("rooms")
                .replySuccess()
                .expect("trips", text("confirm"))
                .replySuccess()
                .expectCompleted();
    }

    @Test
    void a_refused_step_undoes_the_steps_alongside_it_whether_they_are_answered_or_not() {
        dining().from("bars")
                .replySuccess()
                .from("tables")
                .replyFailure("full")
                .expect("bars", text("cancel"))
                .replySuccess()
                .expect("rooms", text("cancel"))
                .replySuccess()
                .expect("trips", text("refuse: full"))
                .replySuccess()
                .expectCompensated();
    }

    @Test
    void a_success_that_arrives_after_the_refusal_of_a_step_alongside_changes_nothing() {
        var saga = dining();
        var room = saga.saga().awaited().get("reserve room");
        saga.from("tables").replyFailure("full").expect("bars", text("cancel"));

        var late = DINING.on(saga.saga(), new SagaInput.Succeeded(room, room, text("reserved")), Moment.current());

        assertThat(late.next()).isEqualTo(saga.saga());
        assertThat(late.commands()).isEmpty();
        saga.replySuccess().expect("rooms", text("cancel"));
    }

    @Test
    void only_the_unanswered_of_the_steps_alongside_each_other_are_sent_again() {
        dining().from("tables")
                .replySuccess()
                .deadlinePasses()
                .expect("rooms", text("reserve"))
                .expect("bars", text("reserve"))
                .from("rooms")
                .replySuccess()
                .deadlinePasses()
                .expect("bars", text("reserve"))
                .limitPasses(DEFAULT_LIMIT)
                .expect("bars", text("cancel"))
                .replySuccess()
                .expect("tables", text("cancel"))
                .replySuccess()
                .expect("rooms", text("cancel"))
                .replySuccess()
                .expect("trips", text("refuse: no reply to 'reserve bar' within 24 h"));
    }

    @Test
    void a_saga_cancelled_while_steps_are_in_flight_together_undoes_all_of_them() {
        dining().from("rooms")
                .replySuccess()
                .cancel("changed my mind")
                .expect("bars", text("cancel"))
                .replySuccess()
                .expect("tables", text("cancel"))
                .replySuccess()
                .expect("rooms", text("cancel"))
                .replySuccess()
                .expect("trips", text("refuse: changed my mind"));
    }

    @Test
    void a_saga_of_a_release_that_sent_the_steps_one_after_the_other_goes_on_with_the_remaining_ones_together() {
        var oneByOne = SagaDefinition.of("dine", Trip.class)
                .step("reserve room")
                .does(trip -> command("rooms", text("reserve")))
                .build();
        var inTheRoom = oneByOne.start(UUID.randomUUID(), Trip.of("Ann"), Moment.current())
                .next();

        var next = DINING.on(
                inTheRoom,
                new SagaInput.Succeeded(awaited(inTheRoom), UUID.randomUUID(), text("reserved")),
                Moment.current());

        assertThat(next.commands()).extracting(sent -> sent.command().service()).containsExactly("tables", "bars");
        assertThat(next.next().awaited()).containsOnlyKeys("reserve table", "reserve bar");
    }

    @Test
    void a_release_that_sends_the_steps_one_after_the_other_leaves_steps_in_flight_together_to_a_newer_one() {
        var together = dining().saga();
        var oneByOne = SagaDefinition.of("dine", Trip.class)
                .step("reserve room")
                .does(trip -> command("rooms", text("reserve")))
                .step("reserve table")
                .does(trip -> command("tables", text("reserve")))
                .build();

        assertThatThrownBy(() -> oneByOne.on(together, new SagaInput.RetryDemanded(), Moment.current()))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("reserve room + reserve table + reserve bar");
    }

    @Test
    void a_step_that_can_not_be_undone_is_sent_alone() {
        var pivot = SagaDefinition.of("x", Trip.class)
                .step("first")
                .does(trip -> command("a", text("")))
                .alongside("pivot")
                .does(trip -> command("b", text("")))
                .sentUntilAnswered();

        assertThatThrownBy(pivot::build).hasMessageContaining("step 'pivot' can't be sent alongside another");
    }

    private static final SagaDefinition<Trip> DINING = SagaDefinition.of("dine", Trip.class)
            .step("refuse trip")
            .undoneBy((trip, reason) -> command("trips", text("refuse: " + reason)))
            .step("reserve room")
            .does(trip -> command("rooms", text("reserve")))
            .undoneBy(trip -> command("rooms", text("cancel")))
            .alongside("reserve table")
            .does(trip -> command("tables", text("reserve")))
            .undoneBy(trip -> command("tables", text("cancel")))
            .alongside("reserve bar")
            .does(trip -> command("bars", text("reserve")))
            .undoneBy(trip -> command("bars", text("cancel")))
            .step("confirm trip")
            .does(trip -> command("trips", text("confirm")))
            .sentUntilAnswered()
            .build();

    private static SagaScript<Trip> dining() {
        return given(DINING)
                .start(Trip.of("Ann"))
                .expect("rooms", text("reserve"))
                .expect("tables", text("reserve"))
                .expect("bars", text("reserve"));
    }

    private static UUID awaited(SagaInstance<?> saga) {
        return saga.awaited().values().iterator().next();
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

    /** The flight is booked for the second time. */
    private static SagaScript<Trip> delayed() {
        return flying().deadlinePasses()
                .expect("flights", text("book for Ann"))
                .expectNotice("trips", text("delayed for Ann"));
    }

    private static SagaScript<Trip> confirming() {
        return flying().replySuccess().expect("trips", text("confirm"));
    }

    private static StringValue text(String value) {
        return StringValue.of(value);
    }
}
