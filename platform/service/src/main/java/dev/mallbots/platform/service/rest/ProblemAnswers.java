package dev.mallbots.platform.service.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mallbots.platform.service.Problem;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/** How a {@link Problem} goes out over HTTP, whether JAX-RS or a bare route answers. */
@Singleton
public class ProblemAnswers {

    private static final Logger LOG = Logger.getLogger(ProblemAnswers.class);
    private static final String JSON = "application/json";
    private static final String RETRY_AFTER_SECONDS = "1";

    private final ObjectMapper json;

    ProblemAnswers(ObjectMapper json) {
        this.json = json;
    }

    /**
     * What goes out.
     *
     * @param headers the media type among them
     * @param body JSON
     */
    public record Answer(int status, Map<String, String> headers, String body) {}

    /** Ends the exchange with this problem. When the head of an answer is already out, the connection is cut instead. */
    public void send(RoutingContext exchange, Problem problem, Throwable cause) {
        HttpServerResponse response = exchange.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            exchange.request().connection().close();
            return;
        }
        Answer answer = answer(
                problem, cause, pathOf(exchange.request()), exchange.request().getHeader("Accept"));
        response.setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        response.end(answer.body());
    }

    /** Of a request that can't be read there is none that could be told. */
    private static String pathOf(HttpServerRequest request) {
        return request.decoderResult().isFailure() ? "" : request.path();
    }

    /**
     * Completes a problem for its way out; a fault of ours is logged, under the trace id that the answer tells.
     *
     * @param cause what led to it, for the log; null when there is nothing to log
     * @param path the path asked for
     * @param accept the request's header; null when it has none
     */
    public Answer answer(Problem problem, Throwable cause, String path, String accept) {
        Problem placed = problem.at(path);
        Problem complete = placed.isOurFault() ? traced(cause == null ? placed : logged(placed, cause)) : placed;
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", mediaType(accept));
        switch (complete.status()) {
            case 401 -> headers.put("WWW-Authenticate", "Bearer");
            case 503 -> headers.put("Retry-After", RETRY_AFTER_SECONDS);
            default -> {}
        }
        return new Answer(complete.status(), headers, body(complete));
    }

    private static Problem logged(Problem problem, Throwable cause) {
        if (problem.status() == 500) {
            LOG.errorf(cause, "%s failed", problem.instance());
        } else {
            LOG.warnf("%s: %d, %s (%s)", problem.instance(), problem.status(), problem.detail(), cause);
        }
        return problem;
    }

    private static Problem traced(Problem problem) {
        SpanContext span = Span.current().getSpanContext();
        return span.isValid() ? problem.tracedAs(span.getTraceId()) : problem;
    }

    /** Problem's own media type, unless the client names {@code application/json} and nothing else. */
    private static String mediaType(String accept) {
        boolean onlyJson = accept != null
                && Arrays.stream(accept.split(","))
                        .map(range -> range.split(";")[0].strip())
                        .allMatch(JSON::equalsIgnoreCase);
        return onlyJson ? JSON : Problem.MEDIA_TYPE;
    }

    private String body(Problem problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
