package dev.mallbots.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {

    private static final Instant REPAIR = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void it_reports_the_wait_for_each_kind_of_work_after_the_repair_the_longest_last() {
        Timeline timeline = new Timeline();
        timeline.saw(REPAIR.minusSeconds(1), List.of(Timeline.unrest("outbox of stores", 90, "")));
        timeline.saw(
                REPAIR.plusSeconds(1),
                List.of(Timeline.unrest("sagas running", 7, "next in 9 s"), Timeline.unrest("messages", 40, "")));
        timeline.saw(REPAIR.plusSeconds(9), List.of(Timeline.unrest("sagas running", 2, "next in 1 s")));

        assertThat(timeline.since(REPAIR))
                .containsExactly(
                        new Timeline.Span("messages", 1, 40, ""),
                        new Timeline.Span("sagas running", 9, 7, "next in 1 s"));
    }
}
