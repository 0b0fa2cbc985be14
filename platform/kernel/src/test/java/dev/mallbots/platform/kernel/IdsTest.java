package dev.mallbots.platform.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class IdsTest {

    @Test
    void an_id_tells_when_it_was_made() {
        var before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var id = Ids.next();

        assertThat(Ids.timeOf(id)).hasValueSatisfying(made -> assertThat(made).isBetween(before, Instant.now()));
    }

    @Test
    void the_example_of_rfc_9562_was_made_in_february_2022() {
        assertThat(Ids.timeOf(UUID.fromString("017f22e2-79b0-7cc3-98c4-dc0c0c07398f")))
                .hasValue(Instant.parse("2022-02-22T19:22:22Z"));
    }

    @Test
    void a_random_id_has_no_time() {
        assertThat(Ids.timeOf(UUID.randomUUID())).isEmpty();
    }
}
