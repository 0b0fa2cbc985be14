package dev.mallbots.platform.service.grpc;

import dev.mallbots.platform.service.HostAddresses;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.quarkus.grpc.GlobalInterceptor;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientChannel;
import io.vertx.grpc.client.GrpcClientOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.Prioritized;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.Config;

/**
 * Distributes the calls to another service over all addresses of its host name ({@code quarkus.grpc.clients.NAME.host}), in turn, and
 * follows their changes ({@link HostAddresses}). Quarkus's own channel keeps one connection, to the first address. NAME is the second part
 * of the package of the gRPC service: {@code mallbots.NAME.v1}.
 *
 * <p>An instance that is {@code UNAVAILABLE} before its answer begins is replaced by the next one. It may have executed the call already, so
 * this is for calls that are safe to repeat: the services ask each other for data only. An instance that did not answer a call
 * until its deadline is tried last for ten seconds. Clients whose host is an address or {@code localhost}, and calls that are not unary, use Quarkus's own
 * channel.
 */
@GlobalInterceptor
@ApplicationScoped
public class PeerInstances implements ClientInterceptor, Prioritized {

    /** Half of a call's time limit ({@code mallbots.grpc.deadline}), so that another instance can be tried within it. */
    private static final Duration CONNECT = Duration.ofSeconds(1);

    private static final Duration LAST_FOR = Duration.ofSeconds(10);

    /** The host of a client for which none is set; in a test Quarkus then directs it to the port that the test's own server got. */
    private static final String QUARKUS_DEFAULT = "localhost";

    private final Config config;
    private final HostAddresses hosts;
    private final GrpcClient client;
    private final Map<String, Optional<Peer>> peers = new ConcurrentHashMap<>();

    PeerInstances(Vertx vertx, Config config, HostAddresses hosts) {
        this.config = config;
        this.hosts = hosts;
        this.client = GrpcClient.client(
                vertx,
                new GrpcClientOptions()
                        .setTransportOptions(new HttpClientOptions()
                                .setHttp2ClearTextUpgrade(false)
                                .setConnectTimeout((int) CONNECT.toMillis())));
    }

    /** The last interceptor before the network. */
    @Override
    public int getPriority() {
        return Integer.MIN_VALUE;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        List<SocketAddress> instances = method.getType() == MethodType.UNARY
                ? peer(method).map(Peer::inTurn).orElse(List.of())
                : List.of();
        return instances.isEmpty()
                ? next.newCall(method, options)
                : new CallInTurn<>(
                        instances,
                        at -> new GrpcClientChannel(client, at).newCall(method, options),
                        silent -> peer(method).ifPresent(peer -> peer.comesLast(silent)));
    }

    private Optional<Peer> peer(MethodDescriptor<?, ?> method) {
        String[] name = String.valueOf(method.getServiceName()).split("\\.");
        return name.length < 3 ? Optional.empty() : peers.computeIfAbsent(name[1], this::peer);
    }

    private Optional<Peer> peer(String name) {
        String client = "quarkus.grpc.clients." + name;
        return config.getOptionalValue(client + ".host", String.class)
                .filter(host -> !HostAddresses.isAddress(host) && !host.equals(QUARKUS_DEFAULT))
                .map(host -> new Peer(host, config.getValue(client + ".port", Integer.class)));
    }

    private final class Peer {

        private final AtomicInteger turn = new AtomicInteger();
        private final Map<SocketAddress, Instant> silentAt = new ConcurrentHashMap<>();
        private volatile List<SocketAddress> instances = List.of();

        Peer(String host, int port) {
            hosts.follow(host, addresses -> {
                instances = addresses.stream()
                        .map(address -> SocketAddress.inetSocketAddress(port, address))
                        .toList();
                silentAt.keySet().retainAll(instances);
            });
        }

        /** None until the first lookup: Quarkus's own channel resolves the name meanwhile. */
        List<SocketAddress> inTurn() {
            List<SocketAddress> all = new ArrayList<>(instances);
            if (!all.isEmpty()) {
                Collections.rotate(all, -Math.floorMod(turn.getAndIncrement(), all.size()));
                Instant moment = Instant.now().minus(LAST_FOR);
                all.sort(Comparator.comparing(
                        instance -> silentAt.getOrDefault(instance, Instant.MIN).isAfter(moment)));
            }
            return all;
        }

        void comesLast(SocketAddress silent) {
            silentAt.put(silent, Instant.now());
        }
    }
}
