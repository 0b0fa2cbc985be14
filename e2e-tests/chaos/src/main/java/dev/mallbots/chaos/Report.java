package dev.mallbots.chaos;

import dev.mallbots.chaos.Ledger.Deed;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** The final output. */
final class Report {

    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    void print(
            Settings settings,
            Ledger ledger,
            boolean keysWork,
            Evidence evidence,
            Breaker breaker,
            Settling.Result settled,
            Timeline timeline,
            List<Violation> violations) {
        History history = new History(evidence.said());
        Map<String, Long> statuses = history.of(History.ORDERS).keySet().stream()
                .collect(Collectors.groupingBy(
                        order -> history.statusOf(order).orElse("?"), TreeMap::new, Collectors.counting()));
        out.printf(
                "%nSeed %d, %.1f minutes, %.1f trips/s, %d of each service%n",
                settings.seed(), settings.length().toSeconds() / 60.0, settings.rate(), settings.instances());
        line("orders placed", history.of(History.ORDERS).size());
        line("check-outs and orders answered", ledger.count(Deed.BASKET_CHECKED_OUT) + ledger.count(Deed.ORDER_PLACED));
        statuses.forEach((status, count) -> line("orders " + status, count));
        reasons(history).forEach((reason, count) -> line("  rejected: " + reason, count));
        line("writes answered", ledger.answered().size());
        ledger.counts().forEach(this::line);
        line("keys of clients (Idempotency-Key)", keysWork ? "work" : "are not taken");
        line("kills", breaker.kills());
        line("freezes", breaker.freezes());
        line("started again without having been killed", breaker.fellByItself());
        line("what we said ourselves", ours(evidence));
        repeats(evidence);
        line("notifications with an unknown outcome", evidence.unconfirmed().size());
        line("dead letters", evidence.deadLetters().size());
        violations.stream()
                .collect(Collectors.groupingBy(Violation::check, TreeMap::new, Collectors.counting()))
                .forEach((check, count) -> line("found by " + check, count));
        line("lost", count(violations, Violation.Kind.LOST));
        line("done twice", count(violations, Violation.Kind.TWICE));
        line("wrong otherwise", count(violations, Violation.Kind.WRONG));
        line("from the last repair until quiet", seconds(Duration.between(breaker.lastRepair(), settled.quietSince())));
        timeline.since(breaker.lastRepair())
                .forEach(span -> line(
                        "  waited for: " + span.what(),
                        "%d s, at most %d%s"
                                .formatted(
                                        span.lastSeenAfterSeconds(),
                                        span.most(),
                                        span.lastHow().isEmpty() ? "" : ", at last " + span.lastHow())));
        settled.unrest().forEach(unrest -> out.println("NOT QUIET: " + unrest));
        violations.stream()
                .limit(100)
                .forEach(violation -> out.printf(
                        "PROMISE %d, %s, found by %s: %s%n",
                        violation.promise(), violation.kind(), violation.check(), violation.sentence()));
        if (violations.size() > 100) {
            out.printf("... and %d more%n", violations.size() - 100);
        }
        out.println(
                violations.isEmpty() && settled.unrest().isEmpty()
                        ? "All seven promises were kept."
                        : "Not all promises were kept: see above. The same again: make chaos SEED=%d"
                                .formatted(settings.seed()));
    }

    /** A repetition is absorbed if no consumer has handled its message a second time. */
    private void repeats(Evidence evidence) {
        Map<UUID, Integer> seen = new HashMap<>();
        evidence.said().stream()
                .filter(said -> !said.topic().endsWith(".dead-letters"))
                .forEach(said -> seen.merge(said.id(), 1, Integer::sum));
        Set<UUID> handledAgain = evidence.consumers().values().stream()
                .flatMap(consumer -> consumer.claimsByMessage().entrySet().stream())
                .filter(claims -> claims.getValue().stream()
                                .filter(claim -> !claim.givenUp())
                                .count()
                        > 1)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        List<UUID> seenTwice = seen.entrySet().stream()
                .filter(entry -> entry.getValue() > 1)
                .map(Map.Entry::getKey)
                .toList();
        line("messages", seen.size());
        line("messages seen more than once", seenTwice.size());
        line(
                "  of these absorbed",
                seenTwice.stream().filter(id -> !handledAgain.contains(id)).count());
    }

    private static Map<Said.Kind, Long> ours(Evidence evidence) {
        return evidence.said().stream()
                .filter(said -> !said.topic().endsWith(".dead-letters"))
                .flatMap(said -> said.ours().stream())
                .collect(Collectors.groupingBy(kind -> kind, TreeMap::new, Collectors.counting()));
    }

    private static Map<String, Long> reasons(History history) {
        return history.all("OrderRejected")
                .map(said -> History.field(History.read(said), "reason")
                        .replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "...")
                        .replaceAll("\\d+\\.\\d+", "n"))
                .collect(Collectors.groupingBy(reason -> reason, TreeMap::new, Collectors.counting()));
    }

    private static long count(List<Violation> violations, Violation.Kind kind) {
        return violations.stream().filter(violation -> violation.kind() == kind).count();
    }

    private static String seconds(Duration duration) {
        return "%.1f s".formatted(Math.max(0, duration.toMillis()) / 1000.0);
    }

    private void line(String what, Object value) {
        out.printf("  %-48s %s%n", what, value);
    }
}
