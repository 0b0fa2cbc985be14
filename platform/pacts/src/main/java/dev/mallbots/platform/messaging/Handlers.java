package dev.mallbots.platform.messaging;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Runs the handlers of a service on single messages, for its pacts: no transaction, no inbox, no broker. It lies in this package because
 * only the platform may look at a {@link Subscriptions.Subscription}.
 */
public final class Handlers {

    private final Subscriptions subscriptions = new Subscriptions();

    public Handlers(List<? extends MessageSubscriber> subscribers) {
        subscribers.forEach(subscriber -> subscriber.subscribe(subscriptions));
    }

    /** The full protobuf names of the subscribed messages. */
    public Set<String> types() {
        return subscriptions.types();
    }

    /**
     * Handles a message as the platform does: from its bytes, after its preparation.
     *
     * @return the reply to a command; empty for an event
     */
    public Optional<Message> handle(Message message, MessageContext context) {
        var subscription = subscriptions.to(context.type()).orElseThrow();
        try {
            Message parsed = subscription.parse(message.toByteArray());
            Object prepared = subscription
                    .preparation()
                    .map(preparation ->
                            (Object) preparation.apply(List.of(parsed)).await().indefinitely())
                    .orElse(null);
            Uni<? extends Message> handled = switch (subscription) {
                case Subscriptions.Subscription.ToEvent event ->
                    event.handler().handle(parsed, context, prepared).map(nothing -> null);
                case Subscriptions.Subscription.ToCommand command ->
                    command.handler().handle(parsed, context, prepared);
            };
            return Optional.ofNullable(handled.await().indefinitely());
        } catch (InvalidProtocolBufferException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A reply of this service, as {@link MessageHandling} publishes it. */
    public static OutgoingMessage reply(String topic, UUID key, Message payload) {
        return OutgoingMessage.reply(topic, key, payload);
    }
}
