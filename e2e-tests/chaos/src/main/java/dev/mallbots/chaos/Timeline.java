package dev.mallbots.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The unfinished work in each round since the last repair: how long each kind took, and why. */
final class Timeline {

    /**
     * One kind of unfinished work.
     *
     * @param isUnrest whether it must finish before the checks; otherwise it only explains a wait
     * @param how its state; may be empty
     */
    record Waiting(String what, long count, String how, boolean isUnrest) {
        @Override
        public String toString() {
            return "%d %s%s".formatted(count, what, how.isEmpty() ? "" : " (" + how + ")");
        }
    }

    /** A wait: the seconds from the repair until it was last seen, and the largest number. */
    record Span(String what, long lastSeenAfterSeconds, long most, String lastHow) {}

    private record Look(Instant at, List<Waiting> waiting) {}

    private final List<Look> looks = new ArrayList<>();

    static Waiting unrest(String what, long count, String how) {
        return new Waiting(what, count, how, true);
    }

    static Waiting reason(String what, long count, String how) {
        return new Waiting(what, count, how, false);
    }

    void saw(Instant at, List<Waiting> waiting) {
        looks.add(new Look(at, waiting));
    }

    /** The waits seen at or after the repair, the longest last. */
    List<Span> since(Instant repair) {
        Map<String, Span> spans = new LinkedHashMap<>();
        for (Look look : looks) {
            long seconds = Duration.between(repair, look.at()).toSeconds();
            if (!look.at().isBefore(repair)) {
                look.waiting()
                        .forEach(waiting -> spans.merge(
                                waiting.what(),
                                new Span(waiting.what(), seconds, waiting.count(), waiting.how()),
                                (before, now) -> new Span(
                                        now.what(),
                                        now.lastSeenAfterSeconds(),
                                        Math.max(before.most(), now.most()),
                                        now.lastHow())));
            }
        }
        return spans.values().stream()
                .sorted(Comparator.comparingLong(Span::lastSeenAfterSeconds))
                .toList();
    }
}
