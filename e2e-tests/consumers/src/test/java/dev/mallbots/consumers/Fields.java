package dev.mallbots.consumers;

import au.com.dius.pact.consumer.dsl.LambdaDslObject;
import java.math.BigDecimal;
import java.util.UUID;

/** Fields of answers and requests, with the matchers of their kinds. */
final class Fields {

    static final String TIME = "2030-01-31T12:00:00Z";
    static final BigDecimal AMOUNT = new BigDecimal("3.2");

    private static final String STATUSES = "pending|approved|rejected|in-progress|ready|completed|cancelled";

    private Fields() {}

    static UUID id(LambdaDslObject object, String field) {
        UUID id = Expectation.id(field);
        object.uuid(field, id);
        return id;
    }

    static void amount(LambdaDslObject object, String field) {
        object.numberType(field, AMOUNT);
    }

    static void time(LambdaDslObject object, String field) {
        object.stringMatcher(field, "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d.*Z", TIME);
    }

    static void orderStatus(LambdaDslObject object, String field, String example) {
        object.stringMatcher(field, STATUSES, example);
    }

    /** Any text but none. */
    static void text(LambdaDslObject object, String field, String example) {
        object.stringMatcher(field, "(?s).+", example);
    }

    /** All that a client reads of an answer that something was created. */
    static void created(LambdaDslObject answer) {
        id(answer, "id");
    }

    /** All that a client reads of a refusal. */
    static void reason(LambdaDslObject problem) {
        text(problem, "message", "no");
    }

    /** An id in a request that only the mall knows: the state has it by the same name. */
    static LambdaDslObject ofState(LambdaDslObject request, String name) {
        return request.valueFromProviderState(
                name, "${%s}".formatted(name), Expectation.id(name).toString());
    }
}
