package dev.mallbots.platform.service.rest;

import dev.mallbots.platform.service.Problem;

/**
 * What a client sends is not HTTP as it should be. Set as the cause of a request's decoder result, it is what {@link RouterErrors} answers.
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
