package dev.mallbots.chaos;

import static dev.mallbots.chaos.Violation.lost;
import static dev.mallbots.chaos.Violation.wrong;

import dev.mallbots.chaos.Evidence.Consumer;
import dev.mallbots.chaos.Evidence.DeadLetter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Promise 7: every failed message is a dead letter, and no other message is. */
record DeadLettersAreKept(Evidence evidence) implements Promise {

    private static final Set<String> TELLING =
            Set.of("dead-letter-error", "dead-letter-topic", "dead-letter-offset", "dead-letter-tries");

    /** A dead letter on its topic. */
    private record Told(String topic, String origin) {}

    @Override
    public Stream<Violation> violations() {
        Set<Told> told = told();
        return evidence.consumers().entrySet().stream()
                .flatMap(consumer -> keptOtherwise(consumer.getKey(), consumer.getValue(), told));
    }

    private Set<Told> told() {
        return evidence.said().stream()
                .filter(said -> said.topic().endsWith(".dead-letters"))
                .filter(said -> said.headers().keySet().containsAll(TELLING))
                .map(said -> new Told(said.topic(), originOf(said.headers())))
                .collect(Collectors.toSet());
    }

    private Stream<Violation> keptOtherwise(String service, Consumer consumer, Set<Told> told) {
        Map<String, DeadLetter> letters = evidence.deadLetters().stream()
                .filter(letter -> letter.service().equals(service))
                .collect(Collectors.toMap(DeadLetter::id, Function.identity(), (first, again) -> again));
        List<Said> rubbish = evidence.said().stream()
                .filter(said -> said.isRubbish() && consumer.handles(said))
                .toList();
        return Stream.concat(
                rubbish.stream()
                        .flatMap(said ->
                                notThere(service, said, letters.get(said.id().toString()), told)),
                givenUp(service, letters.values(), rubbish));
    }

    private Stream<Violation> notThere(String service, Said said, DeadLetter letter, Set<Told> told) {
        if (letter == null) {
            return Stream.of(lost(7, "%s has not kept what it could not handle: %s.", service, said.place()));
        }
        Stream.Builder<Violation> violations = Stream.builder();
        if (!isComplete(letter, said)) {
            violations.add(wrong(7, "%s kept %s without its origin or error: %s.", service, said.place(), letter));
        }
        String topic = "mallbots.%s.dead-letters".formatted(service);
        String origin = "%s/%d/%d".formatted(said.topic(), said.partition(), said.offset());
        if (!told.contains(new Told(topic, origin))) {
            violations.add(lost(7, "%s is not on %s.", said.place(), topic));
        }
        if (!evidence.listedDeadLetters().getOrDefault(service, Set.of()).contains(letter.id())) {
            violations.add(wrong(7, "Operators of %s are not shown %s.", service, said.place()));
        }
        return violations.build();
    }

    private static boolean isComplete(DeadLetter letter, Said said) {
        return letter.topic().equals(said.topic())
                && letter.partition() == said.partition()
                && letter.offset() == said.offset()
                && !letter.error().isBlank()
                && letter.tries() > 0;
    }

    /** Breaks promise 4: a valid message that is a dead letter has had no effect. */
    private static Stream<Violation> givenUp(String service, Collection<DeadLetter> letters, List<Said> rubbish) {
        Set<String> expected =
                rubbish.stream().map(said -> said.id().toString()).collect(Collectors.toSet());
        return letters.stream()
                .filter(letter -> !expected.contains(letter.id()))
                .map(letter -> lost(
                        4,
                        "%s gave up on %s %s, which was no rubbish, after %d tries: %s.",
                        service,
                        letter.type(),
                        letter.id(),
                        letter.tries(),
                        letter.error()));
    }

    private static String originOf(Map<String, String> headers) {
        return String.join(
                "/",
                headers.get("dead-letter-topic"),
                headers.getOrDefault("dead-letter-partition", ""),
                headers.get("dead-letter-offset"));
    }
}
