package dev.mallbots.chaos;

import static dev.mallbots.chaos.Violation.lost;
import static dev.mallbots.chaos.Violation.wrong;

import dev.mallbots.chaos.Evidence.Copies;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Promise 5: read models equal the result of the topics; this check covers all copies of other services' data, and the read models of
 * stores.
 */
record CopiesAreCurrent(Evidence evidence, History history) implements Promise {

    @Override
    public Stream<Violation> violations() {
        Facts facts = new Facts(history);
        return evidence.copies().stream().flatMap(copies -> otherwise(copies, facts.of(copies.what())));
    }

    private static Stream<Violation> otherwise(Copies copies, Map<String, Facts.Thing> things) {
        Stream<Violation> missing = things.entrySet().stream()
                .filter(thing -> copies.mustHold(thing.getValue()))
                .filter(thing -> !copies.byId().containsKey(thing.getKey()))
                .map(thing -> lost(
                        5,
                        "%s does not know %s %s, which is %s.",
                        copies.service(),
                        copies.what().toString().toLowerCase(),
                        thing.getKey(),
                        thing.getValue().values()));
        return Stream.concat(
                missing,
                copies.byId().entrySet().stream()
                        .flatMap(copy -> outdated(
                                copies,
                                copy.getKey(),
                                copy.getValue(),
                                Optional.ofNullable(things.get(copy.getKey())))));
    }

    private static Stream<Violation> outdated(
            Copies copies, String id, Map<String, String> kept, Optional<Facts.Thing> thing) {
        Map<String, String> wrong = new TreeMap<>();
        kept.forEach((name, value) -> {
            String fact = thing.map(it -> it.values().getOrDefault(name, "")).orElse("unheard of");
            if (!fact.equals(value)) {
                wrong.put(name, "'%s' instead of '%s'".formatted(value, fact));
            }
        });
        return wrong.isEmpty()
                ? Stream.empty()
                : Stream.of(wrong(
                        5,
                        "%s keeps of %s %s: %s.",
                        copies.service(),
                        copies.what().toString().toLowerCase(),
                        id,
                        wrong));
    }
}
