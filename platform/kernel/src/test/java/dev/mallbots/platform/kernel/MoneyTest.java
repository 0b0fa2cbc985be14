package dev.mallbots.platform.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {

    @Test
    void tenth_and_two_tenths_are_three_tenths() {
        assertThat(Money.of("0.1").plus(Money.of("0.2"))).isEqualTo(Money.of("0.3"));
    }

    @Test
    void amounts_that_differ_only_in_trailing_zeros_are_equal() {
        assertThat(Money.of("12.5")).isEqualTo(Money.of("12.5000")).hasToString("12.5");
    }

    @Test
    void a_fifth_decimal_is_refused_and_never_rounded() {
        assertThatThrownBy(() -> Money.of(new BigDecimal("0.00001"))).isInstanceOf(RuleBroken.class);
    }

    @Test
    void an_amount_that_would_overflow_its_column_is_refused() {
        assertThatThrownBy(() -> Money.of("999999999999999.9999").times(2)).isInstanceOf(RuleBroken.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NaN", "1e5", "1,5", " 1", "1.", "0x10"})
    void what_is_no_plain_decimal_is_refused(String text) {
        assertThatThrownBy(() -> Money.of(text)).isInstanceOf(RuleBroken.class);
    }
}
