package dev.mallbots.platform.service;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.PropertiesConfigSource;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * The addresses of other services: {@code MALLBOTS_ORDER_SAGA_URL=http://10.0.0.7:8087} becomes {@code mallbots.order-saga.host} and {@code
 * mallbots.order-saga.port}, because a gRPC client needs two settings. Of several addresses, separated by commas, it takes the first. Each
 * client has its own default:
 *
 * <pre>
 * quarkus.grpc.clients.order-saga.host=${mallbots.order-saga.host:127.0.0.1}
 * quarkus.grpc.clients.order-saga.port=${mallbots.order-saga.port:8087}
 * </pre>
 */
public final class PeerAddresses implements ConfigSourceFactory {

    /** Below every other source, so that every other source can override it. */
    private static final int ORDINAL = 50;

    private static final Pattern VARIABLE = Pattern.compile("MALLBOTS_([A-Z0-9_]+)_URL");

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        Settings settings = new Settings(context);
        Map<String, String> addresses = new HashMap<>();
        settings.names().forEach(name -> {
            Matcher variable = VARIABLE.matcher(name);
            if (variable.matches()) {
                String service = variable.group(1).toLowerCase(Locale.ROOT).replace('_', '-');
                addresses.putAll(hostAndPort(name, service, settings.find(name).orElse("")));
            }
        });
        return List.of(new PropertiesConfigSource(addresses, "MallBots addresses of other services", ORDINAL));
    }

    static Map<String, String> hostAndPort(String variable, String service, String url) {
        URI uri = URI.create(url.split(",")[0].strip());
        if (uri.getHost() == null) {
            throw new IllegalArgumentException(
                    variable + " must be a URL such as http://127.0.0.1:8080, not '" + url + "'");
        }
        int usual = "https".equals(uri.getScheme()) ? 443 : 80;
        int port = uri.getPort() < 0 ? usual : uri.getPort();
        return Map.of("mallbots." + service + ".host", uri.getHost(), "mallbots." + service + ".port", "" + port);
    }
}
