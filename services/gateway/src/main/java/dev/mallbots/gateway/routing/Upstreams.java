package dev.mallbots.gateway.routing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.Map;

/** Where the services are: {@code mallbots.upstream.<service>}. */
@ConfigMapping(prefix = "mallbots.upstream")
public interface Upstreams {

    @WithParentName
    Map<String, URI> addresses();

    /** A request to a service; of its address only scheme, host and port count. */
    default RequestOptions to(String service) {
        URI address = addresses().get(service);
        boolean secure = "https".equals(address.getScheme());
        int usualPort = secure ? 443 : 80;
        return new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setSsl(secure)
                .setHost(address.getHost())
                .setPort(address.getPort() == -1 ? usualPort : address.getPort());
    }
}
