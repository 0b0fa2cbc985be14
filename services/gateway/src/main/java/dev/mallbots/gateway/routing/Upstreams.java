package dev.mallbots.gateway.routing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Where the services are: {@code mallbots.upstream.<service>}, one address or several with commas between them. */
@ConfigMapping(prefix = "mallbots.upstream")
public interface Upstreams {

    /** Of an address only scheme, host and port count. */
    @WithParentName
    Map<String, List<URI>> addresses();
}
