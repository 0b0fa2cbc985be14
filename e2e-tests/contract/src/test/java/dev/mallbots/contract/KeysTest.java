package dev.mallbots.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A client without an answer repeats the request under the same Idempotency-Key, for every call. */
@Tag("starts-processes")
@ExtendWith(Mall.Open.class)
class KeysTest {

    private static final String KEY = "Idempotency-Key";

    private static ApiDocument document;

    @BeforeAll
    static void read() {
        document = ApiDocument.ofTheMall();
    }

    @Test
    void every_call_that_changes_something_takes_a_key() {
        assertThat(writes())
                .allSatisfy(call -> assertThat(call.parameters())
                        .as(call.name())
                        .anyMatch(parameter -> parameter.name().equals(KEY)));
    }

    @Test
    void concurrent_requests_get_the_same_answer_and_the_key_can_not_be_used_for_another_request() {
        Set<String> left = new TreeSet<>();
        writes().forEach(call -> left.add(call.name()));
        for (int round = 0; round < 2; round++) {
            Samples samples = new Samples(document, Belongings.of(UUID.randomUUID(), UUID.randomUUID()));
            for (int turn = 0; turn < 2; turn++) {
                writes().filter(call -> left.contains(call.name()))
                        .filter(call -> succeedsOnce(call, samples))
                        .forEach(call -> left.remove(call.name()));
            }
        }
        assertThat(left).as("calls that never succeeded").allMatch(Call.SELDOM_POSSIBLE.asMatchPredicate());
    }

    private static Stream<Call> writes() {
        return document.callsInOrder().stream().filter(Call::changesSomething);
    }

    /** @return false if the request was refused: nothing was done then, and the key is unused */
    private static boolean succeedsOnce(Call call, Samples samples) {
        String key = UUID.randomUUID().toString();
        String address = samples.address(call);
        JsonNode body = samples.body(call);
        List<Answer> answers = together(() -> ask(call, address, body, key));

        assertThat(answers.getFirst()).as("%s: twins", call).isEqualTo(answers.getLast());
        if (answers.getFirst().status() != 200) {
            return false;
        }
        assertThat(another(call, address, body, key).map(Answer::status))
                .as("%s: the key of another request", call)
                .isIn(Optional.empty(), Optional.of(422));
        return true;
    }

    private static List<Answer> together(Supplier<Answer> asking) {
        CompletableFuture<Answer> twin = CompletableFuture.supplyAsync(asking, Thread::startVirtualThread);
        Answer answer = asking.get();
        return List.of(answer, twin.join());
    }

    /** Empty for a call with only one possible request. */
    private static Optional<Answer> another(Call call, String address, JsonNode body, String key) {
        if (call.path().contains("{")) {
            return Optional.of(ask(call, withAnotherId(address), body, key));
        }
        if (body != null) {
            return Optional.of(ask(call, address, changed(body), key));
        }
        return call.parameters().stream().anyMatch(parameter -> parameter.name().equals("type"))
                ? Optional.of(ask(call, address + "?type=Other", null, key))
                : Optional.empty();
    }

    private static String withAnotherId(String address) {
        return address.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", UUID.randomUUID().toString());
    }

    /** The same structure with other values. */
    private static JsonNode changed(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode copy = object.objectNode();
                object.properties().forEach(member -> copy.set(member.getKey(), changed(member.getValue())));
                yield copy;
            }
            case ArrayNode array ->
                array.arrayNode()
                        .addAll(array.valueStream().map(KeysTest::changed).toList());
            case IntNode number -> IntNode.valueOf(number.intValue() + 1);
            case TextNode text when text.textValue().equals("something") -> TextNode.valueOf("something else");
            case TextNode text when text.textValue().startsWith("+") -> text;
            case TextNode id -> TextNode.valueOf(UUID.randomUUID().toString());
            default -> node;
        };
    }

    private static Answer ask(Call call, String address, JsonNode body, String key) {
        return Mall.get()
                .ask(
                        "gateway",
                        call.method(),
                        address,
                        Mall.get().tokenOf("operator"),
                        body == null ? null : body.toString(),
                        Map.of(KEY, key));
    }
}
