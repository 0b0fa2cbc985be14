package dev.mallbots.gateway.proxy;

import dev.mallbots.platform.kernel.Violation;
import dev.mallbots.platform.service.Problem;
import dev.mallbots.platform.service.Problems;

/** The error for a client whose body is rejected; the rest of the body is not read. */
final class BodyRefused extends RuntimeException {

    private final transient Problem problem;

    private BodyRefused(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    static BodyRefused tooLong() {
        return new BodyRefused(Problems.ofStatus(413));
    }

    static BodyRefused late() {
        return new BodyRefused(Problems.ofStatus(408));
    }

    static BodyRefused broken() {
        return new BodyRefused(Problems.badRequest(new Violation("body", "is not chunked as Transfer-Encoding says")));
    }

    static BodyRefused noRoom() {
        return new BodyRefused(Problems.unavailable("too much is on its way in at the moment; try again"));
    }

    Problem problem() {
        return problem;
    }
}
