package dev.mallbots.platform.idempotency;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.List;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Reads the key of a write over HTTP. */
public class KeyOfRequest {

    static final Set<String> WRITES = Set.of("POST", "PUT", "DELETE");

    @ServerRequestFilter
    public void accept(ContainerRequestContext request) {
        if (WRITES.contains(request.getMethod())) {
            RequestKey.accept(request.getHeaders().getOrDefault(RequestKey.HEADER, List.of()));
        }
    }
}
