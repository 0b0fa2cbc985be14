package dev.mallbots.platform.service.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.StringValue;
import dev.mallbots.platform.fleet.Ports;
import dev.mallbots.platform.service.HostAddresses;
import dev.mallbots.platform.testing.NameServer;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** Real servers at one port of several loopback addresses, behind one name. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class PeerInstancesTest {

    private static final String NAME = "pods";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final MethodDescriptor<StringValue, StringValue> ASK =
            MethodDescriptor.<StringValue, StringValue>newBuilder()
                    .setType(MethodType.UNARY)
                    .setFullMethodName("mallbots.peer.v1.PeerService/Ask")
                    .setRequestMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
                    .setResponseMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
                    .build();

    private final Path names = Path.of("target", "names-" + UUID.randomUUID()).toAbsolutePath();
    private final NameServer dns = new NameServer(NAME, names);
    private final Vertx vertx = Vertx.vertx(new VertxOptions()
            .setAddressResolverOptions(
                    new AddressResolverOptions().addServer(dns.address()).setCacheMaxTimeToLive(0)));
    private final int port = Ports.free(1).getFirst();
    private final List<Server> servers = new ArrayList<>();
    private Channel peers;

    @BeforeEach
    void two_instances() throws IOException {
        listen("127.0.0.2", false);
        listen("127.0.0.3", false);
        NameServer.write(names, "127.0.0.2", "127.0.0.3");
        PeerInstances instances = new PeerInstances(
                vertx,
                new SmallRyeConfigBuilder()
                        .withDefaultValues(Map.of(
                                "quarkus.grpc.clients.peer.host", NAME, "quarkus.grpc.clients.peer.port", "" + port))
                        .build(),
                new HostAddresses(vertx));
        peers = ClientInterceptors.intercept(new Unresolved(), instances);
        await().atMost(PATIENCE).ignoreExceptions().until(() -> answering().equals(Set.of("127.0.0.2", "127.0.0.3")));
    }

    @AfterEach
    void close() {
        servers.forEach(Server::shutdownNow);
        vertx.close();
        dns.close();
    }

    @Test
    void an_added_instance_gets_calls_and_a_removed_one_gets_none() throws IOException {
        listen("127.0.0.4", false);
        NameServer.write(names, "127.0.0.3", "127.0.0.4");

        await().atMost(PATIENCE).until(() -> answering().equals(Set.of("127.0.0.3", "127.0.0.4")));
    }

    @Test
    void no_call_fails_because_an_instance_has_died() throws InterruptedException {
        servers.getFirst().shutdownNow().awaitTermination();

        await().atMost(PATIENCE).ignoreExceptions().until(() -> answering().equals(Set.of("127.0.0.3")));
        for (int time = 0; time < 20; time++) {
            assertThat(ask()).isEqualTo("127.0.0.3");
        }
    }

    @Test
    void an_instance_that_does_not_answer_fails_one_call_and_is_tried_last() throws IOException {
        listen("127.0.0.4", true);
        NameServer.write(names, "127.0.0.3", "127.0.0.4");

        await().atMost(PATIENCE).until(this::failsOnce);
        for (int time = 0; time < 6; time++) {
            assertThat(ask()).isEqualTo("127.0.0.3");
        }
    }

    private boolean failsOnce() {
        try {
            ask();
            return false;
        } catch (StatusRuntimeException silence) {
            return true;
        }
    }

    /** Quarkus's own channel, which is used while the name is not resolved. */
    private static final class Unresolved extends Channel {

        @Override
        public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
            throw new IllegalStateException("not resolved yet");
        }

        @Override
        public String authority() {
            return NAME;
        }
    }

    private Set<String> answering() {
        Set<String> all = new TreeSet<>();
        for (int time = 0; time < 6; time++) {
            all.add(ask());
        }
        return all;
    }

    /** Ends a call after some seconds, as {@link CallDeadlines} does after two. */
    private String ask() {
        var call = peers.newCall(ASK, CallOptions.DEFAULT);
        long timer = vertx.setTimer(3_000, late -> call.cancel("no answer in time", null));
        try {
            return ClientCalls.futureUnaryCall(call, StringValue.of("who?"))
                    .get(10, TimeUnit.SECONDS)
                    .getValue();
        } catch (ExecutionException e) {
            throw (StatusRuntimeException) e.getCause();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            vertx.cancelTimer(timer);
        }
    }

    private void listen(String address, boolean silent) throws IOException {
        servers.add(NettyServerBuilder.forAddress(new InetSocketAddress(address, port))
                .addService(ServerServiceDefinition.builder("mallbots.peer.v1.PeerService")
                        .addMethod(ASK, ServerCalls.<StringValue, StringValue>asyncUnaryCall((question, caller) -> {
                            if (!silent) {
                                caller.onNext(StringValue.of(address));
                                caller.onCompleted();
                            }
                        }))
                        .build())
                .build()
                .start());
    }
}
