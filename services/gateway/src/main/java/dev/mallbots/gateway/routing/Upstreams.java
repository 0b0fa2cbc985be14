package dev.mallbots.gateway.routing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** The addresses of the services: {@code mallbots.upstream.<service>}, one address or several separated by commas. */
@ConfigMapping(prefix = "mallbots.upstream")
public interface Upstreams {

    /** Only scheme, host and port of an address count. */
    @WithParentName
    Map<String, List<URI>> addresses();
}
