package dev.mallbots.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Bad requests generated from the document: each is refused with its field, and changes nothing. */
@Tag("starts-processes")
@ExtendWith(Mall.Open.class)
class BadInputTest {

    private static final long SEED = Long.getLong("contract.seed");
    private static final int CASES = Integer.getInteger("contract.cases");
    private static final int AT_ONCE = 8;

    private static ApiDocument document;
    private static Mistakes mistakes;
    private static Belongings things;

    @BeforeAll
    static void create_test_data() {
        document = ApiDocument.ofTheMall();
        things = Belongings.of(UUID.randomUUID(), UUID.randomUUID());
        mistakes = new Mistakes(document, new Samples(document, things));
    }

    @Test
    void bad_input_is_refused_with_its_field_and_changes_nothing() throws InterruptedException {
        List<Mistake> all = generated();
        assertThat(all).hasSizeGreaterThanOrEqualTo(CASES);
        try (Happenings happenings = new Happenings(Mall.get().kafkaSettings())) {
            happenings.awaitQuiet();
            var before = happenings.counts();

            List<String> wrong = answeredOtherwise(all);
            assertThat(wrong)
                    .as("%d of %d bad requests (seed %d) are answered otherwise", wrong.size(), all.size(), SEED)
                    .isEmpty();

            assertThat(happenings.countsAfterOneMore(things.store())).isEqualTo(before.withOneMoreOf("Store"));
        }
    }

    private static List<Mistake> generated() {
        List<Mistake> all = new ArrayList<>(
                document.calls().stream().flatMap(mistakes::alone).toList());
        List<Call> withFields =
                document.calls().stream().filter(mistakes::hasFields).toList();
        Random random = new Random(SEED);
        while (all.size() < CASES) {
            all.add(mistakes.together(withFields.get(random.nextInt(withFields.size())), random));
        }
        return all;
    }

    private static List<String> answeredOtherwise(List<Mistake> all) throws InterruptedException {
        try (ExecutorService askers = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Callable<Optional<String>>> questions = all.stream()
                    .map(mistake -> (Callable<Optional<String>>) () -> otherwise(mistake))
                    .toList();
            return askers.invokeAll(questions).stream()
                    .map(Future::resultNow)
                    .flatMap(Optional::stream)
                    .toList();
        }
    }

    /** The fault of the answer, if it has one. */
    private static Optional<String> otherwise(Mistake mistake) {
        Answer answer = Mall.get()
                .ask(
                        "gateway",
                        mistake.call().method(),
                        mistake.address(),
                        Mall.get().tokenOf("operator"),
                        mistake.body());
        boolean refused = answer.status() == 400 && names(answer, mistake);
        return refused ? Optional.empty() : Optional.of(mistake + " -> " + answer);
    }

    private static boolean names(Answer answer, Mistake mistake) {
        return StreamSupport.stream(answer.body().path("violations").spliterator(), false)
                .map(violation -> violation.path("field").asText())
                .anyMatch(named -> mistake.fields().stream().anyMatch(field -> isAbout(named, field)));
    }

    /** The name of a nested or enclosing field is precise enough. */
    private static boolean isAbout(String named, String field) {
        return named.equals(field)
                || named.startsWith(field)
                || field.startsWith(named + ".")
                || field.startsWith(named + "[");
    }
}
