package dev.mallbots.platform.service;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.mallbots.platform.kernel.Violation;
import io.grpc.Status;
import java.util.List;

/**
 * The body of every error: RFC 9457's members, and those that clients of the gRPC gateway know.
 *
 * @param type always {@code about:blank}: the status is the type
 * @param title the status in words
 * @param status the HTTP status
 * @param detail a sentence for a person
 * @param instance the requested path; empty if the request is unreadable
 * @param code the gRPC status number
 * @param message the same as {@code detail}
 * @param violations the wrong fields with their faults
 * @param traceId for finding the details in the logs; only for a fault of ours
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

    /** @param path the requested path */
    public Problem at(String path) {
        return new Problem(type, title, status, detail, path, code, message, violations, traceId);
    }

    public Problem tracedAs(String id) {
        return new Problem(type, title, status, detail, instance, code, message, violations, id);
    }

    /** A fault of ours and not of the caller: 501 and 505 are about the caller's request. */
    @JsonIgnore
    public boolean isOurFault() {
        return status >= 500 && status != 501 && status != 505;
    }
}
