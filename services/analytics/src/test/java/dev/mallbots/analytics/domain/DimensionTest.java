package dev.mallbots.analytics.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mallbots.platform.kernel.RuleBroken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DimensionTest {

    @Test
    void dimensions_are_named_in_any_order_and_sorted_in_one() {
        assertThat(Dimension.ofWords("product,hour")).containsExactly(Dimension.HOUR, Dimension.PRODUCT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "minute", "Hour", "hour,", "hour,hour", "hour, store"})
    void an_unknown_dimension_is_refused(String words) {
        assertThatExceptionOfType(RuleBroken.class)
                .isThrownBy(() -> Dimension.ofWords(words))
                .satisfies(broken ->
                        assertThat(broken.violations().getFirst().field()).isEqualTo("by"));
    }
}
