package dev.mallbots.payments.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.list;

import dev.mallbots.payments.domain.InvoiceEvent.InvoiceAdjusted;
import dev.mallbots.payments.domain.InvoiceEvent.InvoiceCanceled;
import dev.mallbots.payments.domain.InvoiceEvent.InvoiceCreated;
import dev.mallbots.payments.domain.InvoiceEvent.InvoicePaid;
import dev.mallbots.payments.domain.InvoiceEvent.InvoicePayingBegun;
import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.kernel.LostRace;
import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.kernel.Violation;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvoiceTest {

    private static final UUID ORDER = Ids.next();
    private static final UUID CUSTOMER = Ids.next();
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(30);
    private static final Money AUTHORIZED = Money.of("100");
    private static final Money TOTAL = Money.of("80");
    private static final Payment PAYMENT =
            new Payment(Ids.next(), CUSTOMER, AUTHORIZED, PaymentStatus.CONFIRMED, Optional.of(ORDER));

    @Test
    void an_invoice_has_its_orders_id_and_total() {
        assertThat(pending())
                .isEqualTo(new Invoice(ORDER, PAYMENT.id(), CUSTOMER, TOTAL, InvoiceStatus.PENDING, Optional.empty()));
    }

    @Test
    void an_invoice_needs_the_payment_confirmed_for_its_order() {
        var unconfirmed = new Payment(PAYMENT.id(), CUSTOMER, AUTHORIZED, PaymentStatus.AUTHORIZED, Optional.empty());

        assertThatExceptionOfType(Conflict.class).isThrownBy(() -> Invoice.create(ORDER, TOTAL, unconfirmed));
        assertThatExceptionOfType(Conflict.class).isThrownBy(() -> Invoice.create(Ids.next(), TOTAL, PAYMENT));
    }

    @Test
    void an_invoice_is_never_created_above_the_authorized_amount() {
        assertThatExceptionOfType(Conflict.class)
                .isThrownBy(() -> Invoice.create(ORDER, Money.of("100.0001"), PAYMENT));
    }

    @Test
    void an_invoice_is_paid_once() {
        assertThat(pending().beginPaying(NOW, LATER)).containsExactly(new InvoicePayingBegun(LATER));
        assertThat(beingPaid().paid()).containsExactly(new InvoicePaid());
        assertThatExceptionOfType(Conflict.class)
                .isThrownBy(() -> paid().beginPaying(NOW, LATER))
                .withMessage("invoice cannot be paid for");
        assertThatExceptionOfType(Conflict.class).isThrownBy(paid()::paid);
    }

    @Test
    void a_cancelled_invoice_can_not_be_paid() {
        assertThatExceptionOfType(Conflict.class)
                .isThrownBy(() -> cancelled().beginPaying(NOW, LATER))
                .withMessage("invoice cannot be paid for");
    }

    @Test
    void while_the_bank_is_asked_an_invoice_can_not_be_paid_adjusted_or_cancelled() {
        assertThatExceptionOfType(Conflict.class).isThrownBy(() -> beingPaid().beginPaying(NOW, LATER));
        assertThatExceptionOfType(Conflict.class).isThrownBy(() -> beingPaid().adjust(Money.of("1"), AUTHORIZED));
        assertThatExceptionOfType(LostRace.class).isThrownBy(beingPaid()::orderEnded);
    }

    @Test
    void after_a_missing_answer_only_the_same_call_to_the_bank_can_be_repeated() {
        var unanswered = Invoice.apply(beingPaid(), beingPaid().unanswered(NOW).getFirst());

        assertThat(unanswered.beginPaying(NOW, LATER)).containsExactly(new InvoicePayingBegun(LATER));
        assertThatExceptionOfType(Conflict.class).isThrownBy(() -> unanswered.adjust(Money.of("1"), AUTHORIZED));
    }

    @Test
    void after_a_declined_payment_the_invoice_is_unchanged() {
        assertThat(Invoice.apply(beingPaid(), beingPaid().declined().getFirst()))
                .isEqualTo(pending());
        assertThat(paid().declined()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0001", "79.99", "100"})
    void a_pending_invoice_can_be_adjusted_up_to_the_authorized_amount(String amount) {
        assertThat(pending().adjust(Money.of(amount), AUTHORIZED))
                .containsExactly(new InvoiceAdjusted(Money.of(amount)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"100.0001", "0", "-1"})
    void an_invoice_is_adjusted_neither_above_the_authorized_amount_nor_to_zero(String amount) {
        assertThatExceptionOfType(RuleBroken.class)
                .isThrownBy(() -> pending().adjust(Money.of(amount), AUTHORIZED))
                .extracting(RuleBroken::violations, list(Violation.class))
                .extracting(Violation::field)
                .containsExactly("amount");
    }

    @Test
    void an_invoice_can_not_be_adjusted_after_it_was_paid_or_cancelled() {
        assertThatExceptionOfType(Conflict.class).isThrownBy(() -> paid().adjust(Money.of("1"), AUTHORIZED));
        assertThatExceptionOfType(Conflict.class).isThrownBy(() -> cancelled().adjust(Money.of("1"), AUTHORIZED));
    }

    @Test
    void an_adjustment_changes_the_amount_and_nothing_else() {
        assertThat(Invoice.apply(pending(), new InvoiceAdjusted(Money.of("75"))))
                .isEqualTo(new Invoice(
                        ORDER, PAYMENT.id(), CUSTOMER, Money.of("75"), InvoiceStatus.PENDING, Optional.empty()));
    }

    @Test
    void the_end_of_its_order_cancels_only_a_pending_invoice() {
        assertThat(pending().orderEnded()).containsExactly(new InvoiceCanceled());
        assertThat(paid().orderEnded()).isEmpty();
        assertThat(cancelled().orderEnded()).isEmpty();
    }

    private static Invoice pending() {
        return Invoice.apply(null, new InvoiceCreated(ORDER, PAYMENT.id(), CUSTOMER, TOTAL));
    }

    private static Invoice beingPaid() {
        return Invoice.apply(pending(), new InvoicePayingBegun(LATER));
    }

    private static Invoice paid() {
        return Invoice.apply(pending(), new InvoicePaid());
    }

    private static Invoice cancelled() {
        return Invoice.apply(pending(), new InvoiceCanceled());
    }
}
