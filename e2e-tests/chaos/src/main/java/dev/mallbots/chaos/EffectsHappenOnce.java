package dev.mallbots.chaos;

import static dev.mallbots.chaos.Violation.twice;

import dev.mallbots.chaos.Evidence.StepDone;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Promise 4: every message took effect exactly once; its consequences were published and done once. */
record EffectsHappenOnce(Evidence evidence, History history) implements Promise {

    /** Events that happen to one aggregate once. */
    private static final Set<String> ONCE = Set.of(
            "StoreCreated",
            "ProductAdded",
            "CustomerRegistered",
            "BasketStarted",
            "BasketCanceled",
            "BasketCheckedOut",
            "OrderCreated",
            "OrderApproved",
            "OrderRejected",
            "OrderInProgress",
            "OrderReadied",
            "OrderCanceled",
            "OrderCompleted",
            "PaymentAuthorized",
            "PaymentConfirmed",
            "PaymentCaptured",
            "PaymentVoided",
            "InvoiceCreated",
            "InvoicePaid",
            "InvoiceCanceled",
            "ShoppingListCreated",
            "ShoppingListAvailable",
            "ShoppingListCompleted",
            "ShoppingListCanceled");

    /**
     * One message can't make a service publish the same event of the same aggregate twice; a command has one reply, whatever its content.
     */
    private record Effect(String cause, String service, String type, String key) {}

    private record Step(String saga, String name) {}

    @Override
    public Stream<Violation> violations() {
        return Stream.of(effectsOfOneCause(), eventsRepeated(), effectsOfSecondReplies(), stepsRepeated())
                .flatMap(Function.identity());
    }

    private Stream<Violation> effectsOfOneCause() {
        Map<Effect, Set<UUID>> effects = history.all()
                .filter(said -> said.ours().isEmpty() && said.causation().isPresent())
                .collect(Collectors.groupingBy(
                        EffectsHappenOnce::effect, Collectors.mapping(Said::id, Collectors.toSet())));
        return effects.entrySet().stream()
                .filter(same -> same.getValue().size() > 1)
                .map(same -> twice(
                        4,
                        "Message %s made %s say %s of %s %d times: %s.",
                        same.getKey().cause(),
                        same.getKey().service(),
                        same.getKey().type(),
                        same.getKey().key(),
                        same.getValue().size(),
                        same.getValue()));
    }

    private static Effect effect(Said said) {
        return new Effect(
                said.causation().orElseThrow(),
                said.headers().getOrDefault("ce_source", ""),
                said.topic().endsWith(".replies") ? "an answer" : said.fullType(),
                said.key());
    }

    private Stream<Violation> eventsRepeated() {
        return history.topics().stream()
                .flatMap(topic -> history.of(topic).entrySet().stream())
                .flatMap(messages -> repeated(messages.getKey(), messages.getValue()));
    }

    private static Stream<Violation> repeated(String key, List<Said> messages) {
        Map<String, Long> times = messages.stream()
                .map(Said::type)
                .filter(ONCE::contains)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return times.entrySet().stream()
                .filter(type -> type.getValue() > 1)
                .map(type -> twice(4, "%s happened to %s %d times.", type.getKey(), key, type.getValue()));
    }

    private Stream<Violation> effectsOfSecondReplies() {
        Set<String> secondReplies = evidence.said().stream()
                .filter(said ->
                        said.ours().filter(Said.Kind.SECOND_REPLY::equals).isPresent())
                .map(said -> said.id().toString())
                .collect(Collectors.toSet());
        return history.all()
                .filter(said -> said.causation().filter(secondReplies::contains).isPresent())
                .map(said -> twice(
                        4,
                        "A reply that came twice, %s, led to %s.",
                        said.causation().orElseThrow(),
                        said.place()));
    }

    private Stream<Violation> stepsRepeated() {
        Map<Step, List<String>> causes = evidence.stepsDone().stream()
                .collect(Collectors.groupingBy(
                        done -> new Step(done.saga(), done.step()),
                        Collectors.mapping(StepDone::message, Collectors.toList())));
        return causes.entrySet().stream()
                .filter(done -> done.getValue().size() > 1)
                .map(done -> twice(
                        4,
                        "Saga %s did its step '%s' %d times, upon %s.",
                        done.getKey().saga(),
                        done.getKey().name(),
                        done.getValue().size(),
                        done.getValue()));
    }
}
