package dev.mallbots.payments.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.list;

import dev.mallbots.payments.domain.PaymentEvent.PaymentAuthorized;
import dev.mallbots.payments.domain.PaymentEvent.PaymentCaptured;
import dev.mallbots.payments.domain.PaymentEvent.PaymentConfirmed;
import dev.mallbots.payments.domain.PaymentEvent.PaymentVoided;
import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.kernel.Violation;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentTest {

    private static final UUID ID = Ids.next();
    private static final UUID CUSTOMER = Ids.next();
    private static final UUID ORDER = Ids.next();
    private static final UUID OTHER_ORDER = Ids.next();
    private static final Money HUNDRED = Money.of("100");

    @Test
    void a_new_payment_is_authorized_and_bound_to_no_order() {
        Payment payment = authorized();

        assertThat(payment.status()).isEqualTo(PaymentStatus.AUTHORIZED);
        assertThat(payment.orderId()).isEmpty();
        assertThat(payment.amount()).isEqualTo(HUNDRED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.0000", "-0.0001", "-5"})
    void zero_or_less_can_not_be_authorized(String amount) {
        assertThatExceptionOfType(RuleBroken.class)
                .isThrownBy(() -> Payment.authorize(ID, CUSTOMER, Money.of(amount)))
                .extracting(RuleBroken::violations, list(Violation.class))
                .extracting(Violation::field)
                .containsExactly("amount");
    }

    @ParameterizedTest
    @ValueSource(strings = {"100", "99.9999", "0.01"})
    void a_payment_is_confirmed_for_any_total_it_covers(String total) {
        assertThat(authorized().confirm(ORDER, CUSTOMER, Money.of(total))).containsExactly(new PaymentConfirmed(ORDER));
    }

    @Test
    void a_payment_of_one_cent_does_not_cover_an_order() {
        Payment cent = payment(new PaymentAuthorized(ID, CUSTOMER, Money.of("0.01")));

        assertThatExceptionOfType(Conflict.class)
                .isThrownBy(() -> cent.confirm(ORDER, CUSTOMER, HUNDRED))
                .withMessageContaining("does not cover");
    }

    @Test
    void a_payment_does_not_cover_a_ten_thousandth_more_than_was_authorized() {
        assertThatExceptionOfType(Conflict.class)
                .isThrownBy(() -> authorized().confirm(ORDER, CUSTOMER, Money.of("100.0001")));
    }

    @Test
    void a_payment_of_another_customer_is_refused() {
        assertThatExceptionOfType(Conflict.class)
                .isThrownBy(() -> authorized().confirm(ORDER, Ids.next(), HUNDRED))
                .withMessageContaining("is not of customer");
    }

    @Test
    void a_payment_cannot_be_used_twice() {
        assertThatExceptionOfType(Conflict.class)
                .isThrownBy(() -> confirmed().confirm(OTHER_ORDER, CUSTOMER, Money.of("1")))
                .withMessageContaining("is used by another order");
        assertThatExceptionOfType(Conflict.class)
                .isThrownBy(() -> captured().confirm(OTHER_ORDER, CUSTOMER, Money.of("1")));
    }

    @Test
    void confirming_again_for_the_same_order_changes_nothing() {
        assertThat(confirmed().confirm(ORDER, CUSTOMER, HUNDRED)).isEmpty();
        assertThat(captured().confirm(ORDER, CUSTOMER, HUNDRED)).isEmpty();
    }

    @Test
    void a_voided_payment_can_not_be_confirmed() {
        assertThatExceptionOfType(Conflict.class).isThrownBy(() -> voided().confirm(ORDER, CUSTOMER, HUNDRED));
    }

    @Test
    void a_confirmed_payment_is_captured_once() {
        assertThat(confirmed().capture(ORDER, Money.of("80"))).containsExactly(new PaymentCaptured(Money.of("80")));
        assertThatExceptionOfType(Conflict.class).isThrownBy(() -> captured().capture(ORDER, HUNDRED));
    }

    @Test
    void only_a_confirmed_payment_is_captured_and_only_for_its_order() {
        assertThatExceptionOfType(Conflict.class).isThrownBy(() -> authorized().capture(ORDER, HUNDRED));
        assertThatExceptionOfType(Conflict.class).isThrownBy(() -> voided().capture(ORDER, HUNDRED));
        assertThatExceptionOfType(Conflict.class).isThrownBy(() -> confirmed().capture(OTHER_ORDER, HUNDRED));
    }

    @Test
    void no_more_is_captured_than_was_authorized() {
        assertThatExceptionOfType(Conflict.class).isThrownBy(() -> confirmed().capture(ORDER, Money.of("100.01")));
    }

    @Test
    void undoing_a_confirmation_voids_the_payment() {
        assertThat(confirmed().undoConfirmation(ORDER)).containsExactly(new PaymentVoided());
    }

    @Test
    void undoing_a_missing_or_undone_confirmation_changes_nothing() {
        assertThat(authorized().undoConfirmation(ORDER)).isEmpty();
        assertThat(voided().undoConfirmation(ORDER)).isEmpty();
    }

    @Test
    void the_payment_of_another_order_is_never_voided() {
        assertThat(confirmed().undoConfirmation(OTHER_ORDER)).isEmpty();
        assertThat(captured().undoConfirmation(OTHER_ORDER)).isEmpty();
        assertThat(confirmed().orderEnded(OTHER_ORDER, CUSTOMER, false)).isEmpty();
    }

    @Test
    void a_captured_payment_can_not_be_voided() {
        assertThatExceptionOfType(Conflict.class).isThrownBy(() -> captured().undoConfirmation(ORDER));
    }

    @Test
    void the_end_of_its_order_voids_a_payment_confirmed_or_not() {
        assertThat(authorized().orderEnded(ORDER, CUSTOMER, false)).containsExactly(new PaymentVoided());
        assertThat(confirmed().orderEnded(ORDER, CUSTOMER, false)).containsExactly(new PaymentVoided());
        assertThat(voided().orderEnded(ORDER, CUSTOMER, false)).isEmpty();
    }

    @Test
    void the_end_of_an_order_does_not_void_an_authorized_payment_that_another_order_names() {
        assertThat(authorized().orderEnded(ORDER, CUSTOMER, true)).isEmpty();
        assertThat(confirmed().orderEnded(ORDER, CUSTOMER, true)).containsExactly(new PaymentVoided());
    }

    @Test
    void cancelling_an_order_does_not_void_a_payment_of_another_customer() {
        assertThat(authorized().orderEnded(ORDER, Ids.next(), false)).isEmpty();
    }

    private static Payment authorized() {
        return payment(new PaymentAuthorized(ID, CUSTOMER, HUNDRED));
    }

    private static Payment confirmed() {
        return Payment.apply(authorized(), new PaymentConfirmed(ORDER));
    }

    private static Payment captured() {
        return Payment.apply(confirmed(), new PaymentCaptured(HUNDRED));
    }

    private static Payment voided() {
        return Payment.apply(authorized(), new PaymentVoided());
    }

    private static Payment payment(PaymentEvent event) {
        return Payment.apply(null, event);
    }
}
