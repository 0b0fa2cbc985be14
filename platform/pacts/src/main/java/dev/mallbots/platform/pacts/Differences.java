package dev.mallbots.platform.pacts;

import com.google.protobuf.Message;
import dev.mallbots.platform.pacts.Reads.Reading;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** How the fields that the code really reads differ from those of a pact. Code reads a field if it does something else without its value. */
final class Differences {

    private Differences() {}

    /**
     * @param reader the reading code, in words for a person
     * @param read lets the code read a message, and returns what it did
     * @param failure why it failed; null if it did not
     * @return a sentence for each difference; empty if there is none
     */
    static <O> List<String> of(Reading reading, String reader, Function<Message, O> read, Function<O, String> failure) {
        Message example = Projection.read(Projection.ofExample(reading.example()), reading.empty());
        O whole = read.apply(example);
        if (failure.apply(whole) != null) {
            return List.of("%s: the %s fails with the example of the pact: %s"
                    .formatted(reading.type(), reader, failure.apply(whole)));
        }
        Predicate<String> noticesItsLoss =
                leaf -> !read.apply(Fields.without(example, leaf)).equals(whole);
        Predicate<String> noticesItsValue =
                leaf -> !read.apply(Fields.with(example, leaf)).equals(whole);
        Predicate<String> failsWithout = leaf -> failure.apply(read.apply(Fields.without(example, leaf))) != null;
        return Stream.of(
                        found(
                                reading,
                                "is in the pact, but the %s does not read it".formatted(reader),
                                reading.leaves().stream().filter(noticesItsLoss.negate())),
                        found(
                                reading,
                                "is not in the pact, but the %s reads it".formatted(reader),
                                reading.unread().stream().filter(noticesItsValue)),
                        found(
                                reading,
                                "may be empty by the pact, but then the %s fails".formatted(reader),
                                reading.mayBeEmpty().stream().filter(failsWithout)))
                .flatMap(it -> it)
                .toList();
    }

    private static Stream<String> found(Reading reading, String what, Stream<String> leaves) {
        return leaves.map(leaf -> "%s.%s %s".formatted(reading.type(), leaf, what));
    }
}
