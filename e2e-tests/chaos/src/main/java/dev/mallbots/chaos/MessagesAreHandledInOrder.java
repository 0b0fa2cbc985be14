package dev.mallbots.chaos;

import static dev.mallbots.chaos.Violation.wrong;

import dev.mallbots.chaos.Evidence.Claim;
import dev.mallbots.chaos.Evidence.Consumer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Promise 3: streams arrive and are handled in order. No consumer handles a message of a key before an earlier one of that key on the same
 * topic, whatever fails and is repeated. Messages in one transaction count as simultaneous.
 */
record MessagesAreHandledInOrder(Evidence evidence) implements Promise {

    private record Lane(String topic, String key) {}

    @Override
    public Stream<Violation> violations() {
        return evidence.consumers().entrySet().stream()
                .flatMap(consumer -> outOfOrder(consumer.getKey(), consumer.getValue()));
    }

    private Stream<Violation> outOfOrder(String service, Consumer consumer) {
        Map<UUID, Claim> first = consumer.firstClaims();
        return lanes(consumer).values().stream().flatMap(lane -> overtaken(service, lane, first));
    }

    /** In the order of the topic; a repeated message counts at its first position. */
    private Map<Lane, List<Said>> lanes(Consumer consumer) {
        Map<Lane, List<Said>> lanes = new LinkedHashMap<>();
        Set<UUID> seen = new HashSet<>();
        evidence.said().stream()
                .filter(said -> said.key() != null && consumer.handles(said))
                .filter(said -> seen.add(said.id()))
                .forEach(said -> lanes.computeIfAbsent(new Lane(said.topic(), said.key()), any -> new ArrayList<>())
                        .add(said));
        return lanes;
    }

    private static Stream<Violation> overtaken(String service, List<Said> lane, Map<UUID, Claim> claims) {
        Stream.Builder<Violation> violations = Stream.builder();
        Said latest = null;
        for (Said said : lane) {
            Claim claim = claims.get(said.id());
            Claim before = latest == null ? null : claims.get(latest.id());
            if (claim != null && before != null && claim.isBefore(before)) {
                violations.add(wrong(
                        3,
                        "%s took %s before %s, which comes earlier for the same key.",
                        service,
                        said.place(),
                        latest.place()));
            } else if (claim != null) {
                latest = said;
            }
        }
        return violations.build();
    }
}
