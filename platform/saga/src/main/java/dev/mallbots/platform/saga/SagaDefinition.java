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
 * The definition of a saga: its steps in order, the command of each, and its compensation.
 *
 * <pre>{@code
 * SagaDefinition.of("create-order", CreateOrder.class)
 *         .step("reject order").undoneBy(order -> command("ordering", ...))
 *         .step("create shopping list")
 *             .does(order -> command("depot", ...))
 *             .onReply(CreatedShoppingList.class, (order, reply) -> order.withShoppingList(...))
 *             .undoneBy(order -> command("depot", ...))
 *         .alongside("confirm payment")
 *             .does(order -> command("payments", ...))
 *         .build();
 * }</pre>
 *
 * <p>A saga is a sequence of local transactions with a compensation for each (Garcia-Molina and Salem, "Sagas", 1987); the builder is
 * modelled on eventuate-tram-sagas. It is immutable, and decisions are pure: {@link #start} and {@link #on} read only their arguments and
 * change nothing.
 *
 * <p>Participants must handle a repeated command without doing its work twice: a command without a reply is sent again, with a new id.
 *
 * @param <D> the saga's data: an immutable value that Jackson can write and read
 */
public final class SagaDefinition<D> {

    /** The default time after which an unanswered command of a step is sent again. */
    public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(30);

    /** The default time after its start for which a saga waits for answers. */
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
     * @param name stored with every instance: it must not change while instances exist
     * @param dataType the type of the saga's data
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

    List<SagaStep<D>> steps() {
        return machine.steps();
    }

    /**
     * The same saga with another limit, which comes from configuration; it applies to running instances too.
     *
     * @param limit the time after its start for which a saga waits for an answer; then it compensates
     */
    public SagaDefinition<D> givenUpAfter(Duration limit) {
        var times = new SagaTimes(machine.times().patience(), limit);
        return new SagaDefinition<>(name, dataType, machine.with(times), counted);
    }

    /**
     * The step of an instance that stored its step as a number.
     *
     * @throws Unavailable no step has this number: a newer release has stored it
     */
    String stepCounted(int number) {
        if (number < 0 || number >= counted.size()) {
            throw Unavailable.newer("step %d of saga '%s'".formatted(number, name));
        }
        return counted.get(number);
    }

    /** The number of a step for instances of the release that used numbers; -1 for a step that did not exist then. */
    int countOf(String step) {
        return counted.indexOf(step);
    }

    /** The first transition of a new saga. */
    public Transition<D> start(UUID id, D data, Moment moment) {
        return machine.start(id, data, moment);
    }

    /**
     * The transition for an input. A message or deadline that does not fit changes nothing.
     *
     * @throws dev.mallbots.platform.kernel.Conflict if an operator's request does not fit the state
     * @throws Unavailable this release does not have the instance's step: a newer release can continue it
     * @throws IllegalStateException if a success lacks the data that its step needs
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
         * The time after which the first command of a step is sent again without a reply; each further wait is twice as long.
         */
        public Builder<D> answeredWithin(Duration patience) {
            this.patience = Objects.requireNonNull(patience, "patience");
            return this;
        }

        /**
         * The notice that is sent when a command stays unanswered for the first time. It has no reply, and a receiver that does not know it
         * yet may skip it.
         *
         * @param notice made from the saga's data and the beginning of the delay
         */
        public Builder<D> tellsOfDelay(BiFunction<D, Instant, SagaCommand> notice) {
            noticeOfDelay = Optional.of(notice);
            return this;
        }

        /**
         * The steps in the order of their numbers, from before instances stored the name of their step. Needed by a definition that is
         * older than that; never change it, and never add a later step to it.
         */
        public Builder<D> onceCounted(String... steps) {
            counted = List.of(steps);
            return this;
        }

        /** The next step, in order. */
        public StepBuilder<D> step(String name) {
            return new StepBuilder<>(this, name, false);
        }
    }

    /** Sets the command and the compensation of a step. */
    public static final class StepBuilder<D> {

        private final Builder<D> saga;
        private final String name;
        private final boolean alongside;
        private Optional<Function<D, SagaCommand>> action = Optional.empty();
        private Optional<BiFunction<D, String, SagaCommand>> undo = Optional.empty();
        private final Map<Class<? extends Message>, BiFunction<D, Message, D>> replies = new LinkedHashMap<>();
        private boolean sentUntilAnswered;

        private StepBuilder(Builder<D> saga, String name, boolean alongside) {
            this.saga = saga;
            this.name = Objects.requireNonNull(name, "name");
            this.alongside = alongside;
        }

        /** The command of this step. A step without one is done as soon as it is reached. */
        public StepBuilder<D> does(Function<D, SagaCommand> command) {
            action = Optional.of(command);
            return this;
        }

        /** The compensation. A step without one needs none. */
        public StepBuilder<D> undoneBy(Function<D, SagaCommand> command) {
            return undoneBy((data, reason) -> command.apply(data));
        }

        /** Like {@link #undoneBy(Function)}, for a compensation with a reason. */
        public StepBuilder<D> undoneBy(BiFunction<D, String, SagaCommand> command) {
            undo = Optional.of(command);
            return this;
        }

        /** Takes data from a successful reply of this type. A step with such a reader accepts no other success. */
        public <M extends Message> StepBuilder<D> onReply(Class<M> type, BiFunction<D, M, D> learn) {
            replies.put(type, (data, reply) -> learn.apply(data, type.cast(reply)));
            return this;
        }

        /**
         * For the step that can't be undone (the "pivot" of the literature): while its result is unknown nothing is undone, and its command
         * is sent until a reply arrives.
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
         * A step that does not depend on this one: both commands are sent together, and the step after them follows when both have
         * succeeded.
         */
        public StepBuilder<D> alongside(String next) {
            return new StepBuilder<>(end(), next, true);
        }

        /**
         * @throws IllegalArgumentException if two steps have one name, or a step has neither a command nor a compensation, or awaits a
         *       reply without a command, or one of the steps that are sent together has no command or can't be undone
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
            if (alongside) {
                check(!sentUntilAnswered, name, "can't be sent alongside another, because it can't be undone");
                check(action.isPresent(), name, "does nothing that could be sent alongside another step");
                SagaStep<D> before = saga.steps.getLast();
                check(
                        !before.sentUntilAnswered(),
                        before.name(),
                        "can't be undone, so no step can be sent alongside it");
                check(
                        before.action().isPresent(),
                        before.name(),
                        "does nothing that another step could be sent alongside");
            }
            saga.steps.add(new SagaStep<>(name, alongside, action, undo, Map.copyOf(replies), sentUntilAnswered));
            return saga;
        }

        private static void check(boolean holds, String step, String otherwise) {
            if (!holds) {
                throw new IllegalArgumentException("step '%s' %s".formatted(step, otherwise));
            }
        }
    }
}
