package dev.mallbots.platform.messaging;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import dev.mallbots.contracts.common.v1.CommandFailed;
import dev.mallbots.platform.kernel.LostRace;
import dev.mallbots.platform.kernel.Refusal;
import dev.mallbots.platform.kernel.Unavailable;
import dev.mallbots.platform.messaging.ReceivedMessage.Readable;
import dev.mallbots.platform.messaging.Subscriptions.Subscription;
import dev.mallbots.platform.messaging.WaitingDeadLetters.Place;
import dev.mallbots.platform.unitofwork.UnitOfWork;
import io.opentelemetry.api.trace.SpanContext;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One transaction: the incoming message, its effect, and the outgoing messages. It does not retry. */
@ApplicationScoped
class MessageHandling {

    /** A handler failed; identifies its message. */
    static final class HandlerFailed extends RuntimeException {

        final ReceivedMessage message;

        HandlerFailed(ReceivedMessage message, Throwable cause) {
            super(cause.getMessage(), cause, false, false);
            this.message = message;
        }
    }

    /** A payload does not match its envelope. */
    static final class UnreadablePayload extends RuntimeException {
        UnreadablePayload(String message) {
            super(message);
        }
    }

    /** An earlier message of its topic and key is a dead letter, and their order matters. */
    static final class HeldBack extends RuntimeException {
        HeldBack(UUID deadLetter) {
            super("it waits behind dead letter " + deadLetter + " of the same key");
        }
    }

    /** The result of a preparation. */
    private sealed interface Outcome {

        /** @param prepared for the handlers; may be null */
        record Done(Object prepared) implements Outcome {}

        record Failed(Throwable failure) implements Outcome {}
    }

    /** The results of the preparations for the current messages, by type. */
    private record Prepared(Map<String, Outcome> byType) {

        static final Prepared NOTHING = new Prepared(Map.of());
    }

    private static final int ATTEMPTS = 5;

    private final Subscriptions subscriptions = new Subscriptions();
    private final List<UnitOfWork.Member> members;
    private final Transactions transactions;
    private final Inbox inbox;
    private final Outbox outbox;
    private final WaitingDeadLetters waiting;
    private final HandlingSpans spans;

    MessageHandling(
            @All List<MessageSubscriber> subscribers,
            @All List<UnitOfWork.Member> members,
            Transactions transactions,
            Inbox inbox,
            Outbox outbox,
            WaitingDeadLetters waiting,
            HandlingSpans spans) {
        subscribers.forEach(subscriber -> subscriber.subscribe(subscriptions));
        this.members = List.copyOf(members);
        this.transactions = transactions;
        this.inbox = inbox;
        this.outbox = outbox;
        this.waiting = waiting;
        this.spans = spans;
    }

    /** Includes messages that only a newer release can handle: they wait for one. */
    boolean isWanted(Readable message) {
        return subscriptions.to(message.context().type()).isPresent() || isForANewerRelease(message);
    }

    /**
     * Whether the message is meant for a newer release. An event of an unknown type does not concern this service. But a later major
     * version of a handled message replaces that message, and an unknown command in this service's own package, with a reply address, was
     * meant for this service.
     */
    private boolean isForANewerRelease(Readable message) {
        MessageContext context = message.context();
        return subscriptions.to(context.type()).isEmpty()
                && (subscriptions.isNewerThanKnown(context.type())
                        || context.replyTo().isPresent() && subscriptions.isOfKnownCommands(context.type()));
    }

    /**
     * Handles these messages in order in one transaction, except those handled before; fails with {@link HandlerFailed} or with the
     * database's error.
     */
    Uni<Void> handle(List<Readable> messages) {
        return prepare(messages)
                .chain(prepared -> transactions
                        .inNew(() -> handleTogether(messages, prepared))
                        // of what the batch wrote; a handler's own is a HandlerFailed
                        .onFailure(LostRace.class)
                        .retry()
                        .atMost(ATTEMPTS - 1));
    }

    private Uni<Void> handleTogether(List<Readable> messages, Prepared prepared) {
        Set<UUID> claimed = new HashSet<>();
        Map<Place, UUID> blockers = new HashMap<>();
        return UnitOfWork.of(
                members,
                new SubjectsOfMessages(messages, subscriptions),
                List.of(
                        inbox.claim(messages).invoke(claimed::addAll).replaceWithVoid(),
                        blockers(messages).invoke(blockers::putAll).replaceWithVoid()),
                () -> handleInOrder(unclaimed(messages, claimed), blockers, prepared));
    }

    /** Before the transaction, because it may call other services: runs each type's preparation once for all of its messages. */
    private Uni<Prepared> prepare(List<Readable> messages) {
        Map<String, List<Readable>> byType = messages.stream()
                .filter(message -> preparationFor(message).isPresent())
                .collect(Collectors.groupingBy(message -> message.context().type()));
        return byType.isEmpty()
                ? Uni.createFrom().item(Prepared.NOTHING)
                : Multi.createFrom()
                        .iterable(byType.values())
                        .onItem()
                        .transformToUniAndMerge(this::prepareOneType)
                        .collect()
                        .asMap(Map.Entry::getKey, Map.Entry::getValue)
                        .map(Prepared::new);
    }

    private Uni<Map.Entry<String, Outcome>> prepareOneType(List<Readable> messages) {
        Readable first = messages.getFirst();
        List<Message> payloads = messages.stream().flatMap(this::payload).toList();
        return transactions
                .apart(() -> preparationFor(first).orElseThrow().apply(payloads).<Object>map(it -> it))
                .<Outcome>map(done -> new Outcome.Done(done))
                .onFailure()
                .recoverWithItem(failure -> new Outcome.Failed(failure))
                .map(outcome -> Map.entry(first.context().type(), outcome));
    }

    /** Without unreadable payloads: their handler reports them. */
    private Stream<Message> payload(Readable message) {
        try {
            return Stream.of(subscriptions
                    .to(message.context().type())
                    .orElseThrow()
                    .parse(message.record().value()));
        } catch (InvalidProtocolBufferException unreadable) {
            return Stream.empty();
        }
    }

    private Optional<Function<List<Message>, Uni<?>>> preparationFor(Readable message) {
        return subscriptions.to(message.context().type()).flatMap(Subscription::preparation);
    }

    /** Queries the database only if there is a message whose order matters. */
    private Uni<Map<Place, UUID>> blockers(Collection<Readable> messages) {
        List<Place> places = messages.stream()
                .filter(this::isInOrder)
                .map(Place::of)
                .distinct()
                .toList();
        return places.isEmpty() ? Uni.createFrom().item(Map.of()) : waiting.firstAt(places);
    }

    boolean isInOrder(Readable message) {
        return isInOrder(message.context().type());
    }

    boolean isInOrder(String type) {
        return subscriptions.isInOrder(type);
    }

    /** Answers a command with a failure, instead of handling it. */
    Uni<Void> answerRefused(Readable command, Refusal refusal) {
        return transactions.inNew(() -> inbox.claim(List.of(command))
                .chain(claimed -> refuse(unclaimed(List.of(command), claimed), refusal, Optional.empty())));
    }

    private Uni<Void> refuse(List<Readable> commands, Refusal refusal, Optional<SpanContext> demand) {
        CommandFailed reply =
                CommandFailed.newBuilder().setReason(refusal.getMessage()).build();
        return oneAfterTheOther(
                commands, command -> spans.around(command, demand, () -> reply(command.context(), reply)));
    }

    /**
     * Handles a dead letter in one transaction, after {@code forget} has made the inbox accept it again. A refused command is answered,
     * which settles it too. Its span has a link to the current one, that of the operator's request.
     */
    Uni<Void> handleAgain(Readable message, Supplier<Uni<Void>> forget) {
        Optional<SpanContext> demand = spans.demand();
        return prepare(List.of(message))
                .chain(prepared -> transactions.inNew(() -> forget.get()
                        .chain(() -> inbox.claimAgain(message))
                        .chain(claimed -> oneAfterTheOther(
                                unclaimed(List.of(message), claimed),
                                unblocked -> handleOne(unblocked, demand, prepared)))))
                .onFailure(failure ->
                        isCommand(message) && Failures.refusal(failure).isPresent())
                .recoverWithUni(failure -> transactions.inNew(() -> forget.get()
                        .chain(() -> inbox.claimAgain(message))
                        .chain(claimed -> refuse(
                                unclaimed(List.of(message), claimed),
                                Failures.refusal(failure).orElseThrow(),
                                demand))));
    }

    /**
     * Handles these messages in order in one transaction for a new copy of the read model: {@code claim} runs first and returns those that
     * the copy lacks. They belong to no trace, because theirs ended long ago.
     */
    Uni<Void> handleForCopy(List<Readable> messages, Function<Collection<UUID>, Uni<Set<UUID>>> claim) {
        return prepare(messages)
                .chain(prepared -> transactions.inNew(() -> claim.apply(ids(messages))
                        .chain(claimed -> UnitOfWork.of(
                                members,
                                new SubjectsOfMessages(messages, subscriptions),
                                List.of(),
                                () -> oneAfterTheOther(
                                        unclaimed(messages, claimed), message -> dispatch(message, prepared))))));
    }

    /** The full protobuf names of the subscribed messages. */
    Set<String> types() {
        return subscriptions.types();
    }

    boolean handlesCommands() {
        return subscriptions.haveCommands();
    }

    Optional<Parser<? extends Message>> parserOf(String type) {
        return subscriptions.to(type).map(Subscription::parser);
    }

    boolean isCommand(Readable message) {
        return subscriptions
                .to(message.context().type())
                .filter(Subscription.ToCommand.class::isInstance)
                .isPresent();
    }

    private static List<UUID> ids(List<Readable> messages) {
        return messages.stream().map(Readable::id).toList();
    }

    /** Each once, even if the batch contains it twice. */
    private static List<Readable> unclaimed(List<Readable> messages, Set<UUID> claimed) {
        return messages.stream().filter(message -> claimed.remove(message.id())).toList();
    }

    /** A loop and not a recursion: hundreds of immediate completions would overflow the stack, and the result would never be reported. */
    private static Uni<Void> oneAfterTheOther(List<Readable> messages, Function<Readable, Uni<Void>> work) {
        return Multi.createFrom()
                .iterable(messages)
                .onItem()
                .transformToUniAndConcatenate(work::apply)
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Void> handleInOrder(List<Readable> messages, Map<Place, UUID> blockers, Prepared prepared) {
        return oneAfterTheOther(messages, message -> handleOne(message, blockers, prepared));
    }

    private Uni<Void> handleOne(Readable message, Map<Place, UUID> blockers, Prepared prepared) {
        UUID blocker = isInOrder(message) ? blockers.get(Place.of(message)) : null;
        if (blocker != null) {
            return Uni.createFrom().failure(new HandlerFailed(message, new HeldBack(blocker)));
        }
        return handleOne(message, Optional.empty(), prepared);
    }

    private Uni<Void> handleOne(Readable message, Optional<SpanContext> demand, Prepared prepared) {
        return spans.around(message, demand, () -> dispatch(message, prepared))
                .onFailure()
                .transform(failure -> new HandlerFailed(message, failure));
    }

    private Uni<Void> dispatch(Readable message, Prepared prepared) {
        String type = message.context().type();
        Subscription subscription = subscriptions.to(type).orElseThrow(() -> Unavailable.newer("a message " + type));
        Message payload = parse(subscription, message);
        return switch (prepared.byType().get(message.context().type())) {
            case null -> handle(subscription, payload, message.context(), null);
            case Outcome.Done(var forAll) -> handle(subscription, payload, message.context(), forAll);
            case Outcome.Failed(var failure) -> Uni.createFrom().failure(failure);
        };
    }

    private Uni<Void> handle(Subscription subscription, Message payload, MessageContext context, Object prepared) {
        return switch (subscription) {
            case Subscription.ToEvent event -> event.handler().handle(payload, context, prepared);
            case Subscription.ToCommand command ->
                command.handler().handle(payload, context, prepared).chain(reply -> reply(context, reply));
        };
    }

    private static Message parse(Subscription subscription, Readable message) {
        try {
            return subscription.parse(message.record().value());
        } catch (InvalidProtocolBufferException e) {
            throw new UnreadablePayload(
                    "its payload is no %s: %s".formatted(message.context().type(), e.getMessage()));
        }
    }

    private Uni<Void> reply(MessageContext command, Message payload) {
        return command.replyTo()
                .map(topic ->
                        outbox.publish(List.of(OutgoingMessage.reply(topic, UUID.fromString(command.key()), payload))))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }
}
