package dev.mallbots.platform.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskedTest {

    @ParameterizedTest
    @CsvSource({"+49 30 1234567, ***67", "Carla Costa, ***ta", "Ann, ***", "Ada Lo, ***", "'', ***", ", nothing"})
    void a_log_shows_only_enough_of_a_text_to_distinguish_two(String personal, String shown) {
        assertThat(Masked.of(personal)).isEqualTo(shown);
    }
}
