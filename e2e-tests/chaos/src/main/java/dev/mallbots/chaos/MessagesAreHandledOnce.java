package dev.mallbots.chaos;

import static dev.mallbots.chaos.Violation.lost;
import static dev.mallbots.chaos.Violation.twice;

import dev.mallbots.chaos.Evidence.Consumer;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Promise 4: every message took its effect exactly once; each consumer's inbox says that it has handled it. */
record MessagesAreHandledOnce(Evidence evidence) implements Promise {

    @Override
    public Stream<Violation> violations() {
        return evidence.consumers().entrySet().stream()
                .flatMap(consumer -> handledOtherwise(consumer.getKey(), consumer.getValue()));
    }

    private Stream<Violation> handledOtherwise(String service, Consumer consumer) {
        Map<UUID, Said> wanted = evidence.said().stream()
                .filter(consumer::handles)
                .collect(Collectors.toMap(Said::id, Function.identity(), (first, again) -> again));
        return wanted.entrySet().stream()
                .flatMap(message ->
                        notOnce(service, message.getValue(), consumer.inbox().getOrDefault(message.getKey(), 0)));
    }

    private static Stream<Violation> notOnce(String service, Said said, int times) {
        return switch (times) {
            case 0 -> Stream.of(lost(4, "%s has not handled %s.", service, said.place()));
            case 1 -> Stream.empty();
            default -> Stream.of(twice(4, "%s has handled %s %d times.", service, said.place(), times));
        };
    }
}
