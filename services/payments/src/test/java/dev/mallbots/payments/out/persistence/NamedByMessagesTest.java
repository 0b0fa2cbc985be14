package dev.mallbots.payments.out.persistence;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.hamcrest.Matchers.equalTo;

import dev.mallbots.payments.application.ConfirmPayment;
import dev.mallbots.payments.application.CreateInvoice;
import dev.mallbots.payments.application.EndOrder;
import dev.mallbots.payments.application.NoteOrder;
import dev.mallbots.payments.application.VoidPayment;
import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.messaging.Transactions;
import dev.mallbots.platform.testing.WithMall;
import dev.mallbots.platform.unitofwork.UnitOfWork;
import io.quarkus.arc.All;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A message of a batch sees what the messages before it have done. */
@QuarkusTest
@WithMall
class NamedByMessagesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Money TOTAL = Money.of("10");

    private final UUID customer = Ids.next();
    private final UUID order = Ids.next();
    private final UUID other = Ids.next();
    private UUID payment;

    @Inject
    @All
    List<UnitOfWork.Member> members;

    @Inject
    Transactions transactions;

    @Inject
    NoteOrder noteOrder;

    @Inject
    ConfirmPayment confirmPayment;

    @Inject
    VoidPayment voidPayment;

    @Inject
    CreateInvoice createInvoice;

    @Inject
    EndOrder endOrder;

    @BeforeEach
    void a_payment_is_authorized() {
        payment = UUID.fromString(given().contentType("application/json")
                .body("{\"customerId\":\"%s\",\"amount\":10}".formatted(customer))
                .post("/api/payments")
                .then()
                .statusCode(200)
                .extract()
                .path("id"));
    }

    @Test
    void the_end_of_an_order_does_not_void_a_payment_that_another_order_of_the_batch_names() {
        inABatch(() -> noteOrder
                .handle(order, customer, payment)
                .chain(() -> noteOrder.handle(other, customer, payment))
                .chain(() -> endOrder.handle(order, customer, payment)));

        statusOf(payment, "authorized");

        inABatch(() -> endOrder.handle(other, customer, payment));

        statusOf(payment, "voided");
    }

    @Test
    void a_payment_is_not_confirmed_after_a_message_of_the_batch_has_undone_its_order() {
        assertThatExceptionOfType(Conflict.class)
                .isThrownBy(() -> inABatch(() -> voidPayment
                        .handle(payment, order)
                        .chain(() -> confirmPayment.handle(payment, order, customer, TOTAL))))
                .withMessageContaining("is over");

        statusOf(payment, "authorized");
    }

    @Test
    void of_two_orders_of_a_batch_that_confirm_one_payment_the_second_is_refused() {
        assertThatExceptionOfType(Conflict.class)
                .isThrownBy(() -> inABatch(() -> confirmPayment
                        .handle(payment, order, customer, TOTAL)
                        .chain(() -> confirmPayment.handle(payment, other, customer, TOTAL))));
    }

    @Test
    void an_order_that_is_ready_twice_within_a_batch_gets_one_invoice_and_its_end_cancels_it() {
        inABatch(() -> noteOrder
                .handle(order, customer, payment)
                .chain(() -> confirmPayment.handle(payment, order, customer, TOTAL))
                .chain(() -> createInvoice.handle(order, payment, TOTAL))
                .chain(() -> createInvoice.handle(order, payment, TOTAL))
                .chain(() -> endOrder.handle(order, customer, payment)));

        statusOf(payment, "voided");
        given().get("/api/payments/invoices/{id}", order)
                .then()
                .statusCode(200)
                .body("invoice.status", equalTo("cancelled"));
    }

    private static void statusOf(UUID payment, String status) {
        given().get("/api/payments/{id}", payment).then().body("payment.status", equalTo(status));
    }

    private void inABatch(Supplier<Uni<Void>> work) {
        var subjects = new UnitOfWork.Subjects() {
            @Override
            public Set<UUID> keys() {
                return Set.of(order, other);
            }

            @Override
            public Set<UUID> named(String field) {
                return field.equals("payment_id") ? Set.of(payment) : Set.of();
            }
        };
        transactions
                .inNew(() -> UnitOfWork.of(members, subjects, List.of(), work))
                .await()
                .atMost(PATIENCE);
    }
}
