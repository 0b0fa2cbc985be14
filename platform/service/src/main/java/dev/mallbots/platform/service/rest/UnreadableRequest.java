package dev.mallbots.platform.service.rest;

import dev.mallbots.platform.service.Problem;

/**
 * The request is not valid HTTP. It is set as the cause of a request's decoder result, and {@link RouterErrors} answers it.
 */
public final class UnreadableRequest extends Exception {

    private final transient Problem problem;

    public UnreadableRequest(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
