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
    void an_amount_comes_back_from_the_wire_as_it_was() {
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
}
