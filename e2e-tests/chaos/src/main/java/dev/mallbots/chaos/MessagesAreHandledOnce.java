package dev.mallbots.chaos;

import static dev.mallbots.chaos.Violation.lost;
import static dev.mallbots.chaos.Violation.twice;

import dev.mallbots.chaos.Evidence.Claim;
import dev.mallbots.chaos.Evidence.Consequence;
import dev.mallbots.chaos.Evidence.Consumer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Promise 4: every message took effect exactly once. The inbox can contain a message only once, so this check uses the trace: it records
 * the transactions that took a message and those with its consequences. There must be one, the same for both.
 */
record MessagesAreHandledOnce(Evidence evidence) implements Promise {

    @Override
    public Stream<Violation> violations() {
        return evidence.consumers().entrySet().stream()
                .flatMap(consumer -> Stream.concat(
                        handledOtherwise(consumer.getKey(), consumer.getValue()),
                        consequencesElsewhere(consumer.getKey(), consumer.getValue())));
    }

    private Stream<Violation> handledOtherwise(String service, Consumer consumer) {
        Map<UUID, Said> wanted = evidence.said().stream()
                .filter(consumer::handles)
                .collect(Collectors.toMap(Said::id, Function.identity(), (first, again) -> again));
        Map<UUID, List<Claim>> claims = consumer.claimsByMessage();
        return wanted.entrySet().stream()
                .flatMap(message ->
                        notOnce(service, message.getValue(), claims.getOrDefault(message.getKey(), List.of())));
    }

    private static Stream<Violation> notOnce(String service, Said said, List<Claim> claims) {
        if (claims.isEmpty()) {
            return Stream.of(lost(4, "%s has not handled %s.", service, said.place()));
        }
        // a message that was given up and then replayed by an operator is claimed twice and has taken effect once
        long times = claims.stream().filter(claim -> !claim.givenUp()).count();
        return times > 1
                ? Stream.of(twice(4, "%s has handled %s %d times.", service, said.place(), times))
                : Stream.empty();
    }

    private static Stream<Violation> consequencesElsewhere(String service, Consumer consumer) {
        Map<UUID, List<Claim>> claims = consumer.claimsByMessage();
        Map<UUID, List<Consequence>> consequences =
                consumer.consequences().stream().collect(Collectors.groupingBy(Consequence::cause));
        return consequences.entrySet().stream()
                .flatMap(caused -> elsewhere(
                        service, caused.getKey(), caused.getValue(), claims.getOrDefault(caused.getKey(), List.of())));
    }

    private static Stream<Violation> elsewhere(
            String service, UUID message, List<Consequence> consequences, List<Claim> claims) {
        Set<String> taken = claims.stream()
                .filter(claim -> !claim.givenUp())
                .map(Claim::transaction)
                .collect(Collectors.toSet());
        List<String> without = consequences.stream()
                .filter(consequence -> !taken.contains(consequence.transaction()))
                .map(consequence -> consequence.type() + " of " + consequence.key())
                .distinct()
                .toList();
        return without.isEmpty()
                ? Stream.empty()
                : Stream.of(twice(
                        4,
                        "Message %s made %s say %s in a transaction that had not taken it: it was handled again.",
                        message,
                        service,
                        without));
    }
}
