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
 * Which message goes to which handler. Handlers run inside the transaction that also holds the inbox's row: what they do and
 * what they publish happens once, however often the message comes.
 */
public final class Subscriptions {

    /**
     * Does what was asked for in one message.
     *
     * @param <M> the message
     * @param <P> what was prepared for it and others
     * @param <R> what it answers
     */
    @FunctionalInterface
    public interface PreparedHandler<M, P, R> {
        Uni<R> handle(M message, MessageContext context, P prepared);
    }

    /** One kind of message and who handles it. */
    sealed interface Subscription {

        Parser<? extends Message> parser();

        /** Asked before the transaction for what the handler needs, for all messages of this kind that are handled in it. */
        Optional<Function<List<Message>, Uni<?>>> preparation();

        /** Told of something that happened; whatever it throws means that the message could not be handled. */
        record ToEvent(
                Parser<? extends Message> parser,
                Optional<Function<List<Message>, Uni<?>>> preparation,
                boolean inOrder,
                PreparedHandler<Message, Object, Void> handler)
                implements Subscription {}

        /** Told to do something; answers, and a refusal is an answer too. */
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
     * @param handler a refusal from it means that the message can't be handled: it is kept as a dead letter. Having nothing
     *     to do is not a refusal.
     */
    public <M extends Message> Subscriptions event(Class<M> type, BiFunction<M, MessageContext, Uni<Void>> handler) {
        return addEvent(
                type,
                Optional.empty(),
                false,
                (message, context, nothing) -> handler.apply(type.cast(message), context));
    }

    /**
     * Like {@link #event}, for a handler that needs what others have to be asked for. Nobody may be asked inside a transaction, so
     * {@code prepare} asks before it, once for all messages of this type that are about to be handled together; in a transaction
     * of its own it may keep what it was told. When it fails, so do the handlers of this type's messages, and no others; each of
     * them is then prepared and handled again alone, so that a message that makes no sense fails nobody else's.
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
     * Like {@link #event}, for those who must not hear of the second change before the first: a copy made of many events.
     * While a message of its topic and key is a dead letter, later ones become dead letters behind it, and all are handled in
     * their order once the first one is.
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
     * @param handler answers with the reply; a refusal from it rolls back what it did and is answered as a failure, any other
     *     exception is a technical one and is tried again
     */
    public <M extends Message> Subscriptions command(
            Class<M> type, BiFunction<M, MessageContext, Uni<? extends Message>> handler) {
        return addCommand(
                type,
                Optional.empty(),
                (message, context, nothing) ->
                        handler.apply(type.cast(message), context).map(reply -> (Message) reply));
    }

    /** Like {@link #command}, prepared as {@link #event(Class, Function, PreparedHandler) an event} may be. */
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

    /** Full protobuf names of what is subscribed to. */
    public Set<String> types() {
        return Set.copyOf(byType.keySet());
    }

    boolean isInOrder(String type) {
        return byType.get(type) instanceof Subscription.ToEvent event && event.inOrder();
    }

    Optional<Subscription> to(String type) {
        return Optional.ofNullable(byType.get(type));
    }

    /** Whether it is one that is handled here, in a later major version than any that is: {@code x.v3.Y} where {@code x.v2.Y} is handled. */
    boolean isNewerThanKnown(String type) {
        return Version.of(type)
                .filter(newer -> byType.keySet().stream()
                        .flatMap(known -> Version.of(known).stream())
                        .anyMatch(newer::follows))
                .isPresent();
    }

    /** Whether it is of the package, in any version, of a command that is handled here: so it was meant for this service. */
    boolean isOfKnownCommands(String type) {
        return Version.of(type)
                .filter(unknown -> byType.entrySet().stream()
                        .filter(known -> known.getValue() instanceof Subscription.ToCommand)
                        .flatMap(known -> Version.of(known.getKey()).stream())
                        .anyMatch(known -> known.before().equals(unknown.before())))
                .isPresent();
    }

    /** A message's name without its major version, which is a part of its package, and that version. */
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
