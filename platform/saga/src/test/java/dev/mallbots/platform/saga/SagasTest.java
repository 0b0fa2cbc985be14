package dev.mallbots.platform.saga;

import static dev.mallbots.platform.saga.TripSaga.BOOK_TRIP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Int64Value;
import com.google.protobuf.StringValue;
import dev.mallbots.contracts.common.v1.CommandFailed;
import dev.mallbots.contracts.common.v1.CommandSucceeded;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.platform.saga.SagaLogEntry.What;
import dev.mallbots.platform.saga.TripSaga.Trip;
import dev.mallbots.platform.testing.Topics;
import dev.mallbots.platform.unitofwork.UnitOfWork;
import io.opentelemetry.api.trace.Tracer;
import io.quarkus.arc.All;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SagasTest extends TripTest {

    private static final Topics TOPICS = new Topics();

    @All
    @Inject
    List<UnitOfWork.Member> members;

    @Inject
    Tracer tracer;

    @AfterAll
    static void close() {
        TOPICS.close();
    }

    @Test
    void state_log_and_commands_are_stored_together() {
        start();

        var sent = TOPICS.awaitReceived("mallbots.travellers.commands", id, StringValue.class);

        assertThat(sent.headers()).containsEntry("ce_replyto", "mallbots.trips.replies");
        assertThat(sent.correlationId()).contains(id);
        assertThat(details().summary().state()).isEqualTo(SagaState.RUNNING);
        assertThat(details().log())
                .extracting(SagaLogEntry::what, SagaLogEntry::messageId)
                .containsExactly(
                        tuple(What.STARTED, Optional.empty()), tuple(What.COMMAND_SENT, Optional.of(sent.id())));
    }

    @Test
    void a_failure_in_the_same_transaction_rolls_everything_back() {
        assertThatThrownBy(() -> inNew(() -> sagas.start(BOOK_TRIP, id, Trip.of("Ann"))
                        .chain(() -> Uni.createFrom().failure(new IllegalStateException("the disk is full")))))
                .hasMessage("the disk is full");

        assertThatThrownBy(this::details).isInstanceOf(NotFound.class);
        // commands are delivered in the order of sending, so the first one seen is the second one started
        start();
        TOPICS.awaitReceived("mallbots.travellers.commands", id, StringValue.class);
        assertThat(TOPICS.types("mallbots.travellers.commands", id)).hasSize(1);
    }

    @Test
    void a_saga_started_twice_is_one() {
        start();
        inNew(() -> sagas.start(BOOK_TRIP, id, Trip.of("Bob")));

        assertThat(details().data()).contains("Ann");
        assertThat(details().log()).hasSize(2);
    }

    @Test
    void a_sagas_data_is_stored_exactly() {
        start();

        var known = SagaData.read(details().data(), Trip.class);

        assertThat(known).isEqualTo(Trip.of("Ann"));
    }

    @Test
    void concurrent_replies_count_once() {
        start();
        var command = awaited();

        Uni.join()
                .all(
                        transactions.inNew(() -> sagas.reply(replyTo(command), CommandSucceeded.getDefaultInstance())),
                        transactions.inNew(() -> sagas.reply(replyTo(command), CommandSucceeded.getDefaultInstance())),
                        transactions.inNew(() -> sagas.reply(replyTo(command), CommandFailed.getDefaultInstance())))
                .andFailFast()
                .await()
                .atMost(Duration.ofSeconds(10));

        assertThat(details().log())
                .extracting(SagaLogEntry::what)
                .filteredOn(What.REPLY_IGNORED::equals)
                .hasSize(2);
    }

    @Test
    void the_way_forward_and_back_is_logged_step_by_step() {
        start();
        reply(CommandSucceeded.getDefaultInstance());
        reply(Int64Value.of(7));
        reply(CommandFailed.newBuilder().setReason("no seats").build());
        reply(CommandSucceeded.getDefaultInstance());
        reply(CommandSucceeded.getDefaultInstance());

        assertThat(details().summary().state()).isEqualTo(SagaState.COMPENSATED);
        assertThat(details().summary().failureReason()).contains("no seats");
        var told = TOPICS.awaitReceived("mallbots.trips.commands", id, StringValue.class);
        assertThat(told.payload().getValue()).isEqualTo("refuse: no seats");
    }

    @Test
    void a_reply_for_an_unknown_saga_changes_nothing() {
        inNew(() -> sagas.reply(replyTo(Ids.next()), CommandSucceeded.getDefaultInstance()));

        assertThatThrownBy(this::details).isInstanceOf(NotFound.class);
    }

    @Test
    void the_clock_handles_a_deadline_that_has_passed() throws SQLException {
        start();
        var first = awaited();
        try (Connection connection = database.getConnection();
                var update = connection.prepareStatement("update saga set deadline = now() where id = ?")) {
            update.setObject(1, id);
            update.executeUpdate();
        }

        var again = TOPICS.awaitReceived(
                "mallbots.travellers.commands",
                id,
                StringValue.class,
                command -> !command.id().equals(first));

        await().untilAsserted(() -> assertThat(awaited()).isEqualTo(again.id()));
        assertThat(details().summary().attempts()).isEqualTo(2);
    }

    @Test
    void a_command_after_a_deadline_belongs_to_the_trace_in_which_the_saga_began() throws SQLException {
        var order = tracer.spanBuilder("order").startSpan();
        inNew(() -> {
            var scope = order.makeCurrent();
            return sagas.start(BOOK_TRIP, id, Trip.of("Ann")).onTermination().invoke(scope::close);
        });
        order.end();
        var first = awaited();
        execute("update saga set deadline = now() where id = ?");

        var again = TOPICS.awaitReceived(
                "mallbots.travellers.commands",
                id,
                StringValue.class,
                command -> !command.id().equals(first));

        assertThat(again.headers().get("traceparent"))
                .contains(order.getSpanContext().getTraceId());
    }

    @Test
    void the_notice_of_a_delay_has_no_reply() throws SQLException {
        start();
        execute("update saga set deadline = now() where id = ?");

        var notice = TOPICS.awaitReceived("mallbots.trips.commands", id, StringValue.class);

        assertThat(notice.payload().getValue()).isEqualTo("delayed for Ann");
        assertThat(notice.headers()).doesNotContainKey("ce_replyto");
        assertThat(inNew(() -> lookup.list(
                        new SagaLookup.Filter(Optional.empty(), Optional.empty(), true, false, Optional.empty()), 500)))
                .extracting(SagaSummary::id)
                .contains(id);
        assertThat(details().summary().delayedSince()).isPresent();
    }

    @Test
    void in_a_unit_of_work_a_reply_meets_the_saga_that_was_started_before_it() throws Exception {
        var other = Ids.next();
        start();
        var awaited = awaited();

        inUnit(
                Set.of(id, other),
                () -> sagas.start(BOOK_TRIP, other, Trip.of("Bob"))
                        .chain(() -> sagas.start(BOOK_TRIP, other, Trip.of("Cid")))
                        .chain(() -> sagas.reply(replyTo(awaited), CommandSucceeded.getDefaultInstance()))
                        .chain(() -> sagas.reply(replyTo(awaited), CommandSucceeded.getDefaultInstance())));

        assertThat(details().log())
                .extracting(SagaLogEntry::what)
                .containsExactly(
                        What.STARTED, What.COMMAND_SENT, What.STEP_DONE, What.COMMAND_SENT, What.REPLY_IGNORED);
        assertThat(inNew(() -> lookup.one(other)).data()).contains("Bob");
        assertThat(inNew(() -> lookup.one(other)).log())
                .extracting(SagaLogEntry::what)
                .containsExactly(What.STARTED, What.COMMAND_SENT);
        TOPICS.awaitReceived("mallbots.travellers.commands", other, StringValue.class);
    }

    @Test
    void in_a_unit_of_work_a_pruned_saga_does_not_begin_again() throws Exception {
        execute("insert into saga_let_go (id) values (?)");

        inUnit(Set.of(id), () -> sagas.start(BOOK_TRIP, id, Trip.of("Ann")));
        inUnit(Set.of(), () -> sagas.start(BOOK_TRIP, id, Trip.of("Ann")));

        assertThatThrownBy(this::details).isInstanceOf(NotFound.class);
    }

    private void inUnit(Set<UUID> ids, Supplier<Uni<Void>> work) {
        inNew(() -> UnitOfWork.of(members, () -> ids, List.of(), work));
    }
}
