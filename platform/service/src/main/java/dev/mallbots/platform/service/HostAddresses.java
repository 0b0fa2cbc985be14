package dev.mallbots.platform.service;

import io.netty.channel.EventLoop;
import io.netty.resolver.AddressResolver;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * All addresses of a host name, resolved once a second: in a cluster, and in Compose, each is an instance of a service. The lookup goes to
 * DNS without blocking an event loop and bypasses the JVM's cache of 30 s. It uses the hosts file and the search domains of {@code
 * resolv.conf} ({@code quarkus.vertx.resolver} changes their locations).
 *
 * <p>Guarantees: an added or removed address is reported within about a second of DNS's answer; a failed lookup, or one without addresses,
 * changes nothing.
 */
@Singleton
public class HostAddresses {

    private static final Logger LOG = Logger.getLogger(HostAddresses.class);
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final EventLoop loop;
    private volatile boolean stopped;

    public HostAddresses(Vertx vertx) {
        this.vertx = vertx;
        this.loop = vertx.nettyEventLoopGroup().next();
    }

    /** Whether this is an address itself, which needs no lookup. */
    public static boolean isAddress(String host) {
        return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
    }

    /**
     * Resolves the name from now on, until this process ends.
     *
     * @param host a name
     * @param changed receives all addresses, sorted and at least one, at first and at each change; called sequentially on an event loop
     */
    public void follow(String host, Consumer<List<String>> changed) {
        loop.execute(new Followed(host, changed)::ask);
    }

    void stop(@Observes ShutdownEvent stopping) {
        stopped = true;
    }

    private AddressResolver<InetSocketAddress> resolver() {
        return ((VertxInternal) vertx).nettyAddressResolverGroup().getResolver(loop);
    }

    /** All code runs on one event loop. */
    private final class Followed {

        private final String host;
        private final Consumer<List<String>> changed;
        private List<String> known = List.of();
        private boolean failing;

        Followed(String host, Consumer<List<String>> changed) {
            this.host = host;
            this.changed = changed;
        }

        void ask() {
            if (!stopped) {
                resolver()
                        .resolveAll(InetSocketAddress.createUnresolved(host, 0))
                        .addListener((Future<List<InetSocketAddress>> answer) -> {
                            take(answer);
                            vertx.setTimer(EVERY.toMillis(), again -> loop.execute(this::ask));
                        });
            }
        }

        private void take(Future<List<InetSocketAddress>> answer) {
            List<String> found = answer.isSuccess() ? texts(answer.getNow()) : List.of();
            if (found.isEmpty()) {
                warnOnce(answer.cause());
                return;
            }
            failing = false;
            if (!found.equals(known)) {
                LOG.infof("%s is at %s", host, String.join(", ", found));
                known = found;
                changed.accept(found);
            }
        }

        private void warnOnce(Throwable cause) {
            if (!failing) {
                failing = true;
                LOG.warnf("The addresses of %s can't be had now, those known before are used: %s", host, cause);
            }
        }
    }

    /** An instance with addresses of both kinds is one instance. */
    private static List<String> texts(List<InetSocketAddress> addresses) {
        List<InetAddress> all =
                addresses.stream().map(InetSocketAddress::getAddress).toList();
        Stream<InetAddress> ofFour = all.stream().filter(Inet4Address.class::isInstance);
        List<String> four = sorted(ofFour);
        return four.isEmpty() ? sorted(all.stream()) : four;
    }

    private static List<String> sorted(Stream<InetAddress> addresses) {
        return addresses.map(InetAddress::getHostAddress).distinct().sorted().toList();
    }
}
