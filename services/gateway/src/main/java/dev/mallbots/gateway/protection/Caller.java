package dev.mallbots.gateway.protection;

import io.netty.util.NetUtil;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.util.HexFormat;

/** Who a limit holds for. */
final class Caller {

    private static final int IPV6 = 16;
    private static final int NETWORK = 8;

    private Caller() {}

    /** The caller's name where it is known, else the address. No name can be taken for an address. */
    static String of(RoutingContext exchange) {
        if (exchange.user() instanceof QuarkusHttpUser user
                && !user.getSecurityIdentity().isAnonymous()) {
            return "name " + user.getSecurityIdentity().getPrincipal().getName();
        }
        return address(exchange.request().remoteAddress());
    }

    /** Of an IPv6 address only the network: one household, or one attacker, has all of it. */
    static String address(SocketAddress address) {
        String text = address.hostAddress();
        byte[] bytes = text == null ? null : NetUtil.createByteArrayFromIpAddressString(text);
        return bytes != null && bytes.length == IPV6
                ? HexFormat.of().formatHex(bytes, 0, NETWORK)
                : String.valueOf(text);
    }
}
