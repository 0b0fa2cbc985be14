package dev.mallbots.chaos;

import static dev.mallbots.chaos.Violation.wrong;

import java.util.List;
import java.util.stream.Stream;

/** Promise 3: streams have no gaps and arrive in order. */
record MessagesKeepTheirOrder(History history) implements Promise {

    @Override
    public Stream<Violation> violations() {
        return history.topics().stream()
                .filter(topic -> topic.contains(".events."))
                .flatMap(topic -> history.of(topic).entrySet().stream())
                .flatMap(messages -> overtaken(messages.getKey(), messages.getValue()));
    }

    private static Stream<Violation> overtaken(String key, List<Said> messages) {
        Stream.Builder<Violation> violations = Stream.builder();
        long last = 0;
        for (Said said : messages) {
            long sequence = said.sequence().orElse(-1);
            if (sequence <= last) {
                violations.add(
                        wrong(3, "%s is number %d of %s and came after number %d.", said.place(), sequence, key, last));
            }
            last = Math.max(last, sequence);
        }
        return violations.build();
    }
}
