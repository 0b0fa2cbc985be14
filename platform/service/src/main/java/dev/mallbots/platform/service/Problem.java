package dev.mallbots.platform.service;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.mallbots.platform.kernel.Violation;
import io.grpc.Status;
import java.util.List;

/**
 * The body of every answer that is not a success: RFC 9457's members and, beside them, those that clients of the gRPC
 * gateway know.
 *
 * @param type always {@code about:blank}: the status says what kind it is
 * @param title the status in words
 * @param status the HTTP status
 * @param detail a sentence for a person
 * @param instance the path asked for; empty when the request can't be read
 * @param code the gRPC status number
 * @param message the same as {@code detail}
 * @param violations what is wrong with which field
 * @param traceId under which the logs tell more; only where the fault is ours
 */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        int code,
        String message,
        List<Violation> violations,
        @JsonInclude(JsonInclude.Include.NON_NULL) String traceId) {

    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        violations = List.copyOf(violations);
    }

    /** @param title the HTTP status in words */
    public static Problem of(int status, String title, Status.Code code, String detail, List<Violation> violations) {
        return new Problem("about:blank", title, status, detail, "", code.value(), detail, violations, null);
    }

    /** @param path the path asked for */
    public Problem at(String path) {
        return new Problem(type, title, status, detail, path, code, message, violations, traceId);
    }

    public Problem tracedAs(String id) {
        return new Problem(type, title, status, detail, instance, code, message, violations, id);
    }

    /** A fault of ours and not of the caller: 501 and 505 are about what the caller sent. */
    @JsonIgnore
    public boolean isOurFault() {
        return status >= 500 && status != 501 && status != 505;
    }
}
