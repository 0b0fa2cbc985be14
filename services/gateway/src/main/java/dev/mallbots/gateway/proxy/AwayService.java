package dev.mallbots.gateway.proxy;

import dev.mallbots.platform.service.Problem;
import dev.mallbots.platform.service.Problems;
import dev.mallbots.platform.service.rest.ProblemAnswers;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyResponse;
import java.util.concurrent.TimeoutException;

/** Answers where a service can't: 503 when it is away, 504 when it keeps silent, 400 when too much was sent to it. */
final class AwayService implements ProxyInterceptor {

    private final String service;
    private final ProblemAnswers answers;

    AwayService(String service, ProblemAnswers answers) {
        this.service = service;
        this.answers = answers;
    }

    @Override
    public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
        return context.sendRequest().recover(failure -> Future.succeededFuture(answer(context, failure)));
    }

    private ProxyResponse answer(ProxyContext context, Throwable failure) {
        HttpServerRequest asked = context.request().proxiedRequest();
        ProblemAnswers.Answer answer =
                answers.answer(problem(context, failure), failure, asked.path(), asked.getHeader("Accept"));
        ProxyResponse response = context.request().release().response().setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        return response.setBody(Body.body(Buffer.buffer(answer.body())));
    }

    private Problem problem(ProxyContext context, Throwable failure) {
        if (context.request().getBody().stream() instanceof LimitedBody body && body.isTooLong()) {
            // the rest of it is not waited for
            context.request().proxiedRequest().response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            return Problems.ofStatus(413);
        }
        return failure instanceof TimeoutException
                ? Problems.silent(
                        "the " + service + " service gave no answer in time; whether it was done is not known")
                : Problems.unavailable("the " + service + " service can't be reached at the moment");
    }
}
