package dev.mallbots.platform.service.rest;

import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.service.Fields;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Texts in an address are held to the same rule as those of a body ({@link Fields#isText}). */
public class PlainParameters {

    @ServerRequestFilter
    void check(ContainerRequestContext request) {
        request.getUriInfo().getQueryParameters().forEach((name, values) -> {
            if (!values.stream().allMatch(Fields::isText)) {
                throw new RuleBroken(name, Fields.NO_TEXT);
            }
        });
    }
}
