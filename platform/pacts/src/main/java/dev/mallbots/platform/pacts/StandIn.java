package dev.mallbots.platform.pacts;

import com.google.protobuf.Message;
import dev.mallbots.platform.kernel.Unavailable;
import dev.mallbots.platform.pacts.Clients.Call;
import dev.mallbots.platform.pacts.Clients.Connection;
import dev.mallbots.platform.pacts.Clients.Conversation;
import dev.mallbots.platform.service.grpc.CallDeadlines;
import dev.mallbots.platform.service.security.OwnIdentity;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.Tokens;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientChannel;
import io.vertx.grpc.client.GrpcClientOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** A real gRPC server in the place of the called services. It answers as it is told, and notes what it is asked. */
final class StandIn implements AutoCloseable {

    /** The test fails if a client does not end within this time. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String TOKEN = "the-services-own-token";
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("Authorization", Metadata.ASCII_STRING_MARSHALLER);

    /** What the server does with a call. */
    sealed interface Reply {}

    record Answer(Message message) implements Reply {}

    record Refusal(Status.Code status) implements Reply {}

    record Silence() implements Reply {}

    /**
     * What a client has made of the replies.
     *
     * @param answer the client's result; null if it failed
     * @param failure why it failed; null if it did not
     * @param requests the received requests by the full name of their method
     */
    record Outcome(Object answer, String failure, Map<String, Message> requests) {

        boolean isUnavailable() {
            return failure != null && failure.startsWith(Unavailable.class.getName());
        }
    }

    /** One question; a late call of the question before does not disturb it. All by the full names of the methods. */
    private record Script(
            Map<String, MethodDescriptor<?, ?>> methods, Map<String, Reply> replies, Map<String, Message> requests) {

        ServerMethodDefinition<?, ?> definition(String name) {
            return methods.containsKey(name) ? definition(methods.get(name)) : null;
        }

        private <Q, A> ServerMethodDefinition<Q, A> definition(MethodDescriptor<Q, A> method) {
            return ServerMethodDefinition.create(method, ServerCalls.asyncUnaryCall((request, caller) -> {
                requests.put(method.getFullMethodName(), (Message) request);
                switch (replies.get(method.getFullMethodName())) {
                    case Answer(Message message) -> {
                        @SuppressWarnings("unchecked")
                        A answer = (A) message;
                        caller.onNext(answer);
                        caller.onCompleted();
                    }
                    case Refusal(Status.Code status) ->
                        caller.onError(status.toStatus().asException());
                    case Silence() -> {}
                }
            }));
        }
    }

    private final Vertx vertx = Vertx.vertx();
    private final GrpcClient client = GrpcClient.client(
            vertx,
            new GrpcClientOptions().setTransportOptions(new HttpClientOptions().setHttp2ClearTextUpgrade(false)));
    private final Set<String> withoutToken = ConcurrentHashMap.newKeySet();
    private final Server server;
    private volatile Script script = new Script(Map.of(), Map.of(), Map.of());

    StandIn() {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .fallbackHandlerRegistry(new HandlerRegistry() {
                    @Override
                    public ServerMethodDefinition<?, ?> lookupMethod(String name, String authority) {
                        return script.definition(name);
                    }
                })
                .intercept(new NotesMissingTokens())
                .build();
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class NotesMissingTokens implements ServerInterceptor {

        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            if (!("Bearer " + TOKEN).equals(headers.get(AUTHORIZATION))) {
                withoutToken.add(call.getMethodDescriptor().getFullMethodName());
            }
            return next.startCall(call, headers);
        }
    }

    /** Lets a new client ask, and gives an example to each of its calls. */
    Outcome examples(Conversation conversation) {
        return ask(conversation, Map.of(), PATIENCE);
    }

    /** Lets a new client ask; this call gets this reply, and the others an example. */
    Outcome replying(Conversation conversation, Call call, Reply reply) {
        return ask(conversation, Map.of(call.name(), reply), PATIENCE);
    }

    /** Lets a new client ask, and never answers this call. */
    Outcome silent(Conversation conversation, Call call, Duration deadline) {
        return ask(conversation, Map.of(call.name(), new Silence()), deadline);
    }

    /** The methods that were ever called without the service's own token. */
    Set<String> calledWithoutToken() {
        return Set.copyOf(withoutToken);
    }

    private Outcome ask(Conversation conversation, Map<String, Reply> special, Duration deadline) {
        Map<String, Message> requests = new ConcurrentHashMap<>();
        script = new Script(
                conversation.calls().stream().collect(Collectors.toMap(Call::name, Call::method)),
                conversation.calls().stream()
                        .collect(Collectors.toMap(
                                Call::name,
                                call -> special.getOrDefault(
                                        call.name(), new Answer(call.answer().example())))),
                requests);
        try {
            Object answer =
                    onAnEventLoop(conversation, connection(deadline)).await().atMost(PATIENCE);
            return new Outcome(answer, null, Map.copyOf(requests));
        } catch (TimeoutException endless) {
            throw new AssertionError("the client does not end: " + conversation + " " + special, endless);
        } catch (RuntimeException failure) {
            return new Outcome(null, failure.toString(), Map.copyOf(requests));
        }
    }

    /** As in a service, where the caller's context makes the call, receives the answer and runs the timer of the deadline. */
    private Uni<Object> onAnEventLoop(Conversation conversation, Connection at) {
        return Uni.createFrom()
                .<Object>deferred(() -> conversation.ask().apply(at).map(answer -> answer))
                .runSubscriptionOn(turn -> vertx.runOnContext(ignored -> turn.run()));
    }

    private Connection connection(Duration deadline) {
        Channel channel = new GrpcClientChannel(
                client,
                SocketAddress.inetSocketAddress(
                        server.getPort(), InetAddress.getLoopbackAddress().getHostAddress()));
        return new Connection(
                ClientInterceptors.intercept(channel, new CallDeadlines(vertx, deadline)),
                new OwnIdentity(issuer(), true));
    }

    private static OidcClient issuer() {
        var token = new Tokens(TOKEN, Long.MAX_VALUE / 2_000, null, null, null, null, "client");
        return (OidcClient) Proxy.newProxyInstance(
                OidcClient.class.getClassLoader(),
                new Class<?>[] {OidcClient.class},
                (proxy, method, arguments) ->
                        Map.of("getTokens", Uni.createFrom().item(token)).get(method.getName()));
    }

    @Override
    public void close() {
        server.shutdownNow();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
