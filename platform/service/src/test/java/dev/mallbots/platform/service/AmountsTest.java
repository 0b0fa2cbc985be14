package dev.mallbots.platform.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.kernel.Violation;
import org.junit.jupiter.api.Test;

class AmountsTest {

    private final Amounts amounts = new Amounts("EUR");

    @Test
    void an_amount_is_unchanged_after_protobuf() {
        var money = Money.of("999999999999999.9999");

        assertThat(amounts.read("price", amounts.write(money))).isEqualTo(money);
        assertThat(amounts.write(money).getCurrency()).isEqualTo("EUR");
    }

    @Test
    void an_amount_of_another_currency_is_refused() {
        var dollars = new Amounts("USD").write(Money.of("1"));

        var refusal = catchThrowableOfType(RuleBroken.class, () -> amounts.read("price", dollars));

        assertThat(refusal.violations()).containsExactly(new Violation("price", "must be in EUR"));
    }

    @Test
    void an_amount_added_up_in_binary_fractions_is_taken_for_its_decimal_amount() {
        assertThat(amounts.read("price", euros("0.30000000000000004"))).isEqualTo(Money.of("0.3"));
    }

    @Test
    void an_amount_with_five_decimals_is_refused() {
        var refusal = catchThrowableOfType(RuleBroken.class, () -> amounts.read("price", euros("0.30001")));

        assertThat(refusal.violations()).containsExactly(new Violation("price", "must have at most four decimals"));
    }

    private static dev.mallbots.contracts.common.v1.Money euros(String amount) {
        return dev.mallbots.contracts.common.v1.Money.newBuilder()
                .setAmount(amount)
                .setCurrency("EUR")
                .build();
    }
}
