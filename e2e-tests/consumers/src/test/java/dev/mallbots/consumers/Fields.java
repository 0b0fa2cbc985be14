package dev.mallbots.consumers;

import au.com.dius.pact.consumer.dsl.LambdaDslObject;
import java.math.BigDecimal;
import java.util.UUID;

/** Fields of answers, with the matchers of their kinds. */
final class Fields {

    static final String TIME = "2030-01-31T12:00:00Z";

    private static final String STATUSES = "pending|approved|rejected|in-progress|ready|completed|cancelled";

    private Fields() {}

    static UUID id(LambdaDslObject object, String field) {
        UUID id = Expectation.id(field);
        object.uuid(field, id);
        return id;
    }

    static void amount(LambdaDslObject object, String field) {
        object.numberType(field, new BigDecimal("3.2"));
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
}
