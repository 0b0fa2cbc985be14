package dev.mallbots.platform.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {

    @Test
    void a_tenth_and_two_tenths_are_three_tenths() {
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

    @ParameterizedTest
    @CsvSource({
        "0.30000000000000004, 0.3",
        "0.1000000000000000055511151231257827, 0.1",
        "8.199999999999999, 8.2",
        "12.340000001, 12.34",
        "12.339999999, 12.34",
        "0.000000001, 0",
        "-0.30000000000000004, -0.3",
        "3.20000, 3.2",
    })
    void a_number_with_the_error_of_binary_fractions_is_the_amount_it_stands_for(String written, String meant) {
        assertThat(Money.of(written)).isEqualTo(Money.of(meant));
        assertThat(Money.meant(new BigDecimal(written))).isEqualByComparingTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.30001", "0.3000000011", "0.2999999989", "0.00000000101", "0.00005"})
    void a_number_that_is_near_no_amount_is_refused(String written) {
        assertThat(Money.meant(new BigDecimal(written))).isEqualByComparingTo(written);
        assertThatThrownBy(() -> Money.of(written)).isInstanceOf(RuleBroken.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e-999999999", "100e-2147483647", "-7e-1000000"})
    void an_extremely_small_number_is_zero_and_takes_no_time(String written) {
        assertThat(Money.meant(new BigDecimal(written))).isZero();
    }

    @Test
    void an_extremely_large_number_is_returned_unchanged() {
        assertThat(Money.meant(new BigDecimal("1e999999999"))).isEqualTo(new BigDecimal("1e999999999"));
    }

    @Test
    void an_amount_that_would_overflow_its_column_is_refused() {
        assertThatThrownBy(() -> Money.of("999999999999999.9999").times(2)).isInstanceOf(RuleBroken.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NaN", "1e5", "1,5", " 1", "1.", "0x10"})
    void a_text_that_is_no_plain_decimal_is_refused(String text) {
        assertThatThrownBy(() -> Money.of(text)).isInstanceOf(RuleBroken.class);
    }
}
