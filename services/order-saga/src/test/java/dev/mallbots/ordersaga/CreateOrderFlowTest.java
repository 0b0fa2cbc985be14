package dev.mallbots.ordersaga;

import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.mallbots.contracts.common.v1.CommandSucceeded;
import dev.mallbots.contracts.customers.v1.AuthorizeCustomer;
import dev.mallbots.contracts.depot.v1.CancelShoppingList;
import dev.mallbots.contracts.depot.v1.CreateShoppingList;
import dev.mallbots.contracts.depot.v1.InitiateShopping;
import dev.mallbots.contracts.ordering.v1.ApproveOrder;
import dev.mallbots.contracts.ordering.v1.NoteOrderDelay;
import dev.mallbots.contracts.ordering.v1.RejectOrder;
import dev.mallbots.contracts.ordersaga.v1.CompensateSagaRequest;
import dev.mallbots.contracts.ordersaga.v1.GetSagaRequest;
import dev.mallbots.contracts.ordersaga.v1.ListSagasRequest;
import dev.mallbots.contracts.ordersaga.v1.OrderSagaServiceGrpc;
import dev.mallbots.contracts.ordersaga.v1.RetrySagaRequest;
import dev.mallbots.contracts.ordersaga.v1.Saga;
import dev.mallbots.contracts.ordersaga.v1.SagaLogEntry;
import dev.mallbots.contracts.ordersaga.v1.SagaState;
import dev.mallbots.contracts.payments.v1.ConfirmPayment;
import dev.mallbots.contracts.payments.v1.VoidPayment;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.messaging.MessageContext;
import dev.mallbots.platform.messaging.Transactions;
import dev.mallbots.platform.saga.Sagas;
import dev.mallbots.platform.service.Pruning;
import dev.mallbots.platform.testing.LostOffsets;
import dev.mallbots.platform.testing.Tokens;
import dev.mallbots.platform.testing.Topics;
import dev.mallbots.platform.testing.Topics.Received;
import dev.mallbots.platform.testing.WithMall;
import io.grpc.ManagedChannelBuilder;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.net.URL;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithMall
class CreateOrderFlowTest {

    private static final Topics TOPICS = new Topics();

    @TestHTTPResource
    URL http;

    @Inject
    Sagas sagas;

    @Inject
    Transactions transactions;

    @Inject
    DataSource database;

    @Inject
    Pruning pruning;

    private final OrderProcess process = new OrderProcess(TOPICS);

    @AfterAll
    static void close() {
        TOPICS.close();
    }

    @Test
    void fault_1_an_order_goes_all_the_way_to_approved() {
        process.created();
        process.succeed(process.expect("customers", AuthorizeCustomer.class));
        process.listCreated(process.expect("depot", CreateShoppingList.class));
        var confirm = process.expect("payments", ConfirmPayment.class);
        assertThat(confirm.payload().getAmount().getAmount()).isEqualTo("999999999999.9999");
        process.succeed(confirm);
        process.succeed(process.expect("depot", InitiateShopping.class));
        var approve = process.expect("ordering", ApproveOrder.class);
        assertThat(approve.payload().getShoppingListId()).isEqualTo(process.list.toString());
        process.succeed(approve);

        process.awaitState("completed");
        assertThat(process.saga().getString("saga.data.shoppingListId")).isEqualTo(process.list.toString());
    }

    @Test
    void a_command_names_its_reply_topic_and_its_order() {
        var command = process.created().expect("customers", AuthorizeCustomer.class);

        assertThat(command.headers()).containsEntry("ce_replyto", "mallbots.order-saga.replies");
        assertThat(command.correlationId()).contains(process.order);
        assertThat(process.saga().getList("saga.log.messageId"))
                .contains(command.id().toString());
    }

    @Test
    void a_refused_payment_undoes_the_completed_steps_last_first() {
        payment(process);
        process.refuse(process.expect("payments", ConfirmPayment.class), "payment is too small");

        process.succeed(process.expect("depot", CancelShoppingList.class));
        var reject = process.expect("ordering", RejectOrder.class);
        assertThat(reject.payload().getReason()).isEqualTo("payment is too small");
        process.rejected();

        assertThat(TOPICS.types(OrderProcess.commandsOf("payments"), process.order))
                .containsExactly("ConfirmPayment");
        assertThat(process.log())
                .endsWith(
                        "STEP_REFUSED",
                        "COMPENSATION_SENT",
                        "COMPENSATION_DONE",
                        "COMPENSATION_SENT",
                        "COMPENSATION_DONE",
                        "COMPENSATED");
    }

    @Test
    void an_order_created_twice_has_one_saga() {
        process.created().expect("customers", AuthorizeCustomer.class);

        process.created().cancelled();

        process.awaitLogged("CANCEL_REQUESTED", 1);
        assertThat(process.log()).containsOnlyOnce("STARTED");
        assertThat(TOPICS.types(OrderProcess.commandsOf("customers"), process.order))
                .containsExactly("AuthorizeCustomer");
    }

    @Test
    void replayed_history_sends_no_command_even_after_the_saga_was_deleted() throws SQLException {
        process.created();
        process.refuse(process.expect("customers", AuthorizeCustomer.class), "disabled");
        process.undone();
        var lost = new LostOffsets(database, TOPICS);

        lost.changeNothingFor(process.order);

        endedLongAgo(process.order);
        pruning.prune().await().atMost(Duration.ofSeconds(20));
        lost.changeNothingFor(process.order);
        given().get("/api/ops/sagas/{id}", process.order).then().statusCode(404);
    }

    private void endedLongAgo(UUID saga) throws SQLException {
        try (Connection connection = database.getConnection();
                var update = connection.prepareStatement(
                        "update saga set changed_at = now() - interval '91 days' where id = ?")) {
            update.setObject(1, saga);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }

    @Test
    void an_order_cancelled_meanwhile_is_undone_at_once_and_a_late_reply_changes_nothing() {
        payment(process);
        var confirm = process.expect("payments", ConfirmPayment.class);
        process.cancelled();

        var undo = process.expect("payments", VoidPayment.class);
        process.succeed(confirm).awaitLogged("REPLY_IGNORED", 1);

        process.succeed(undo);
        process.succeed(process.expect("depot", CancelShoppingList.class));
        process.rejected();
        assertThat(process.saga().getString("saga.failureReason")).isEqualTo("the order was cancelled");
    }

    @Test
    void fault_5_repeated_late_or_unrelated_replies_change_nothing() {
        var authorize = process.created().expect("customers", AuthorizeCustomer.class);
        process.succeed(authorize);
        var create = process.expect("depot", CreateShoppingList.class);

        process.refuse(authorize, "late").succeed(authorize);
        TOPICS.draft(CommandSucceeded.getDefaultInstance())
                .causedBy(Ids.next())
                .publish("mallbots.order-saga.replies", process.order);
        process.awaitLogged("REPLY_IGNORED", 3);

        assertThat(process.saga().getString("saga.state")).isEqualTo("running");
        assertThat(process.saga().getString("saga.step"))
                .isEqualTo("authorize customer + create shopping list + confirm payment");
        process.listCreated(create);
        process.awaitLogged("STEP_DONE", 2);
        assertThat(TOPICS.types(OrderProcess.commandsOf("depot"), process.order))
                .containsExactly("CreateShoppingList");
    }

    @Test
    void fault_5_a_concurrent_reply_and_cancellation_both_take_effect() {
        for (int i = 0; i < 20; i++) {
            var one = new OrderProcess(TOPICS).created();
            var authorize = one.expect("customers", AuthorizeCustomer.class);

            Uni.join()
                    .all(
                            transactions.inNew(() -> sagas.reply(
                                    context(one.order, Optional.of(authorize.id())),
                                    CommandSucceeded.getDefaultInstance())),
                            transactions.inNew(
                                    () -> sagas.cancel(context(one.order, Optional.empty()), one.order, "cancelled")))
                    .andFailFast()
                    .await()
                    .atMost(Duration.ofSeconds(10));

            assertThat(one.log()).contains("CANCEL_REQUESTED").containsAnyOf("STEP_DONE", "REPLY_IGNORED");
        }
    }

    @Test
    void fault_5_a_lost_database_connection_is_no_refusal() throws SQLException {
        var authorize = process.created().expect("customers", AuthorizeCustomer.class);

        try (Connection held = database.getConnection()) {
            held.setAutoCommit(false);
            lock(held, process.order);
            process.succeed(authorize);
            await().atMost(10, SECONDS).until(() -> killWhoeverWaitsForALock(held) > 0);
            await().atMost(10, SECONDS).until(() -> killWhoeverWaitsForALock(held) > 0);
            held.rollback();
        }

        process.awaitLogged("STEP_DONE", 1);
        assertThat(process.saga().getString("saga.state")).isEqualTo("running");
        assertThat(process.log())
                .containsExactly("STARTED", "COMMAND_SENT", "COMMAND_SENT", "COMMAND_SENT", "STEP_DONE");
    }

    @Test
    void fault_5_an_unanswered_command_is_sent_again_and_only_the_reply_to_the_new_one_counts() throws SQLException {
        var first = process.created().expect("customers", AuthorizeCustomer.class);
        deadlineOver(process.order);

        var second = process.expectAnother("customers", AuthorizeCustomer.class, first);
        process.refuse(first, "late");
        process.awaitLogged("REPLY_IGNORED", 1);
        process.succeed(second);

        process.awaitLogged("STEP_DONE", 1);
    }

    @Test
    void an_unanswered_command_shows_the_order_as_delayed_to_operators_and_its_customer() throws SQLException {
        var first = process.created().expect("customers", AuthorizeCustomer.class);
        given().get("/api/ops/sagas?delayed=true&limit=500")
                .then()
                .body("sagas.id", not(hasItem(process.order.toString())));
        for (int i = 0; i < 5; i++) {
            deadlineOver(process.order);
            process.awaitLogged("COMMAND_SENT_AGAIN", 3 * (i + 1));
        }

        given().get("/api/ops/sagas?delayed=true&limit=500")
                .then()
                .body("sagas.id", hasItem(process.order.toString()))
                .body("sagas.state", everyItem(is("running")));
        var note = process.expect("ordering", NoteOrderDelay.class);
        assertThat(note.headers()).doesNotContainKey("ce_replyto");
        assertThat(Instant.ofEpochSecond(
                        note.payload().getSince().getSeconds(),
                        note.payload().getSince().getNanos()))
                .isEqualTo(process.saga().getString("saga.delayedSince"));
        assertThat(TOPICS.types(OrderProcess.commandsOf("ordering"), process.order))
                .containsExactly("NoteOrderDelay");
        process.succeed(process.latest("customers", AuthorizeCustomer.class));
        process.awaitLogged("STEP_DONE", 1);
    }

    @Test
    void an_order_unanswered_for_longer_than_its_limit_is_rejected() throws SQLException {
        payment(process);
        process.awaitLogged("STEP_DONE", 2);
        execute(
                process.order,
                "update saga set started_at = now() - interval '25 hours', deadline = now() where id = ?");

        process.undone();

        assertThat(process.saga().getString("saga.failureReason"))
                .isEqualTo("no reply to 'confirm payment' within 24 h");
    }

    @Test
    void fault_5_a_refused_compensation_is_tried_again_and_shows_as_stuck() throws SQLException {
        payment(process);
        process.refuse(process.expect("payments", ConfirmPayment.class), "no");
        var first = process.expect("depot", CancelShoppingList.class);
        process.refuse(first, "a bot has it").awaitLogged("COMPENSATION_REFUSED", 1);

        given().get("/api/ops/sagas?stuck=true&limit=500")
                .then()
                .body("sagas.id", hasItem(process.order.toString()))
                .body("sagas.state", everyItem(is("compensating")));
        deadlineOver(process.order);

        process.succeed(process.expectAnother("depot", CancelShoppingList.class, first));
        process.rejected();
    }

    @Test
    void an_operator_retries_and_compensates() {
        var first = process.created().expect("customers", AuthorizeCustomer.class);

        given().post("/api/ops/sagas/{id}/retry", process.order).then().statusCode(200);
        process.expectAnother("customers", AuthorizeCustomer.class, first);
        given().post("/api/ops/sagas/{id}/compensate", process.order).then().statusCode(200);

        process.undone();
        given().post("/api/ops/sagas/{id}/compensate", process.order).then().statusCode(409);
        given().post("/api/ops/sagas/{id}/retry", Ids.next()).then().statusCode(404);
    }

    @Test
    void sagas_are_listed_by_state_and_age_oldest_first_page_by_page() {
        var older = new OrderProcess(TOPICS).created();
        older.refuse(older.expect("customers", AuthorizeCustomer.class), "disabled")
                .undone();
        process.created();
        process.refuse(process.expect("customers", AuthorizeCustomer.class), "disabled")
                .undone();

        var ids = new ArrayList<String>();
        var next = "";
        do {
            var page = given().queryParam("state", "compensated")
                    .queryParam("limit", 1)
                    .queryParam("next", next)
                    .get("/api/ops/sagas")
                    .then()
                    .statusCode(200)
                    .body("sagas", hasSize(1))
                    .extract()
                    .jsonPath();
            ids.add(page.getString("sagas[0].id"));
            next = page.getString("next");
        } while (next != null);
        assertThat(ids).doesNotHaveDuplicates().containsSubsequence(older.order.toString(), process.order.toString());
        given().get("/api/ops/sagas?olderThan=PT720H").then().statusCode(200).body("sagas", hasSize(0));
    }

    @Test
    void the_same_calls_work_over_grpc() {
        var first = process.created().expect("customers", AuthorizeCustomer.class);
        var channel = ManagedChannelBuilder.forAddress(http.getHost(), http.getPort())
                .usePlaintext()
                .intercept(Tokens.on(Tokens.operator()))
                .build();
        try {
            var service = OrderSagaServiceGrpc.newBlockingStub(channel);
            var id = process.order.toString();

            var found = service.getSaga(GetSagaRequest.newBuilder().setId(id).build());
            var running = service.listSagas(ListSagasRequest.newBuilder()
                    .setState(SagaState.SAGA_STATE_RUNNING)
                    .build());
            service.retrySaga(RetrySagaRequest.newBuilder().setId(id).build());
            process.expectAnother("customers", AuthorizeCustomer.class, first);
            service.compensateSaga(CompensateSagaRequest.newBuilder().setId(id).build());

            assertThat(found.getSaga().getStep())
                    .isEqualTo("authorize customer + create shopping list + confirm payment");
            assertThat(found.getLogList())
                    .extracting(SagaLogEntry::getWhat)
                    .containsExactly("started", "command-sent", "command-sent", "command-sent");
            assertThat(found.getLog(1).getMessageId()).isEqualTo(first.id().toString());
            assertThat(running.getSagasList()).extracting(Saga::getId).contains(id);
            process.undone();
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void invalid_requests_are_refused_field_by_field() {
        given().get("/api/ops/sagas?state=asleep").then().statusCode(400).body("violations[0].field", is("state"));
        given().get("/api/ops/sagas?olderThan=yesterday")
                .then()
                .statusCode(400)
                .body("violations[0].field", is("olderThan"));
        given().get("/api/ops/sagas?limit=501").then().statusCode(400).body("violations[0].field", is("limit"));
        given().get("/api/ops/sagas/7").then().statusCode(400);
        given().get("/api/ops/sagas/{id}", Ids.next()).then().statusCode(404);
    }

    /** Only the reply of payments is missing. */
    private static void payment(OrderProcess process) {
        process.created().succeed(process.expect("customers", AuthorizeCustomer.class));
        Received<CreateShoppingList> create = process.expect("depot", CreateShoppingList.class);
        process.listCreated(create);
    }

    private static MessageContext context(UUID order, Optional<UUID> cause) {
        return new MessageContext(
                Ids.next(),
                "test",
                "/services/test",
                order.toString(),
                Instant.now(),
                order.toString(),
                OptionalLong.empty(),
                Optional.of(order),
                cause,
                Optional.empty(),
                Optional.empty());
    }

    private void deadlineOver(UUID saga) throws SQLException {
        execute(saga, "update saga set deadline = now() where id = ?");
    }

    private void execute(UUID saga, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                var update = connection.prepareStatement(sql)) {
            update.setObject(1, saga);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }

    private static void lock(Connection connection, UUID saga) throws SQLException {
        try (var select = connection.prepareStatement("select 1 from saga where id = ? for update")) {
            select.setObject(1, saga);
            select.executeQuery();
        }
    }

    private static int killWhoeverWaitsForALock(Connection connection) throws SQLException {
        try (var kill = connection.createStatement()) {
            // within a transaction PostgreSQL keeps showing the activity as it was at the first look
            kill.execute("select pg_stat_clear_snapshot()");
            try (var killed = kill.executeQuery("""
                        select count(pg_terminate_backend(pid)) from pg_stat_activity
                        where datname = current_database() and wait_event_type = 'Lock'
                        and pg_backend_pid() = any (pg_blocking_pids(pid))""")) {
                killed.next();
                return killed.getInt(1);
            }
        }
    }
}
