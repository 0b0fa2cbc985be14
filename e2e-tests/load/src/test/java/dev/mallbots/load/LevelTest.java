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
    void what_filled_up_in_the_first_third_and_stayed_is_level() {
        assertThat(seen(Level.of("heap"), look -> Math.min(look, 8) * 100).grows())
                .isFalse();
    }

    @Test
    void what_grows_steadily_grows() {
        assertThat(seen(Level.of("leak"), look -> 200 + 10 * look).grows()).isTrue();
        assertThat(seen(Level.of("leak").inTeeth(), look -> 10 * look).grows()).isTrue();
    }

    @Test
    void what_is_cut_off_now_and_then_is_level_by_its_lowest_point() {
        assertThat(seen(Level.of("topic").inTeeth(), look -> 2 + look % 12).grows())
                .isFalse();
        assertThat(seen(Level.of("topic"), look -> 2 + look % 12).grows()).isTrue();
    }

    @Test
    void a_little_more_of_what_is_next_to_nothing_is_level() {
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
