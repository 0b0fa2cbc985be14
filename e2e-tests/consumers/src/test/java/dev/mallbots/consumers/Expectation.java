package dev.mallbots.consumers;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import au.com.dius.pact.consumer.dsl.HttpInteractionBuilder;
import au.com.dius.pact.consumer.dsl.HttpRequestBuilder;
import au.com.dius.pact.consumer.dsl.LambdaDsl;
import au.com.dius.pact.consumer.dsl.LambdaDslObject;
import au.com.dius.pact.consumer.dsl.Matchers;
import au.com.dius.pact.core.model.ProviderState;
import au.com.dius.pact.core.model.matchingrules.RegexMatcher;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One interaction of a pact: in which state of the mall a client asks what, and which fields of the answer it reads. A value that only the
 * mall knows is written as <code>${name}</code>: the provider's test takes it from the state. The client's test uses {@link #id}.
 */
final class Expectation<C> {

    private static final String ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final Pattern NAME = Pattern.compile("\\$\\{(\\w+)}");

    private final ClientPact<C> pact;
    private final HttpInteractionBuilder interaction;
    private final String description;
    private Optional<String> token = Optional.empty();

    Expectation(ClientPact<C> pact, String description) {
        this.pact = pact;
        this.description = description;
        interaction = new HttpInteractionBuilder(description, new ArrayList<>(), new ArrayList<>()).key(description);
    }

    /** The value of an id in the client's test. */
    static UUID id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    Expectation<C> given(String state) {
        interaction.build().getProviderStates().add(new ProviderState(state));
        return this;
    }

    /** @param role the state has the user's token as {@code ROLEToken} */
    Expectation<C> as(String role) {
        String shown = "token-of-the-" + role;
        token = Optional.of(shown);
        request(it -> it.header(
                "Authorization", Matchers.fromProviderState("Bearer ${%sToken}".formatted(role), "Bearer " + shown)));
        return this;
    }

    Expectation<C> get(String path) {
        return asks("GET", path);
    }

    Expectation<C> delete(String path) {
        return asks("DELETE", path).once();
    }

    Expectation<C> put(String path) {
        return asks("PUT", path).once();
    }

    Expectation<C> put(String path, Consumer<LambdaDslObject> body) {
        return asks("PUT", path).once().with(body);
    }

    Expectation<C> post(String path) {
        return asks("POST", path).once();
    }

    Expectation<C> post(String path, Consumer<LambdaDslObject> body) {
        return asks("POST", path).once().with(body);
    }

    /** A search, whose repetition harms nobody. */
    Expectation<C> search(String path, Consumer<LambdaDslObject> body) {
        return asks("POST", path).with(body);
    }

    /** @param value may contain names of the state */
    Expectation<C> parameter(String name, String value) {
        return request(it -> it.queryParameter(
                name, value.contains("${") ? Matchers.fromProviderState(value, example(value)) : value));
    }

    Expectation<C> header(String name, String value) {
        return request(it -> it.header(name, value));
    }

    private Expectation<C> asks(String method, String path) {
        return request(it -> path.contains("${")
                ? it.method(method).path(Matchers.fromProviderState(path, example(path)))
                : it.method(method).path(path));
    }

    private Expectation<C> once() {
        return request(it -> it.header(
                "Idempotency-Key",
                Matchers.regexp(ID, id(pact.name() + ": " + description).toString())));
    }

    private Expectation<C> with(Consumer<LambdaDslObject> body) {
        return request(it -> it.body(LambdaDsl.newJsonBody(body::accept).build()));
    }

    private Expectation<C> request(Function<HttpRequestBuilder, HttpRequestBuilder> change) {
        interaction.withRequest(change::apply);
        return this;
    }

    private static String example(String text) {
        return NAME.matcher(text).replaceAll(name -> id(name.group(1)).toString());
    }

    /** The client gets what it asked for, and returns it. */
    <T> T answered(Consumer<LambdaDslObject> fields, Function<C, T> call) {
        interaction.willRespondWith(
                it -> it.status(200).body(LambdaDsl.newJsonBody(fields::accept).build()));
        return pact.run(interaction.build(), token, call);
    }

    /** The client reads nothing but that its wish is done. */
    void done(Consumer<C> call) {
        interaction.willRespondWith(it -> it.status(200));
        pact.run(interaction.build(), token, client -> {
            call.accept(client);
            return "done";
        });
    }

    /** The client gets a stream of events. @param pattern of the whole stream */
    void streamed(String pattern, String example, Consumer<C> call) {
        request(it -> it.header("Accept", "text/event-stream"));
        interaction.willRespondWith(it -> {
            var answer = it.status(200).body(example, "text/event-stream");
            answer.build().getMatchingRules().addCategory("body").addRule("$", new RegexMatcher(pattern, example));
            return answer;
        });
        pact.run(interaction.build(), token, client -> {
            call.accept(client);
            return "read";
        });
    }

    /** The mall refuses the call with a problem document. */
    Refused refused(int status, Consumer<LambdaDslObject> fields, Consumer<C> call) {
        interaction.willRespondWith(it -> it.status(status)
                .header("Content-Type", "application/problem+json")
                .body(LambdaDsl.newJsonBody(fields::accept).build()));
        return pact.run(
                interaction.build(), token, client -> catchThrowableOfType(Refused.class, () -> call.accept(client)));
    }
}
