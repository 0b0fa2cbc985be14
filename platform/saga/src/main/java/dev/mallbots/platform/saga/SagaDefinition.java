package dev.mallbots.platform.saga;

import com.google.protobuf.Message;
import dev.mallbots.platform.kernel.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A saga as one sentence: its steps in order, what each does, and how each is undone.
 *
 * <pre>{@code
 * SagaDefinition.of("create-order", CreateOrder.class)
 *         .step("reject order").undoneBy(order -> command("ordering", ...))
 *         .step("create shopping list")
 *             .does(order -> command("depot", ...))
 *             .onReply(CreatedShoppingList.class, (order, reply) -> order.withShoppingList(...))
 *             .undoneBy(order -> command("depot", ...))
 *         .build();
 * }</pre>
 *
 * <p>A saga is a sequence of local transactions with a compensation for each (Garcia-Molina and Salem, "Sagas", 1987);
 * the sentence is learnt from eventuate-tram-sagas. It is immutable, and deciding is pure: {@link #start} and {@link #on}
 * read nothing but their arguments and change nothing.
 *
 * <p>Participants must take a command twice without doing its work twice: a command with no reply is sent again, with a
 * new id.
 *
 * @param <D> what the saga knows: an immutable value that Jackson can write and read
 */
public final class SagaDefinition<D> {

    /** Unless the definition says otherwise: how long a step's first command may go unanswered. */
    public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(30);

    /** Unless the definition says otherwise: how long after its start a saga goes on to wait for answers. */
    public static final Duration DEFAULT_LIMIT = Duration.ofHours(24);

    private final String name;
    private final Class<D> dataType;
    private final SagaMachine<D> machine;
    private final List<String> counted;

    private SagaDefinition(String name, Class<D> dataType, SagaMachine<D> machine, List<String> counted) {
        this.name = name;
        this.dataType = dataType;
        this.machine = machine;
        this.counted = counted;
    }

    /**
     * @param name stored with every instance: it must not change while there are any
     * @param dataType what the saga knows
     */
    public static <D> Builder<D> of(String name, Class<D> dataType) {
        return new Builder<>(name, dataType);
    }

    public String name() {
        return name;
    }

    public Class<D> dataType() {
        return dataType;
    }

    /**
     * The same saga with another limit, which comes from configuration; it goes for instances that run already too.
     *
     * @param limit how long after its start a saga goes on to wait for an answer; then it turns back
     */
    public SagaDefinition<D> givenUpAfter(Duration limit) {
        var times = new SagaTimes(machine.times().patience(), limit);
        return new SagaDefinition<>(name, dataType, machine.with(times), counted);
    }

    /**
     * The step that an instance is at whose step was kept as a number.
     *
     * @throws Unavailable when there is none of that number: a newer release has counted further
     */
    String stepCounted(int number) {
        if (number < 0 || number >= counted.size()) {
            throw Unavailable.newer("step %d of saga '%s'".formatted(number, name));
        }
        return counted.get(number);
    }

    /** The number of a step for instances of the release that counted steps; -1 for one that was not there then. */
    int countOf(String step) {
        return counted.indexOf(step);
    }

    /** The first transition of a new saga. */
    public Transition<D> start(UUID id, D data, Moment moment) {
        return machine.start(id, data, moment);
    }

    /**
     * What the input leads to. Messages and deadlines that do not fit change nothing.
     *
     * @throws dev.mallbots.platform.kernel.Conflict when what an operator demands does not fit
     * @throws Unavailable when the instance is at a step that this release does not have: a newer one can go on with it
     * @throws IllegalStateException when a success does not bring what its step needs
     */
    public Transition<D> on(SagaInstance<D> saga, SagaInput input, Moment moment) {
        return machine.on(saga, input, moment);
    }

    /** Begins a definition. */
    public static final class Builder<D> {

        private final String name;
        private final Class<D> dataType;
        private final List<SagaStep<D>> steps = new ArrayList<>();
        private Duration patience = DEFAULT_PATIENCE;
        private Optional<BiFunction<D, Instant, SagaCommand>> noticeOfDelay = Optional.empty();
        private List<String> counted = List.of();

        private Builder(String name, Class<D> dataType) {
            this.name = Objects.requireNonNull(name, "name");
            this.dataType = Objects.requireNonNull(dataType, "dataType");
        }

        /**
         * How long the first command of a step may go unanswered before it is sent again; each further wait is twice as
         * long.
         */
        public Builder<D> answeredWithin(Duration patience) {
            this.patience = Objects.requireNonNull(patience, "patience");
            return this;
        }

        /**
         * Whom to tell, and how, when a command stays unanswered for the first time. Nobody waits for a reply to it, and a receiver
         * that does not know it yet may skip it.
         *
         * @param notice from what the saga knows, and since when it is delayed
         */
        public Builder<D> tellsOfDelay(BiFunction<D, Instant, SagaCommand> notice) {
            noticeOfDelay = Optional.of(notice);
            return this;
        }

        /**
         * The steps in the order in which they were counted before an instance kept the name of its step. Needed by a definition
         * that is older than that, and never changed: a step that comes later is not in it.
         */
        public Builder<D> onceCounted(String... steps) {
            counted = List.of(steps);
            return this;
        }

        /** The next step, in order. */
        public StepBuilder<D> step(String name) {
            return new StepBuilder<>(this, name);
        }
    }

    /** Says what one step does and how it is undone. */
    public static final class StepBuilder<D> {

        private final Builder<D> saga;
        private final String name;
        private Optional<Function<D, SagaCommand>> action = Optional.empty();
        private Optional<BiFunction<D, String, SagaCommand>> undo = Optional.empty();
        private final Map<Class<? extends Message>, BiFunction<D, Message, D>> replies = new LinkedHashMap<>();
        private boolean sentUntilAnswered;

        private StepBuilder(Builder<D> saga, String name) {
            this.saga = saga;
            this.name = Objects.requireNonNull(name, "name");
        }

        /** The command of this step. Without one, the step is done as soon as it is reached. */
        public StepBuilder<D> does(Function<D, SagaCommand> command) {
            action = Optional.of(command);
            return this;
        }

        /** The command that takes it back. Without one, there is nothing to take back. */
        public StepBuilder<D> undoneBy(Function<D, SagaCommand> command) {
            return undoneBy((data, reason) -> command.apply(data));
        }

        /** As {@link #undoneBy(Function)}, for a command that tells why. */
        public StepBuilder<D> undoneBy(BiFunction<D, String, SagaCommand> command) {
            undo = Optional.of(command);
            return this;
        }

        /** What a successful reply of this type teaches the saga. A step with such a line takes no other success. */
        public <M extends Message> StepBuilder<D> onReply(Class<M> type, BiFunction<D, M, D> learn) {
            replies.put(type, (data, reply) -> learn.apply(data, type.cast(reply)));
            return this;
        }

        /**
         * For the step after which there is no way back (the "pivot" of the literature): while nobody knows whether it
         * was done, nothing is undone; it is sent until somebody answers.
         */
        public StepBuilder<D> sentUntilAnswered() {
            sentUntilAnswered = true;
            return this;
        }

        /** The next step, in order. */
        public StepBuilder<D> step(String next) {
            return end().step(next);
        }

        /**
         * @throws IllegalArgumentException when two steps have one name, or one neither does nor undoes anything, or waits
         *     for the reply to nothing
         */
        public SagaDefinition<D> build() {
            end();
            var names = new HashSet<String>();
            saga.steps.forEach(step -> check(names.add(step.name()), step.name(), "is there twice"));
            saga.counted.forEach(step -> check(names.contains(step), step, "was counted, but is not there"));
            var machine = new SagaMachine<>(
                    saga.name,
                    List.copyOf(saga.steps),
                    new SagaTimes(saga.patience, DEFAULT_LIMIT),
                    saga.noticeOfDelay);
            return new SagaDefinition<>(saga.name, saga.dataType, machine, saga.counted);
        }

        private Builder<D> end() {
            check(action.isPresent() || undo.isPresent(), name, "neither does nor undoes anything");
            check(
                    action.isPresent() || (replies.isEmpty() && !sentUntilAnswered),
                    name,
                    "sends nothing to be answered");
            saga.steps.add(new SagaStep<>(name, action, undo, Map.copyOf(replies), sentUntilAnswered));
            return saga;
        }

        private static void check(boolean holds, String step, String otherwise) {
            if (!holds) {
                throw new IllegalArgumentException("step '%s' %s".formatted(step, otherwise));
            }
        }
    }
}
