package dev.mallbots.platform.testing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("starts-processes")
class StartsNothingTest {

    private final StartsNothing guard = new StartsNothing();

    @Test
    void a_test_that_starts_a_process_without_the_tag_fails_and_the_failure_names_the_tag()
            throws IOException, InterruptedException {
        guard.begin();
        new ProcessBuilder("true").start().waitFor();

        assertThatThrownBy(() -> guard.end())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("@Tag(\"starts-processes\")")
                .hasMessageContaining("\"true\"");
    }

    @Test
    void a_test_that_starts_no_process_passes() {
        guard.begin();

        assertThatCode(() -> guard.end()).doesNotThrowAnyException();
    }
}
