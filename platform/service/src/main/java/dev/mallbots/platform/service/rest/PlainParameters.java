package dev.mallbots.platform.service.rest;

import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.kernel.Texts;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Texts in an address are held to the same rule as those of a body ({@link Texts#isText}). A parameter without a value is refused: a client that
 * asks for {@code ?before=} has lost what it meant to ask, and would take the answer to another question for its own. Only {@code next} may be empty,
 * which asks for the first page, so that a client can begin its loop with it.
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
