package dev.mallbots.platform.pacts;

import com.google.protobuf.Message;
import dev.mallbots.platform.pacts.Reads.Reading;
import dev.mallbots.platform.service.security.OwnIdentity;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The gRPC calls of a service to other services, and what it reads of their answers.
 *
 * <pre>{@code
 * clients.of("stores", at -> StoresClient.at(at).offersOf(Set.of(BREAD)))
 *         .reads(StoresServiceGrpc.getGetProductsMethod(), "products.id", "products.price")
 *         .whenUnknown(Status.Code.OK);
 * }</pre>
 */
public final class Clients {

    /**
     * How a client reaches the other service.
     *
     * @param channel ends a call without an answer as the channel of an injected {@code @GrpcClient} does
     * @param identity has a token
     */
    public record Connection(Channel channel, OwnIdentity identity) {}

    /**
     * One call and its answer, as the client reads it.
     *
     * @param whenUnknown the status of the answer for an id that nothing has; empty if the client expects none
     */
    record Call(MethodDescriptor<?, ?> method, Reading answer, Optional<Status.Code> whenUnknown) {

        String name() {
            return method.getFullMethodName();
        }
    }

    /**
     * What a client does for one question of its service. It may make several calls for it, and ask for what an earlier answer named.
     *
     * @param ask makes the calls
     */
    record Conversation(String provider, Function<Connection, Uni<?>> ask, List<Call> calls) {}

    private final List<Conversation> conversations = new ArrayList<>();

    Clients() {}

    /**
     * @param provider the called service
     * @param ask one question to a new instance of the real client; each instance is asked once
     */
    public Of of(String provider, Function<Connection, Uni<?>> ask) {
        var conversation = new Conversation(provider, ask, new ArrayList<>());
        conversations.add(conversation);
        return new Of(conversation);
    }

    List<Conversation> conversations() {
        return List.copyOf(conversations);
    }

    Stream<Call> calls() {
        return conversations.stream().flatMap(conversation -> conversation.calls().stream());
    }

    /** The calls of one question. */
    public final class Of {

        private final Conversation conversation;

        private Of(Conversation conversation) {
            this.conversation = conversation;
        }

        /** @param fields the read fields of the answer, as in {@link Reads.From#message} */
        public <A extends Message> Of reads(MethodDescriptor<?, A> method, String... fields) {
            Message empty = emptyAnswer(method);
            var answer = Reading.of(conversation.provider(), "", empty, fields);
            conversation.calls().add(new Call(method, answer, Optional.empty()));
            return this;
        }

        /**
         * The call before asks for ids. This is the status of the answer if nothing has them; {@code OK} stands for an empty answer. Both are
         * no failure for the client.
         */
        public Of whenUnknown(Status.Code status) {
            Call last = conversation.calls().removeLast();
            conversation.calls().add(new Call(last.method(), last.answer(), Optional.of(status)));
            return this;
        }
    }

    static Message emptyAnswer(MethodDescriptor<?, ?> method) {
        return prototype(method.getResponseMarshaller());
    }

    static Message emptyRequest(MethodDescriptor<?, ?> method) {
        return prototype(method.getRequestMarshaller());
    }

    private static Message prototype(MethodDescriptor.Marshaller<?> marshaller) {
        return (Message) ((MethodDescriptor.PrototypeMarshaller<?>) marshaller).getMessagePrototype();
    }
}
