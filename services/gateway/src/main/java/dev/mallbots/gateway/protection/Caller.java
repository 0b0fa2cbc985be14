package dev.mallbots.gateway.protection;

import io.netty.util.NetUtil;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.util.HexFormat;

/** The key of a limit. */
final class Caller {

    private static final int IPV6 = 16;
    private static final int NETWORK = 8;

    private Caller() {}

    /** The caller's name if it is known, else the address. No name can equal an address. */
    static String of(RoutingContext exchange) {
        if (exchange.user() instanceof QuarkusHttpUser user
                && !user.getSecurityIdentity().isAnonymous()) {
            return "name " + user.getSecurityIdentity().getPrincipal().getName();
        }
        return address(exchange.request().remoteAddress());
    }

    /** The network of an IPv6 address: one household, or one attacker, has all its addresses. */
    static String address(SocketAddress address) {
        String text = address.hostAddress();
        byte[] bytes = text == null ? null : NetUtil.createByteArrayFromIpAddressString(text);
        return bytes != null && bytes.length == IPV6
                ? HexFormat.of().formatHex(bytes, 0, NETWORK)
                : String.valueOf(text);
    }
}
