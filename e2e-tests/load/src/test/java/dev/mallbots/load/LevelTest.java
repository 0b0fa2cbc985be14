package dev.mallbots.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LevelTest {

    private static final int LOOKS = 24;

    @Test
    void a_value_that_rose_in_the_first_third_and_stayed_is_level() {
        assertThat(seen(Level.of("heap"), look -> Math.min(look, 8) * 100).grows())
                .isFalse();
    }

    @Test
    void a_value_that_grows_steadily_is_not_level() {
        assertThat(seen(Level.of("leak"), look -> 200 + 10 * look).grows()).isTrue();
        assertThat(seen(Level.of("leak").inTeeth(), look -> 10 * look).grows()).isTrue();
    }

    @Test
    void a_sawtooth_is_level_by_its_lowest_value() {
        assertThat(seen(Level.of("topic").inTeeth(), look -> 2 + look % 12).grows())
                .isFalse();
        assertThat(seen(Level.of("topic"), look -> 2 + look % 12).grows()).isTrue();
    }

    @Test
    void a_small_growth_of_a_tiny_value_is_level() {
        assertThat(seen(Level.of("lag").withSlack(10), look -> look / 4).grows())
                .isFalse();
        assertThat(seen(Level.of("lag").withSlack(10), look -> 3 * look).grows())
                .isTrue();
    }

    private static Level seen(Level level, IntToDoubleFunction at) {
        IntStream.range(0, LOOKS).mapToDouble(at::applyAsDouble).forEach(level::saw);
        return level;
    }
}
