package dev.mallbots.clients;

import java.net.http.HttpResponse;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The calls that succeeded. */
final class Calls {

    private final Set<Call> calls = ConcurrentHashMap.newKeySet();

    private record Call(String method, String path) {}

    void note(HttpResponse<?> response) {
        if (response.statusCode() == 200) {
            calls.add(new Call(response.request().method(), response.uri().getPath()));
        }
    }

    boolean contain(Operation operation) {
        return calls.stream().anyMatch(call -> operation.isCalledBy(call.method(), call.path()));
    }
}
