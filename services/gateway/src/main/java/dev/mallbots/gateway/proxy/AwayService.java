package dev.mallbots.gateway.proxy;

import dev.mallbots.gateway.routing.Busy;
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

/** Answers instead of a service: 503 when it is down, 504 when it does not answer, and the errors for rejected bodies. */
final class AwayService implements ProxyInterceptor {

    private final String service;
    private final ProblemAnswers answers;

    AwayService(String service, ProblemAnswers answers) {
        this.service = service;
        this.answers = answers;
    }

    @Override
    public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
        HttpServerRequest asked = context.request().proxiedRequest();
        return context.sendRequest().recover(failure -> {
            boolean nobodyListens = asked.response().closed();
            return nobodyListens ? Future.failedFuture(failure) : Future.succeededFuture(answer(context, failure));
        });
    }

    private ProxyResponse answer(ProxyContext context, Throwable failure) {
        HttpServerRequest asked = context.request().proxiedRequest();
        if (failure instanceof BodyRefused) {
            asked.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        ProblemAnswers.Answer answer =
                answers.answer(problem(failure), forTheLog(failure), asked.path(), asked.getHeader("Accept"));
        ProxyResponse response = context.request().release().response().setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        return response.setBody(Body.body(Buffer.buffer(answer.body())));
    }

    /** Not logged: under overload there are many, and Pressure has logged the overload once. */
    private static Throwable forTheLog(Throwable failure) {
        return failure instanceof Busy ? null : failure;
    }

    private Problem problem(Throwable failure) {
        return switch (failure) {
            case BodyRefused refused -> refused.problem();
            case TimeoutException silence ->
                Problems.silent("the " + service + " service gave no answer in time; whether it was done is not known");
            case Busy busy -> Problems.unavailable("the " + service + " service is busy at the moment; try again");
            default -> Problems.unavailable("the " + service + " service can't be reached at the moment");
        };
    }
}
