package dev.mallbots.payments;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.comparesEqualTo;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.google.protobuf.Message;
import dev.mallbots.contracts.common.v1.CommandFailed;
import dev.mallbots.contracts.common.v1.CommandSucceeded;
import dev.mallbots.contracts.common.v1.Money;
import dev.mallbots.contracts.ordering.v1.OrderCanceled;
import dev.mallbots.contracts.ordering.v1.OrderCreated;
import dev.mallbots.contracts.ordering.v1.OrderReadied;
import dev.mallbots.contracts.ordering.v1.OrderRejected;
import dev.mallbots.contracts.payments.v1.AdjustInvoiceRequest;
import dev.mallbots.contracts.payments.v1.AuthorizePaymentRequest;
import dev.mallbots.contracts.payments.v1.ConfirmPayment;
import dev.mallbots.contracts.payments.v1.GetInvoiceRequest;
import dev.mallbots.contracts.payments.v1.InvoiceCanceled;
import dev.mallbots.contracts.payments.v1.InvoiceCreated;
import dev.mallbots.contracts.payments.v1.InvoicePaid;
import dev.mallbots.contracts.payments.v1.InvoiceStatus;
import dev.mallbots.contracts.payments.v1.PayInvoiceRequest;
import dev.mallbots.contracts.payments.v1.PaymentAuthorized;
import dev.mallbots.contracts.payments.v1.PaymentCaptured;
import dev.mallbots.contracts.payments.v1.PaymentConfirmed;
import dev.mallbots.contracts.payments.v1.PaymentVoided;
import dev.mallbots.contracts.payments.v1.PaymentsServiceGrpc;
import dev.mallbots.contracts.payments.v1.VoidPayment;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.testing.LostOffsets;
import dev.mallbots.platform.testing.Tokens;
import dev.mallbots.platform.testing.Topics;
import dev.mallbots.platform.testing.WithMall;
import io.agroal.api.AgroalDataSource;
import io.grpc.Channel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.JsonConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.path.json.config.JsonPathConfig;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithMall
class PaymentsTest {

    private static final String COMMANDS = "mallbots.payments.commands";
    private static final String REPLIES = "mallbots.order-saga.replies";
    private static final String ORDERS = "mallbots.ordering.events.Order";
    private static final String PAYMENTS = "mallbots.payments.events.Payment";
    private static final String INVOICES = "mallbots.payments.events.Invoice";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final RestAssuredConfig EXACT = RestAssuredConfig.config()
            .jsonConfig(JsonConfig.jsonConfig().numberReturnType(JsonPathConfig.NumberReturnType.BIG_DECIMAL));

    private static final Topics topics = new Topics();

    private final UUID customer = Ids.next();
    private final UUID order = Ids.next();

    @Inject
    AgroalDataSource database;

    @TestHTTPResource
    URL http;

    @AfterAll
    static void hang_up() {
        topics.close();
    }

    @Test
    void an_amount_added_up_in_binary_fractions_is_stored_as_the_decimal_amount() {
        UUID payment = authorized("0.30000000000000004");

        given().config(EXACT)
                .get("/api/payments/{id}", payment)
                .then()
                .body("payment.amount", comparesEqualTo(new BigDecimal("0.3")));
        assertThat(topics.await(PAYMENTS, payment, PaymentAuthorized.class)
                        .getAmount()
                        .getAmount())
                .isEqualTo("0.3");
    }

    @Test
    void an_authorized_payment_can_be_read_and_is_published() {
        UUID payment = authorized("12345.6789");

        given().config(EXACT)
                .get("/api/payments/{id}", payment)
                .then()
                .statusCode(200)
                .body("payment.id", equalTo(payment.toString()))
                .body("payment.customerId", equalTo(customer.toString()))
                .body("payment.amount", comparesEqualTo(new BigDecimal("12345.6789")))
                .body("payment.status", equalTo("authorized"));
        assertThat(topics.awaitReceived(PAYMENTS, payment, PaymentAuthorized.class)
                        .sequence())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            {"amount":1}                             | customerId
            {"customerId":"you","amount":1}          | customerId
            {"customerId":"%s"}                      | amount
            {"customerId":"%s","amount":0}           | amount
            {"customerId":"%s","amount":-1}          | amount
            {"customerId":"%s","amount":"1"}         | amount
            {"customerId":"%s","amount":1.00001}     | amount
            {"customerId":"%s","amount":1e15}        | amount
            {"customerId":"%s","amount":1,"tip":1}   | tip
            """)
    void an_invalid_payment_is_refused_field_by_field(String body, String field) {
        given().contentType("application/json")
                .body(body.replace("%s", customer.toString()))
                .post("/api/payments")
                .then()
                .statusCode(400)
                .body("violations[0].field", equalTo(field));
    }

    @Test
    void an_unknown_id_is_a_404() {
        given().get("/api/payments/{id}", Ids.next()).then().statusCode(404);
        given().get("/api/payments/invoices/{id}", Ids.next()).then().statusCode(404);
        pay(Ids.next()).statusCode(404);
        given().put("/api/payments/invoices/{id}/pay", Ids.next()).then().statusCode(404);
        adjust(Ids.next(), "1").statusCode(404);
        given().get("/api/payments/not-a-uuid").then().statusCode(400).body("violations[0].field", equalTo("id"));
    }

    @Test
    void a_payment_that_the_acquirer_declines_is_refused_and_one_without_an_answer_is_a_503() {
        authorize("100000.01").statusCode(400).body("message", containsString("declined"));
        authorize("200000.01").statusCode(503);
    }

    @Test
    void a_payment_of_one_cent_does_not_cover_an_order() {
        UUID payment = authorized("0.01");

        assertThat(refusal(confirmation(payment, order, customer, "100"))).contains("does not cover");
        statusOf(payment, "authorized");
    }

    @Test
    void a_payment_cannot_be_used_twice() {
        UUID payment = authorized("100");
        UUID other = Ids.next();
        confirmed(payment, order, "40");

        command(other, confirmation(payment, other, customer, "40"));

        assertThat(topics.await(REPLIES, other, CommandFailed.class).getReason())
                .contains("used by another order");
        assertThat(topics.all(PAYMENTS, payment, PaymentConfirmed.class)).hasSize(1);
    }

    @Test
    void of_two_orders_that_confirm_one_payment_at_once_one_is_refused() {
        UUID payment = authorized("100");
        List<UUID> orders = IntStream.range(0, 8).mapToObj(_ -> Ids.next()).toList();

        orders.forEach(it -> command(it, confirmation(payment, it, customer, "10")));

        await().atMost(PATIENCE)
                .until(() ->
                        orders.stream().allMatch(it -> !topics.raw(REPLIES, it).isEmpty()));
        assertThat(orders.stream()
                        .filter(it ->
                                !topics.all(REPLIES, it, CommandSucceeded.class).isEmpty()))
                .hasSize(1);
    }

    @Test
    void a_payment_of_another_customer_is_refused() {
        UUID payment = authorized("100");

        assertThat(refusal(confirmation(payment, order, Ids.next(), "100"))).contains("is not of customer");
        statusOf(payment, "authorized");
    }

    @Test
    void an_unknown_payment_is_refused() {
        assertThat(refusal(confirmation(Ids.next(), order, customer, "100"))).contains("payment cannot be confirmed");
    }

    @Test
    void a_repeated_confirmation_succeeds_and_changes_nothing() {
        UUID payment = authorized("100");
        confirmed(payment, order, "100");
        UUID again = command(order, confirmation(payment, order, customer, "100"));

        topics.awaitReceived(
                REPLIES,
                order,
                CommandSucceeded.class,
                it -> it.causationId().orElseThrow().equals(again));
        assertThat(topics.all(PAYMENTS, payment, PaymentConfirmed.class)).hasSize(1);
    }

    @Test
    void voiding_releases_a_confirmed_payment_and_succeeds_also_without_one() {
        UUID payment = authorized("100");
        confirmed(payment, order, "100");
        UUID stranger = Ids.next();

        command(stranger, voiding(payment, stranger));
        command(stranger, voiding(Ids.next(), stranger));
        await().atMost(PATIENCE)
                .until(() ->
                        topics.all(REPLIES, stranger, CommandSucceeded.class).size() == 2);
        statusOf(payment, "confirmed");

        command(order, voiding(payment, order));
        assertThat(topics.await(PAYMENTS, payment, PaymentVoided.class).getOrderId())
                .isEqualTo(order.toString());
        statusOf(payment, "voided");
    }

    @Test
    void a_ready_order_gets_an_invoice_that_is_paid_and_captures_the_payment() {
        UUID payment = authorized("100");
        invoiced(payment, "80.5");

        given().config(EXACT)
                .get("/api/payments/invoices/{id}", order)
                .then()
                .statusCode(200)
                .body("invoice.id", equalTo(order.toString()))
                .body("invoice.paymentId", equalTo(payment.toString()))
                .body("invoice.amount", comparesEqualTo(new BigDecimal("80.5")))
                .body("invoice.status", equalTo("pending"));
        pay(order).statusCode(200).body("", aMapWithSize(0));

        assertThat(topics.await(INVOICES, order, InvoicePaid.class).getAmount().getAmount())
                .isEqualTo("80.5");
        var captured = topics.awaitReceived(PAYMENTS, payment, PaymentCaptured.class);
        assertThat(captured.payload().getAmount().getAmount()).isEqualTo("80.5");
        assertThat(captured.correlationId()).contains(order);
        assertThat(captured.sequence()).isEqualTo(3);
        statusOf(payment, "captured");
    }

    @Test
    void an_order_that_is_ready_twice_gets_one_invoice() {
        UUID payment = authorized("100");
        invoiced(payment, "80");
        topics.publish(ORDERS, order, readied(payment, "80"), 6);
        topics.publish(ORDERS, order, canceled(order, customer, payment), 7);

        topics.await(INVOICES, order, InvoiceCanceled.class);
        assertThat(topics.all(INVOICES, order, InvoiceCreated.class)).hasSize(1);
    }

    @Test
    void an_invoice_cannot_be_paid_twice_at_once_nor_adjusted_after() throws Exception {
        UUID payment = authorized("100");
        invoiced(payment, "80");

        List<Integer> answers;
        try (var both = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> pays = IntStream.range(0, 2)
                    .mapToObj(_ -> both.submit(() -> pay(order).extract().statusCode()))
                    .toList();
            answers = List.of(pays.get(0).get(), pays.get(1).get());
        }

        assertThat(answers).containsExactlyInAnyOrder(200, 409);
        pay(order).statusCode(409);
        adjust(order, "1").statusCode(409);
        topics.await(PAYMENTS, payment, PaymentCaptured.class);
        assertThat(topics.all(INVOICES, order, InvoicePaid.class)).hasSize(1);
        assertThat(topics.all(PAYMENTS, payment, PaymentCaptured.class)).hasSize(1);
    }

    @Test
    void an_invoice_that_is_being_paid_can_not_be_adjusted() throws Exception {
        invoiced(authorized("100"), "80");

        try (var adjusting = Executors.newVirtualThreadPerTaskExecutor();
                var somebody = database.getConnection();
                var statement = somebody.createStatement()) {
            somebody.setAutoCommit(false);
            statement.execute("update invoice set status = 'PAID' where id = '%s'".formatted(order));
            Future<Integer> answer =
                    adjusting.submit(() -> adjust(order, "1").extract().statusCode());
            await().atMost(PATIENCE).until(() -> waitsForAnInvoice());
            somebody.commit();

            assertThat(answer.get()).isEqualTo(409);
        }
    }

    private boolean waitsForAnInvoice() throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.createStatement();
                var rows = query.executeQuery(
                        "select from pg_stat_activity where wait_event_type = 'Lock' and query like '%invoice%'")) {
            return rows.next();
        }
    }

    @Test
    void a_pending_invoice_can_be_adjusted_up_to_the_authorized_amount() {
        UUID payment = authorized("100");
        invoiced(payment, "80");

        adjust(order, "100.0001").statusCode(400).body("violations[0].field", equalTo("amount"));
        adjust(order, "0").statusCode(400).body("violations[0].field", equalTo("amount"));
        adjust(order, "99.99").statusCode(200).body("", aMapWithSize(0));
        pay(order).statusCode(200);

        var paid = topics.awaitReceived(INVOICES, order, InvoicePaid.class);
        assertThat(paid.payload().getAmount().getAmount()).isEqualTo("99.99");
        assertThat(paid.sequence()).isEqualTo(2);
    }

    @Test
    void a_cancelled_order_voids_its_payment_and_cancels_its_invoice() {
        UUID payment = authorized("100");
        invoiced(payment, "80");

        topics.publish(ORDERS, order, canceled(order, customer, payment), 6);

        topics.await(PAYMENTS, payment, PaymentVoided.class);
        topics.await(INVOICES, order, InvoiceCanceled.class);
        pay(order).statusCode(409);
    }

    @Test
    void a_rejected_order_voids_its_payment_even_if_it_was_never_confirmed() {
        UUID payment = authorized("100");

        topics.publish(ORDERS, order, rejected(order, customer, payment), 2);

        topics.await(PAYMENTS, payment, PaymentVoided.class);
        assertThat(refusal(confirmation(payment, order, customer, "1"))).contains("has been voided");
    }

    @Test
    void replayed_history_charges_releases_and_invoices_nothing() {
        UUID paid = authorized("100");
        invoiced(paid, "80");
        pay(order).statusCode(200);
        topics.await(PAYMENTS, paid, PaymentCaptured.class);
        UUID cancelledOrder = Ids.next();
        UUID voided = authorized("50");
        confirmed(voided, cancelledOrder, "50");
        topics.publish(ORDERS, cancelledOrder, canceled(cancelledOrder, customer, voided), 3);
        topics.await(PAYMENTS, voided, PaymentVoided.class);
        UUID foreignOrder = Ids.next();
        topics.publish(ORDERS, foreignOrder, canceled(foreignOrder, Ids.next(), paid), 2);
        command(foreignOrder, voiding(paid, foreignOrder));
        topics.await(REPLIES, foreignOrder, CommandSucceeded.class);

        await().atMost(PATIENCE).until(() -> isReleased(voided));

        new LostOffsets(database, topics).changeNothingFor(order, cancelledOrder, foreignOrder, paid, voided);

        statusOf(paid, "captured");
        statusOf(voided, "voided");
    }

    @Test
    void the_end_of_an_order_does_not_void_a_payment_that_another_order_names_too() {
        UUID payment = authorized("100");
        UUID second = Ids.next();
        topics.publish(ORDERS, order, created(order, payment), 1);
        topics.publish(ORDERS, second, created(second, payment), 1);
        await().atMost(PATIENCE).until(() -> ordersNaming(payment) == 2);

        topics.publish(ORDERS, second, rejected(second, customer, payment), 2);
        await().atMost(PATIENCE).until(() -> ordersNaming(payment) == 1);

        statusOf(payment, "authorized");
        assertThat(refusalFor(second, confirmation(payment, second, customer, "1")))
                .contains("is over");
        confirmed(payment, order, "100");
        topics.publish(ORDERS, order, canceled(order, customer, payment), 3);
        topics.await(PAYMENTS, payment, PaymentVoided.class);
    }

    @Test
    void a_payment_is_voided_with_the_last_order_that_names_it() {
        UUID payment = authorized("100");
        UUID second = Ids.next();
        topics.publish(ORDERS, order, created(order, payment), 1);
        topics.publish(ORDERS, second, created(second, payment), 1);
        await().atMost(PATIENCE).until(() -> ordersNaming(payment) == 2);

        topics.publish(ORDERS, second, rejected(second, customer, payment), 2);
        topics.publish(ORDERS, order, rejected(order, customer, payment), 2);

        topics.await(PAYMENTS, payment, PaymentVoided.class);
    }

    @Test
    void a_payment_is_not_confirmed_after_its_order_has_been_undone() {
        UUID payment = authorized("100");

        command(order, voiding(payment, order));
        topics.await(REPLIES, order, CommandSucceeded.class);

        assertThat(refusal(confirmation(payment, order, customer, "1"))).contains("is over");
        statusOf(payment, "authorized");
    }

    @Test
    void the_bank_releases_voided_payments_and_authorizations_without_a_client() throws SQLException {
        UUID payment = authorized("100");
        confirmed(payment, order, "100");
        UUID abandoned = Ids.next();
        execute("insert into begun_authorization (id, begun_at) values ('%s', now() - interval '1 hour')"
                .formatted(abandoned));

        command(order, voiding(payment, order));
        topics.await(PAYMENTS, payment, PaymentVoided.class);

        await().atMost(PATIENCE)
                .until(() ->
                        isReleased(payment) && count("begun_authorization where id = '%s'".formatted(abandoned)) == 0);
    }

    @Test
    void an_invoice_that_is_being_paid_is_not_adjusted_and_a_dead_process_is_finished_by_another() throws SQLException {
        UUID payment = authorized("100");
        invoiced(payment, "80");
        execute("update invoice set paying_until = now() + interval '1 hour' where id = '%s'".formatted(order));

        adjust(order, "70").statusCode(409);
        pay(order).statusCode(409);

        execute("update invoice set paying_until = now() - interval '1 hour' where id = '%s'".formatted(order));
        assertThat(topics.await(INVOICES, order, InvoicePaid.class).getAmount().getAmount())
                .isEqualTo("80");
        topics.await(PAYMENTS, payment, PaymentCaptured.class);
        pay(order).statusCode(409);
    }

    @Test
    void under_one_key_an_invoice_is_paid_once_and_the_repetition_gets_the_same_answer() {
        invoiced(authorized("100"), "80");

        for (int time = 0; time < 2; time++) {
            given().contentType("application/json")
                    .header("Idempotency-Key", "pay-" + order)
                    .body("{}")
                    .put("/api/payments/invoices/{id}/pay", order)
                    .then()
                    .statusCode(200);
        }
        pay(order).statusCode(409);
    }

    private boolean isReleased(UUID payment) throws SQLException {
        return count("payment where id = '%s' and release_due is null".formatted(payment)) == 1;
    }

    private int ordersNaming(UUID payment) throws SQLException {
        return count("paying_order where payment_id = '%s' and not is_over".formatted(payment));
    }

    private int count(String from) throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.createStatement();
                var rows = query.executeQuery("select count(*) from " + from)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void cancelling_an_order_does_not_void_a_payment_of_another_customer() {
        UUID payment = authorized("100");
        UUID thief = Ids.next();
        UUID thiefsOrder = Ids.next();

        UUID thiefsPayment = authorized("1", thief);

        topics.publish(ORDERS, thiefsOrder, canceled(thiefsOrder, thief, payment), 2);
        topics.publish(ORDERS, thiefsOrder, canceled(thiefsOrder, thief, thiefsPayment), 3);

        // messages of one key are handled in their order
        topics.await(PAYMENTS, thiefsPayment, PaymentVoided.class);
        statusOf(payment, "authorized");
    }

    @Test
    void the_same_calls_work_over_grpc() {
        UUID payment = authorized("100");
        invoiced(payment, "80");
        var id = order.toString();
        var channel = ManagedChannelBuilder.forAddress(http.getHost(), http.getPort())
                .usePlaintext()
                .intercept(Tokens.on(Tokens.operator()))
                .build();
        try {
            var grpc = PaymentsServiceGrpc.newBlockingStub(channel).withDeadlineAfter(PATIENCE);
            var pay = PayInvoiceRequest.newBuilder().setId(id).build();

            grpc.adjustInvoice(AdjustInvoiceRequest.newBuilder()
                    .setId(id)
                    .setAmount(euros("70"))
                    .build());
            grpc.payInvoice(pay);

            var invoice = grpc.getInvoice(
                            GetInvoiceRequest.newBuilder().setId(id).build())
                    .getInvoice();
            assertThat(invoice.getStatus()).isEqualTo(InvoiceStatus.INVOICE_STATUS_PAID);
            assertThat(invoice.getAmount()).isEqualTo(euros("70"));
            assertThatExceptionOfType(StatusRuntimeException.class)
                    .isThrownBy(() -> grpc.payInvoice(pay))
                    .extracting(it -> it.getStatus().getCode())
                    .isEqualTo(Status.Code.FAILED_PRECONDITION);
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void a_payment_is_authorized_once_although_the_client_asked_twice() throws Exception {
        var key = Ids.next().toString();
        try (var side = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<String> ask =
                    () -> authorizeUnder(key, "100").statusCode(200).extract().asString();
            assertThat(side.invokeAll(Collections.nCopies(4, ask)).stream()
                            .map(Future::resultNow)
                            .distinct())
                    .hasSize(1);
        }
        UUID payment = UUID.fromString(authorizeUnder(key, "100.0").extract().path("id"));

        assertThat(paymentsOf(customer)).containsExactly(payment);
        authorizeUnder(key, "101").statusCode(422).body("code", equalTo(3));
        assertThat(paymentsOf(customer)).containsExactly(payment);
    }

    @Test
    void a_declined_payment_can_be_requested_again_under_its_key() {
        var key = Ids.next().toString();
        authorizeUnder(key, "100000.01").statusCode(400);
        authorizeUnder(key, "100").statusCode(200);
    }

    @Test
    void a_key_is_the_same_over_http_and_grpc() throws SQLException {
        var key = Ids.next().toString();
        String overHttp = authorizeUnder(key, "100").statusCode(200).extract().path("id");
        var channel = ManagedChannelBuilder.forAddress(http.getHost(), http.getPort())
                .usePlaintext()
                .intercept(Tokens.on(Tokens.operator()))
                .build();
        try {
            assertThat(authorizeOverGrpc(channel, key, "100")).isEqualTo(overHttp);
            for (var bad : List.of("two words", "k".repeat(256))) {
                assertRefused(() -> authorizeOverGrpc(channel, bad, "100"));
            }
            assertRefused(() -> authorizeOverGrpc(channel, key, "101"));
        } finally {
            channel.shutdownNow();
        }
        assertThat(paymentsOf(customer)).hasSize(1);
    }

    private String authorizeOverGrpc(Channel channel, String key, String amount) {
        var metadata = new Metadata();
        metadata.put(Metadata.Key.of("idempotency-key", Metadata.ASCII_STRING_MARSHALLER), key);
        return PaymentsServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata))
                .withDeadlineAfter(PATIENCE)
                .authorizePayment(AuthorizePaymentRequest.newBuilder()
                        .setCustomerId(customer.toString())
                        .setAmount(euros(amount))
                        .build())
                .getId();
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatExceptionOfType(StatusRuntimeException.class)
                .isThrownBy(call)
                .extracting(it -> it.getStatus().getCode())
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    private ValidatableResponse authorizeUnder(String key, String amount) {
        return given().contentType("application/json")
                .header("Idempotency-Key", key)
                .body("{\"customerId\":\"%s\",\"amount\":%s}".formatted(customer, amount))
                .post("/api/payments")
                .then();
    }

    private List<UUID> paymentsOf(UUID payer) throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement("select id from payment where customer_id = ?")) {
            query.setObject(1, payer);
            var rows = query.executeQuery();
            var ids = new ArrayList<UUID>();
            while (rows.next()) {
                ids.add(rows.getObject(1, UUID.class));
            }
            return ids;
        }
    }

    private ValidatableResponse authorize(String amount) {
        return authorize(amount, customer);
    }

    private static ValidatableResponse authorize(String amount, UUID payer) {
        return given().contentType("application/json")
                .body("{\"customerId\":\"%s\",\"amount\":%s}".formatted(payer, amount))
                .post("/api/payments")
                .then();
    }

    private UUID authorized(String amount) {
        return authorized(amount, customer);
    }

    private static UUID authorized(String amount, UUID payer) {
        return UUID.fromString(
                authorize(amount, payer).statusCode(200).extract().path("id"));
    }

    private void confirmed(UUID payment, UUID forOrder, String total) {
        command(forOrder, confirmation(payment, forOrder, customer, total));
        topics.await(PAYMENTS, payment, PaymentConfirmed.class);
    }

    private void invoiced(UUID payment, String total) {
        confirmed(payment, order, total);
        topics.publish(ORDERS, order, readied(payment, total), 5);
        topics.await(INVOICES, order, InvoiceCreated.class);
    }

    private static ValidatableResponse pay(UUID invoice) {
        return given().contentType("application/json")
                .body("{}")
                .put("/api/payments/invoices/{id}/pay", invoice)
                .then();
    }

    private static ValidatableResponse adjust(UUID invoice, String amount) {
        return given().contentType("application/json")
                .body("{\"amount\":%s}".formatted(amount))
                .put("/api/payments/invoices/{id}/adjust", invoice)
                .then();
    }

    private static void statusOf(UUID payment, String status) {
        given().get("/api/payments/{id}", payment).then().body("payment.status", equalTo(status));
    }

    private UUID command(UUID key, Message command) {
        return topics.draft(command).correlatedWith(key).replyTo(REPLIES).publish(COMMANDS, key);
    }

    private String refusal(Message command) {
        return refusalFor(order, command);
    }

    private String refusalFor(UUID forOrder, Message command) {
        command(forOrder, command);
        return topics.await(REPLIES, forOrder, CommandFailed.class).getReason();
    }

    private static ConfirmPayment confirmation(UUID payment, UUID order, UUID customer, String total) {
        return ConfirmPayment.newBuilder()
                .setPaymentId(payment.toString())
                .setOrderId(order.toString())
                .setCustomerId(customer.toString())
                .setAmount(euros(total))
                .build();
    }

    private static VoidPayment voiding(UUID payment, UUID order) {
        return VoidPayment.newBuilder()
                .setPaymentId(payment.toString())
                .setOrderId(order.toString())
                .build();
    }

    private OrderReadied readied(UUID payment, String total) {
        return OrderReadied.newBuilder()
                .setOrderId(order.toString())
                .setCustomerId(customer.toString())
                .setPaymentId(payment.toString())
                .setTotal(euros(total))
                .build();
    }

    private OrderCreated created(UUID id, UUID payment) {
        return OrderCreated.newBuilder()
                .setOrderId(id.toString())
                .setCustomerId(customer.toString())
                .setPaymentId(payment.toString())
                .build();
    }

    private static OrderRejected rejected(UUID order, UUID customer, UUID payment) {
        return OrderRejected.newBuilder()
                .setOrderId(order.toString())
                .setCustomerId(customer.toString())
                .setPaymentId(payment.toString())
                .build();
    }

    private static OrderCanceled canceled(UUID order, UUID customer, UUID payment) {
        return OrderCanceled.newBuilder()
                .setOrderId(order.toString())
                .setCustomerId(customer.toString())
                .setPaymentId(payment.toString())
                .build();
    }

    private static Money euros(String amount) {
        return Money.newBuilder().setAmount(amount).setCurrency("EUR").build();
    }
}
