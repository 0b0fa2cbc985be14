package dev.mallbots.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The planned failures: the same seed and length give the same failures. One freeze in four is long: longer than Kafka's session timeout
 * (10 s), than the time after which a silent holder loses the relay's lock (15 s), and than PostgreSQL's limit for idle transactions (30
 * s).
 */
final class Schedule {

    private static final Duration QUIET_START = Duration.ofSeconds(8);
    private static final Duration QUIET_END = Duration.ofSeconds(5);

    private Schedule() {}

    /** @param targets a target that is listed several times is hit more often */
    static List<Fault> of(long seed, Duration length, List<String> targets) {
        Random random = new Random(seed);
        List<Fault> faults = new ArrayList<>();
        Duration at = QUIET_START;
        while (at.compareTo(length.minus(QUIET_END)) < 0) {
            boolean kill = random.nextInt(10) < 6;
            faults.add(new Fault(
                    at,
                    kill ? Fault.Kind.KILL : Fault.Kind.FREEZE,
                    some(random, targets),
                    kill ? Duration.ofMillis(random.nextInt(10_000)) : standstill(random)));
            at = at.plusMillis(3_000 + random.nextInt(8_000));
        }
        return faults;
    }

    private static Duration standstill(Random random) {
        boolean isLong = random.nextInt(4) == 0;
        return Duration.ofMillis(isLong ? 20_000 + random.nextInt(70_000) : 1_000 + random.nextInt(19_000));
    }

    private static List<String> some(Random random, List<String> targets) {
        List<String> mixed = new ArrayList<>(targets);
        Collections.shuffle(mixed, random);
        int dice = random.nextInt(10);
        int count = dice < 6 ? 1 : dice < 9 ? 2 : 4;
        return mixed.stream().distinct().limit(count).sorted().toList();
    }
}
