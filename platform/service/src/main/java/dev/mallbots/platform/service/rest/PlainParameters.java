package dev.mallbots.platform.service.rest;

import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.kernel.Texts;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Checks texts in an address by the same rule as those in a body ({@link Texts#isText}). A parameter without a value is refused: a client
 * that sends {@code ?before=} has lost the value, and would take the answer for another one. Only {@code next} may be empty, which requests
 * the first page, so that a client can begin its loop with it.
 */
public class PlainParameters {

    private static final String NEXT = "next";

    @ServerRequestFilter
    void check(ContainerRequestContext request) {
        request.getUriInfo().getQueryParameters().forEach((name, values) -> {
            if (values.contains("") && !name.equals(NEXT)) {
                throw new RuleBroken(name, "must not be empty; leave it out to ask without it");
            }
            if (!values.stream().allMatch(Texts::isText)) {
                throw new RuleBroken(name, Texts.NO_TEXT);
            }
        });
    }
}
