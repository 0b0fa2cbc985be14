package dev.mallbots.platform.service.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mallbots.platform.service.Problem;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Map;
import org.jboss.logging.Logger;

/** How a {@link Problem} goes out over HTTP, whether JAX-RS or a bare route answers. */
@Singleton
public class ProblemAnswers {

    private static final Logger LOG = Logger.getLogger(ProblemAnswers.class);
    private static final String JSON = "application/json";
    private static final int RETRY_AFTER_SECONDS = 1;

    private final ObjectMapper json;

    ProblemAnswers(ObjectMapper json) {
        this.json = json;
    }

    /** Ends the exchange with this problem. Safe to call when the head of an answer is already out: then the connection is cut. */
    public void send(RoutingContext exchange, Problem problem, Throwable cause) {
        HttpServerResponse response = exchange.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            exchange.request().connection().close();
            return;
        }
        Problem complete = complete(problem, cause, exchange.request().path());
        response.setStatusCode(complete.status());
        response.putHeader("Content-Type", mediaType(exchange.request().getHeader("Accept")));
        headers(complete).forEach(response::putHeader);
        response.end(body(complete));
    }

    /** With the path, and for a fault of ours the trace id, under which this logs it. */
    Problem complete(Problem problem, Throwable cause, String path) {
        Problem placed = problem.at(path);
        if (!placed.isOurFault()) {
            return placed;
        }
        if (placed.status() == 500) {
            LOG.errorf(cause, "%s failed", path);
        } else {
            LOG.warnf("%s: %d, %s (%s)", path, placed.status(), placed.detail(), cause);
        }
        SpanContext span = Span.current().getSpanContext();
        return span.isValid() ? placed.tracedAs(span.getTraceId()) : placed;
    }

    Map<String, String> headers(Problem problem) {
        return problem.status() == 503 ? Map.of("Retry-After", String.valueOf(RETRY_AFTER_SECONDS)) : Map.of();
    }

    /** Problem's own media type, unless the client names {@code application/json} and nothing else. */
    String mediaType(String accept) {
        boolean onlyJson = accept != null
                && Arrays.stream(accept.split(","))
                        .map(range -> range.split(";")[0].strip())
                        .allMatch(JSON::equalsIgnoreCase);
        return onlyJson ? JSON : Problem.MEDIA_TYPE;
    }

    String body(Problem problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
