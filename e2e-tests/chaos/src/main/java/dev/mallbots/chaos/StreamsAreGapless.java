package dev.mallbots.chaos;

import static dev.mallbots.chaos.Violation.lost;

import dev.mallbots.chaos.Evidence.Counted;
import dev.mallbots.chaos.Evidence.StoredEvent;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Promise 3: streams have no gaps and arrive in order; the published events are exactly the stored ones. */
record StreamsAreGapless(Evidence evidence, History history) implements Promise {

    @Override
    public Stream<Violation> violations() {
        return Stream.concat(
                evidence.streams().stream().flatMap(stream -> Stream.concat(gaps(stream), untold(stream))),
                evidence.counted().stream().flatMap(this::untold));
    }

    private static Stream<Violation> gaps(Evidence.Stream stream) {
        List<Long> versions = stream.events().stream().map(StoredEvent::version).toList();
        List<Long> expected = LongStream.rangeClosed(1, stream.head()).boxed().toList();
        return versions.equals(expected)
                ? Stream.empty()
                : Stream.of(lost(
                        3,
                        "%s %s of %s should have the events 1 to %d, but has %s.",
                        stream.aggregate(),
                        stream.id(),
                        stream.service(),
                        stream.head(),
                        versions));
    }

    private Stream<Violation> untold(Evidence.Stream stream) {
        Set<Long> told = stream.events().stream()
                .filter(event -> House.isMessageOf(stream.service(), event.type()))
                .map(StoredEvent::version)
                .collect(Collectors.toSet());
        return toldOtherwise(stream.topic(), stream.id(), told);
    }

    private Stream<Violation> untold(Counted counted) {
        Set<Long> told = LongStream.rangeClosed(1, counted.told()).boxed().collect(Collectors.toSet());
        return toldOtherwise(counted.topic(), counted.id(), told);
    }

    private Stream<Violation> toldOtherwise(String topic, String key, Set<Long> told) {
        Set<Long> heard = history.of(topic, key).stream()
                .map(said -> said.sequence().orElse(-1))
                .collect(Collectors.toSet());
        return Stream.concat(
                without(told, heard)
                        .map(missing -> lost(3, "Events %s of %s were never told on %s.", missing, key, topic)),
                without(heard, told)
                        .map(unknown -> lost(
                                3, "On %s are events %s of %s, which its owner does not know.", topic, unknown, key)));
    }

    private static Stream<Set<Long>> without(Set<Long> these, Set<Long> those) {
        Set<Long> rest = new TreeSet<>(these);
        rest.removeAll(those);
        return rest.isEmpty() ? Stream.empty() : Stream.of(rest);
    }
}
