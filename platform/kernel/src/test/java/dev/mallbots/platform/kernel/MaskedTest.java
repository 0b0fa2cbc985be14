package dev.mallbots.platform.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskedTest {

    @ParameterizedTest
    @CsvSource({"+49 30 1234567, ***67", "Carla Costa, ***ta", "Ann, ***", "Ada Lo, ***", "'', ***", ", nothing"})
    void a_log_shows_no_more_of_a_person_than_tells_two_apart(String personal, String shown) {
        assertThat(Masked.of(personal)).isEqualTo(shown);
    }
}
