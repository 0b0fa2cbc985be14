package dev.mallbots.gateway.protection;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Finds the client behind the proxies in front of the gateway. A trusted proxy ({@code MALLBOTS_TRUSTED_PROXIES}: addresses, and networks
 * such as {@code 10.0.0.0/8} or {@code fd00::/8}) appends its caller's address to {@code X-Forwarded-For}. So the list is read from its
 * end: the first address that is not a trusted proxy's is the client's. The client may have written the ones before it.
 *
 * <p>Quarkus accepts the header from trusted callers only, but takes the first address of the list as the client's. Here the list is
 * reduced to the right one.
 */
@Singleton
class TrustedProxies {

    private static final String FORWARDED_FOR = "X-Forwarded-For";

    private final List<IpSubnetFilterRule> networks;

    TrustedProxies(@ConfigProperty(name = "quarkus.http.proxy.trusted-proxies") Optional<List<String>> networks) {
        this.networks = networks.orElse(List.of()).stream()
                .map(String::strip)
                .map(TrustedProxies::network)
                .toList();
    }

    /** @param peer the sender of the request with these headers */
    void keepOnlyTheClient(SocketAddress peer, HttpHeaders headers) {
        List<String> told = headers.getAll(FORWARDED_FOR);
        if (told.isEmpty() || !(peer instanceof InetSocketAddress address) || !isTrusted(address)) {
            return;
        }
        List<String> hops = told.stream()
                .flatMap(list -> Stream.of(list.split(",")))
                .map(String::strip)
                .toList();
        clientOf(hops)
                .ifPresentOrElse(client -> headers.set(FORWARDED_FOR, client), () -> headers.remove(FORWARDED_FOR));
    }

    /** Empty if a proxy reports a value that is not an address: then only the proxy itself is known. */
    private Optional<String> clientOf(List<String> hops) {
        Optional<String> last = Optional.empty();
        for (String hop : hops.reversed()) {
            Optional<InetSocketAddress> address = address(hop);
            if (address.isEmpty()) {
                return last;
            }
            last = address.map(known -> known.getAddress().getHostAddress());
            if (!isTrusted(address.get())) {
                return last;
            }
        }
        return last;
    }

    private boolean isTrusted(InetSocketAddress address) {
        return networks.stream().anyMatch(network -> network.matches(address));
    }

    /** Some proxies add the port. */
    private static Optional<InetSocketAddress> address(String hop) {
        String host = hop.startsWith("[") ? hop.replaceFirst("^\\[(.*)](:\\d+)?$", "$1") : hop;
        if (host.indexOf(':') == host.lastIndexOf(':')) {
            host = host.replaceFirst(":\\d+$", "");
        }
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(host);
        try {
            return bytes == null
                    ? Optional.empty()
                    : Optional.of(new InetSocketAddress(InetAddress.getByAddress(bytes), 0));
        } catch (UnknownHostException wrongLength) {
            return Optional.empty();
        }
    }

    private static IpSubnetFilterRule network(String text) {
        String[] parts = text.split("/", 2);
        try {
            InetAddress address = address(parts[0]).orElseThrow().getAddress();
            int bits = parts.length == 2 ? Integer.parseInt(parts[1]) : address.getAddress().length * Byte.SIZE;
            return new IpSubnetFilterRule(address, bits, IpFilterRuleType.ACCEPT);
        } catch (IllegalArgumentException | NoSuchElementException unreadable) {
            throw new ConfigurationException(
                    "MALLBOTS_TRUSTED_PROXIES must name addresses and networks, such as 10.0.0.0/8,fd00::/8, not '"
                            + text + "'.");
        }
    }
}
