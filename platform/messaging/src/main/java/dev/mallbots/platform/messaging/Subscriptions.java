package dev.mallbots.platform.messaging;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.smallrye.mutiny.Uni;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Maps messages to handlers. A handler runs inside the transaction with the inbox's row, so its effects and its messages happen once, in
 * spite of repeated deliveries.
 */
public final class Subscriptions {

    /**
     * Handles one message.
     *
     * @param <M> the message
     * @param <P> the result of the preparation
     * @param <R> the result of the handler
     */
    @FunctionalInterface
    public interface PreparedHandler<M, P, R> {
        Uni<R> handle(M message, MessageContext context, P prepared);
    }

    /** One type of message and its handler. */
    sealed interface Subscription {

        Parser<? extends Message> parser();

        /** Fetches, before the transaction, the data that the handler needs, for all messages of this type in the transaction. */
        Optional<Function<List<Message>, Uni<?>>> preparation();

        /** Handles an event; any exception means that the message could not be handled. */
        record ToEvent(
                Parser<? extends Message> parser,
                Optional<Function<List<Message>, Uni<?>>> preparation,
                boolean inOrder,
                PreparedHandler<Message, Object, Void> handler)
                implements Subscription {}

        /** Handles a command; its result, or a refusal, is the reply. */
        record ToCommand(
                Parser<? extends Message> parser,
                Optional<Function<List<Message>, Uni<?>>> preparation,
                PreparedHandler<Message, Object, Message> handler)
                implements Subscription {}

        default Message parse(byte[] payload) throws InvalidProtocolBufferException {
            return parser().parseFrom(payload);
        }
    }

    private final Map<String, Subscription> byType = new HashMap<>();

    /**
     * @param type the generated protobuf class
     * @param handler a refusal makes the message a dead letter. An event without an effect is not a refusal.
     */
    public <M extends Message> Subscriptions event(Class<M> type, BiFunction<M, MessageContext, Uni<Void>> handler) {
        return addEvent(
                type,
                Optional.empty(),
                false,
                (message, context, nothing) -> handler.apply(type.cast(message), context));
    }

    /**
     * Like {@link #event}, for a handler that needs data of another service. No other service may be called inside a transaction, so {@code
     * prepare} runs before it, once for all messages of this type that are going to be handled together; it may store the data in a
     * transaction of its own. When it fails, the messages of this type fail, and no others; each is then prepared and handled again alone,
     * so that an invalid message affects no other.
     */
    @SuppressWarnings("unchecked")
    public <M extends Message, P> Subscriptions event(
            Class<M> type, Function<List<M>, Uni<P>> prepare, PreparedHandler<M, P, Void> handler) {
        return addEvent(
                type,
                preparation(type, prepare),
                false,
                (message, context, prepared) -> handler.handle(type.cast(message), context, (P) prepared));
    }

    /**
     * Like {@link #event}, for handlers that depend on the order: a copy built from many events. While a message of its topic and key is a
     * dead letter, later ones become dead letters too, and all are handled in order once the first one is.
     */
    public <M extends Message> Subscriptions eventInOrder(
            Class<M> type, BiFunction<M, MessageContext, Uni<Void>> handler) {
        return addEvent(
                type,
                Optional.empty(),
                true,
                (message, context, nothing) -> handler.apply(type.cast(message), context));
    }

    private Subscriptions addEvent(
            Class<? extends Message> type,
            Optional<Function<List<Message>, Uni<?>>> preparation,
            boolean inOrder,
            PreparedHandler<Message, Object, Void> handler) {
        return add(type, new Subscription.ToEvent(parserOf(type), preparation, inOrder, handler));
    }

    /**
     * @param type the generated protobuf class
     * @param handler returns the reply; a refusal rolls its effects back and is answered as a failure; any other exception is technical and
     *       is retried
     */
    public <M extends Message> Subscriptions command(
            Class<M> type, BiFunction<M, MessageContext, Uni<? extends Message>> handler) {
        return addCommand(
                type,
                Optional.empty(),
                (message, context, nothing) ->
                        handler.apply(type.cast(message), context).map(reply -> (Message) reply));
    }

    /** Like {@link #command}, with a preparation as for {@link #event(Class, Function, PreparedHandler) an event}. */
    @SuppressWarnings("unchecked")
    public <M extends Message, P, R extends Message> Subscriptions command(
            Class<M> type, Function<List<M>, Uni<P>> prepare, PreparedHandler<M, P, R> handler) {
        return addCommand(
                type,
                preparation(type, prepare),
                (message, context, prepared) -> handler.handle(type.cast(message), context, (P) prepared)
                        .map(reply -> (Message) reply));
    }

    private Subscriptions addCommand(
            Class<? extends Message> type,
            Optional<Function<List<Message>, Uni<?>>> preparation,
            PreparedHandler<Message, Object, Message> handler) {
        return add(type, new Subscription.ToCommand(parserOf(type), preparation, handler));
    }

    private static <M extends Message> Optional<Function<List<Message>, Uni<?>>> preparation(
            Class<M> type, Function<List<M>, ? extends Uni<?>> prepare) {
        return Optional.of(
                messages -> prepare.apply(messages.stream().map(type::cast).toList()));
    }

    /** The full protobuf names of the subscribed messages. */
    public Set<String> types() {
        return Set.copyOf(byType.keySet());
    }

    boolean haveCommands() {
        return byType.values().stream().anyMatch(Subscription.ToCommand.class::isInstance);
    }

    boolean isInOrder(String type) {
        return byType.get(type) instanceof Subscription.ToEvent event && event.inOrder();
    }

    Optional<Subscription> to(String type) {
        return Optional.ofNullable(byType.get(type));
    }

    /** Whether the type is a later major version of a handled type: {@code x.v3.Y} where {@code x.v2.Y} is handled. */
    boolean isNewerThanKnown(String type) {
        return Version.of(type)
                .filter(newer -> byType.keySet().stream()
                        .flatMap(known -> Version.of(known).stream())
                        .anyMatch(newer::follows))
                .isPresent();
    }

    /** Whether the type is in the package, in any version, of a handled command, and so was meant for this service. */
    boolean isOfKnownCommands(String type) {
        return Version.of(type)
                .filter(unknown -> byType.entrySet().stream()
                        .filter(known -> known.getValue() instanceof Subscription.ToCommand)
                        .flatMap(known -> Version.of(known.getKey()).stream())
                        .anyMatch(known -> known.before().equals(unknown.before())))
                .isPresent();
    }

    /** A message's name without its major version, which is part of its package, and that version. */
    private record Version(String before, int major, String after) {

        private static final Pattern NAME = Pattern.compile("(.+\\.)v(\\d{1,9})(\\..+)");

        static Optional<Version> of(String type) {
            Matcher parts = NAME.matcher(type);
            return parts.matches()
                    ? Optional.of(new Version(parts.group(1), Integer.parseInt(parts.group(2)), parts.group(3)))
                    : Optional.empty();
        }

        boolean follows(Version known) {
            return before.equals(known.before) && after.equals(known.after) && major > known.major;
        }
    }

    private Subscriptions add(Class<? extends Message> type, Subscription subscription) {
        String name = defaultOf(type).getDescriptorForType().getFullName();
        if (byType.put(name, subscription) != null) {
            throw new IllegalStateException("two handlers want " + name);
        }
        return this;
    }

    @SuppressWarnings("unchecked")
    private static <M extends Message> Parser<M> parserOf(Class<M> type) {
        return (Parser<M>) defaultOf(type).getParserForType();
    }

    private static Message defaultOf(Class<? extends Message> type) {
        return com.google.protobuf.Internal.getDefaultInstance(type);
    }
}
