package dev.mallbots.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether a sampled value stays level: its last third is compared with the middle one. */
final class Level {

    private static final double TOLERANCE = 1.1;

    private final String name;
    private final boolean inTeeth;
    private final double slack;
    private final List<Double> seen = new ArrayList<>();

    /**
     * @param inTeeth the value is a sawtooth with periods as long as a third: its lowest value counts, not its mean
     * @param slack the growth that is permitted in any case
     */
    private Level(String name, boolean inTeeth, double slack) {
        this.name = name;
        this.inTeeth = inTeeth;
        this.slack = slack;
    }

    static Level of(String name) {
        return new Level(name, false, 0);
    }

    Level inTeeth() {
        return new Level(name, true, slack);
    }

    Level withSlack(double more) {
        return new Level(name, inTeeth, more);
    }

    void saw(double value) {
        seen.add(value);
    }

    String name() {
        return name;
    }

    double last() {
        return seen.getLast();
    }

    /** Of the middle third. */
    double before() {
        return mean(seen.subList(seen.size() / 3, 2 * seen.size() / 3));
    }

    /** Of the last third. */
    double after() {
        List<Double> third = seen.subList(2 * seen.size() / 3, seen.size());
        return inTeeth ? third.stream().mapToDouble(value -> value).min().orElseThrow() : mean(third);
    }

    boolean grows() {
        return after() > TOLERANCE * before() && after() > before() + slack;
    }

    String verdict() {
        return String.format(
                Locale.ROOT,
                "%-24s %,12.1f -> %,12.1f %+6.1f %%  %s",
                name,
                before(),
                after(),
                before() == 0 ? 0 : 100 * (after() / before() - 1),
                grows() ? "GROWING" : "level");
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(value -> value).average().orElse(0);
    }
}
