package dev.mallbots.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was still waiting, look by look, since everything was whole again: which of it took how long, and why. */
final class Timeline {

    /**
     * One thing that has not come to rest.
     *
     * @param isUnrest whether it has to be over before the promises are checked; otherwise it only explains a wait
     * @param how in which state it is; may be empty
     */
    record Waiting(String what, long count, String how, boolean isUnrest) {
        @Override
        public String toString() {
            return "%d %s%s".formatted(count, what, how.isEmpty() ? "" : " (" + how + ")");
        }
    }

    /** How long something was waited for: seconds since the repair at which it was seen last, and the most there was of it. */
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

    /** What was seen at or after the repair, the longest wait last. */
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
