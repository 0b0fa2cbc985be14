package dev.mallbots.platform.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.LostRace;
import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.platform.kernel.Refusal;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.kernel.Unavailable;
import dev.mallbots.platform.kernel.Violation;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.quarkus.security.AuthenticationException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import java.nio.charset.CharacterCodingException;
import java.util.List;

/** Maps a throwable to the error for the caller: the only place that does so, for REST, gRPC and errors before them. */
public final class Problems {

    private static final String BODY = "body";

    private Problems() {}

    /** Never contains more than a caller may know: every unknown exception becomes a bare 500. */
    public static Problem of(Throwable thrown) {
        return switch (Causes.unwrapped(thrown)) {
            case Refusal refusal -> refused(refusal);
            case Unavailable away -> unavailable(away.getMessage());
            case ConstraintViolationException invalid ->
                BadFields.of(invalid).map(Problems::refused).orElseGet(Problems::internal);
            case JsonProcessingException unreadable -> BadJson.problem(unreadable);
            case WebApplicationException web
            when web.getCause() instanceof JsonProcessingException unreadable -> BadJson.problem(unreadable);
            case CharacterCodingException noText -> badRequest(new Violation(BODY, "is not text in UTF-8"));
            case WebApplicationException web -> ofStatus(web.getResponse().getStatus());
            case ForbiddenException forbidden -> ofStatus(403);
            case UnauthorizedException nobody -> ofStatus(401);
            case AuthenticationException nobody -> ofStatus(401);
            case StatusRuntimeException remote -> remote(remote.getStatus());
            case StatusException remote -> remote(remote.getStatus());
            case Throwable other
            when Away.isAnythingNeeded(other) -> unavailable("the service can't do its work at the moment; try again");
            case Throwable other -> internal();
        };
    }

    /** The error for an HTTP status alone. A body over the limit is reported like any other bad body. */
    public static Problem ofStatus(int status) {
        return switch (status) {
            case 400 -> badRequest("the request can't be read");
            case 401 ->
                Problem.of(401, "Unauthorized", Status.Code.UNAUTHENTICATED, "no or bad credentials", List.of());
            case 403 -> forbidden("this is not yours to do");
            case 404 ->
                Problem.of(404, "Not Found", Status.Code.NOT_FOUND, "there is nothing at this address", List.of());
            case 405 ->
                Problem.of(
                        405,
                        "Method Not Allowed",
                        Status.Code.UNIMPLEMENTED,
                        "this address does not take that method",
                        List.of());
            case 409 ->
                Problem.of(
                        409,
                        "Conflict",
                        Status.Code.FAILED_PRECONDITION,
                        "the state of things does not allow it now",
                        List.of());
            case 406 ->
                Problem.of(
                        406,
                        "Not Acceptable",
                        Status.Code.INVALID_ARGUMENT,
                        "there is no answer of a media type that the request accepts",
                        List.of());
            case 408 ->
                Problem.of(
                        408,
                        "Request Timeout",
                        Status.Code.DEADLINE_EXCEEDED,
                        "the request did not come whole in time",
                        List.of());
            case 413 -> badRequest(new Violation(BODY, "is larger than this service takes"));
            case 414 ->
                Problem.of(
                        414,
                        "URI Too Long",
                        Status.Code.INVALID_ARGUMENT,
                        "the address with its query is longer than this service takes",
                        List.of());
            case 415 ->
                Problem.of(
                        415,
                        "Unsupported Media Type",
                        Status.Code.INVALID_ARGUMENT,
                        "the body must be application/json",
                        List.of());
            case 422 ->
                Problem.of(
                        422,
                        "Unprocessable Content",
                        Status.Code.INVALID_ARGUMENT,
                        "the Idempotency-Key was used for another request",
                        List.of(new Violation("Idempotency-Key", "was used for another request")));
            case 429 ->
                Problem.of(
                        429,
                        "Too Many Requests",
                        Status.Code.RESOURCE_EXHAUSTED,
                        "too many requests; Retry-After says when there is room again",
                        List.of());
            case 431 ->
                Problem.of(
                        431,
                        "Request Header Fields Too Large",
                        Status.Code.INVALID_ARGUMENT,
                        "the headers are more, or longer, than this service takes",
                        List.of());
            case 501 ->
                Problem.of(
                        501,
                        "Not Implemented",
                        Status.Code.UNIMPLEMENTED,
                        "Transfer-Encoding must be chunked and nothing else",
                        List.of(new Violation("Transfer-Encoding", "must be chunked and nothing else")));
            case 503 -> unavailable("the service can't do its work at the moment; try again");
            case 504 -> silent("no answer in time; whether it was done is not known");
            case 505 ->
                Problem.of(
                        505,
                        "HTTP Version Not Supported",
                        Status.Code.UNIMPLEMENTED,
                        "the version of HTTP must be 1.1 or 1.0",
                        List.of());
            default ->
                status < 500
                        ? Problem.of(
                                status,
                                "Bad Request",
                                Status.Code.INVALID_ARGUMENT,
                                "the request can't be taken",
                                List.of())
                        : internal();
        };
    }

    /** A 503 that names the unavailable service. */
    public static Problem unavailable(String detail) {
        return Problem.of(503, "Service Unavailable", Status.Code.UNAVAILABLE, detail, List.of());
    }

    /** A 504 that names the service without an answer. */
    public static Problem silent(String detail) {
        return Problem.of(504, "Gateway Timeout", Status.Code.DEADLINE_EXCEEDED, detail, List.of());
    }

    /** A 403 with a reason. */
    public static Problem forbidden(String detail) {
        return Problem.of(403, "Forbidden", Status.Code.PERMISSION_DENIED, detail, List.of());
    }

    /** A 415 for a body with a content coding. */
    public static Problem unknownContentEncoding() {
        Violation violation = new Violation("Content-Encoding", "must be left out: bodies are read as they come");
        return Problem.of(
                415, ofStatus(415).title(), Status.Code.INVALID_ARGUMENT, violation.sentence(), List.of(violation));
    }

    /** A 400 for the request as a whole. */
    public static Problem badRequest(String detail) {
        return badRequest(detail, List.of());
    }

    /** A 400 for one field. */
    public static Problem badRequest(Violation violation) {
        return badRequest(violation.sentence(), List.of(violation));
    }

    private static Problem badRequest(String detail, List<Violation> violations) {
        return Problem.of(400, "Bad Request", Status.Code.INVALID_ARGUMENT, detail, violations);
    }

    static Problem refused(Refusal refusal) {
        String why = refusal.getMessage();
        return switch (refusal) {
            case NotFound missing -> Problem.of(404, "Not Found", Status.Code.NOT_FOUND, why, missing.violations());
            case RuleBroken broken -> badRequest(why, broken.violations());
            case LostRace lost -> Problem.of(409, "Conflict", Status.Code.ABORTED, why, lost.violations());
            case Conflict conflict ->
                Problem.of(409, "Conflict", Status.Code.FAILED_PRECONDITION, why, conflict.violations());
        };
    }

    /** An outgoing call to another service that failed in a way that our code does not expect. */
    private static Problem remote(Status status) {
        return switch (status.getCode()) {
            case UNAVAILABLE, DEADLINE_EXCEEDED ->
                unavailable("another service that is needed for the answer is away; try again");
            default -> internal();
        };
    }

    private static Problem internal() {
        return Problem.of(
                500, "Internal Server Error", Status.Code.INTERNAL, "something went wrong on our side", List.of());
    }
}
