package dev.mallbots.platform.readmodel;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The data of a rebuild for operators.
 *
 * @param read the number of messages read so far
 * @param total the number of messages of the history, as known by now
 * @param switchedAt the time from which the rebuilt copy answers
 * @param reason the reason of its failure
 * @param unhandled set at the switch
 * @param differences set at the end
 */
public record Rebuild(
        UUID id,
        RebuildState state,
        Instant startedAt,
        Optional<Instant> switchedAt,
        Optional<Instant> endedAt,
        long read,
        long total,
        Optional<String> reason,
        Optional<Unhandled> unhandled,
        Optional<Differences> differences) {

    /** A report for people, without values of columns, because it is logged too. */
    public String inWords() {
        StringBuilder words = new StringBuilder("%s: %d of %d messages read".formatted(state.word(), read, total));
        if (state == RebuildState.FAILED) {
            words.append(switchedAt.isPresent() ? "; the rebuilt copy answers" : "; the old copy goes on answering");
        }
        reason.ifPresent(why -> words.append("; ").append(why));
        unhandled.ifPresent(them -> {
            words.append("\n%d messages could not be handled".formatted(them.count()));
            them.first()
                    .forEach(failed -> words.append("\n  %s-%d at %d, %s: %s"
                            .formatted(
                                    failed.topic(),
                                    failed.partition(),
                                    failed.offset(),
                                    failed.type().orElse("no type"),
                                    failed.reason())));
        });
        differences.ifPresent(them -> {
            words.append("\n%d rows differ".formatted(them.count()));
            them.tables()
                    .forEach(table -> words.append(
                            "\n  %s: %d %s".formatted(table.table(), table.count(), inWords(table.kind()))));
            them.first().forEach(row -> words.append("\n    %s".formatted(inWords(row))));
        });
        return words.toString();
    }

    private static String inWords(Differences.Row row) {
        String columns = row.columns() == null || row.columns().isEmpty()
                ? ""
                : " in " + row.columns().keySet().stream().sorted().collect(Collectors.joining(", "));
        return "%s %s %s%s".formatted(row.table(), row.key(), inWords(row.kind()), columns);
    }

    private static String inWords(Differences.Kind kind) {
        return switch (kind) {
            case MISSING_IN_OLD -> "missing in the old copy";
            case MISSING_IN_NEW -> "missing in the new copy";
            case DIFFERENT -> "different";
        };
    }
}
