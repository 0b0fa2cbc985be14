package dev.mallbots.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class QueriesTest {

    @Test
    void a_metric_is_found_wherever_it_stands() {
        assertThat(Queries.series("sum by (service) (rate(one_total{type=~\"two|three\"}[5m])) > 4 and on (five) six -"
                        + " time() or absent(seven)"))
                .containsExactlyInAnyOrder("one_total", "six", "seven");
    }
}
