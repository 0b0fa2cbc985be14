package dev.mallbots.consumers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;

/** The mall's answer to a call that it does not do. */
final class Refused extends RuntimeException {

    private final int status;
    private final String body;
    private final transient JsonMapper json;

    /** @param body a problem document (RFC 9457) */
    Refused(int status, String body, JsonMapper json) {
        super(status + ": " + body);
        this.status = status;
        this.body = body;
        this.json = json;
    }

    private record Problem(String message) {}

    private record BadInput(List<Violation> violations) {}

    /** @param field its place in the request */
    record Violation(String field, String message) {}

    /** As in HTTP. */
    int status() {
        return status;
    }

    /** The reason, for the user. */
    String reason() {
        return parsed(Problem.class).message();
    }

    /** The fields of a form that the user has to correct. */
    List<Violation> violations() {
        return parsed(BadInput.class).violations();
    }

    private <T> T parsed(Class<T> type) {
        try {
            return json.readValue(body, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a refusal without a reason: " + body, e);
        }
    }
}
