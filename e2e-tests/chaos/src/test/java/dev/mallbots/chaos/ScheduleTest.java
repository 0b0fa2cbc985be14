package dev.mallbots.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    private static final List<String> TARGETS = List.of("postgres", "kafka", "ordering", "payments", "gateway");

    @Test
    void the_same_seed_gives_the_same_failures() {
        assertThat(Schedule.of(7, Duration.ofMinutes(3), TARGETS))
                .isEqualTo(Schedule.of(7, Duration.ofMinutes(3), TARGETS))
                .isNotEqualTo(Schedule.of(8, Duration.ofMinutes(3), TARGETS));
    }

    @Test
    void it_kills_and_freezes_one_or_several_for_the_planned_times() {
        List<Fault> faults = Schedule.of(7, Duration.ofHours(1), TARGETS);

        assertThat(faults).extracting(Fault::kind).contains(Fault.Kind.KILL, Fault.Kind.FREEZE);
        assertThat(faults).extracting(fault -> fault.targets().size()).contains(1, 2, 4);
        assertThat(faults).allSatisfy(fault -> {
            assertThat(fault.targets()).doesNotHaveDuplicates();
            assertThat(fault.lasting()).isLessThan(Duration.ofSeconds(90));
        });
        assertThat(faults)
                .filteredOn(fault -> fault.kind() == Fault.Kind.FREEZE)
                .extracting(Fault::lasting)
                .as("longer than PostgreSQL leaves a transaction idle, and than Kafka waits for a member of a group")
                .anySatisfy(lasting -> assertThat(lasting).isGreaterThan(Duration.ofSeconds(60)));
        assertThat(faults).flatExtracting(Fault::targets).contains(TARGETS.toArray(String[]::new));
    }
}
