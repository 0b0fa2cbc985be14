package dev.mallbots.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The document describes the whole mall, and changes only compatibly. */
@Tag("starts-processes")
@ExtendWith(Mall.Open.class)
class DocumentTest {

    private static final Path FILE = Path.of(System.getProperty("contract.project"), "docs", "openapi.json");
    private static final boolean WRITE = Boolean.getBoolean("contract.write");

    private static final List<String> METHODS = List.of("GET", "PUT", "POST", "DELETE");

    private static ApiDocument document;

    @BeforeAll
    static void read() {
        document = ApiDocument.ofTheMall();
    }

    @Test
    void a_change_that_would_break_a_client_fails_the_build() throws IOException {
        ApiDocument promised = new ApiDocument(Mall.JSON.readTree(Files.readString(FILE)));

        assertThat(Compatibility.breaks(promised, document))
                .as("what clients of docs/openapi.json would stumble over: add, and leave the old as it is")
                .isEmpty();
    }

    @Test
    void the_document_is_the_one_in_the_repository() throws IOException {
        if (WRITE) {
            a_change_that_would_break_a_client_fails_the_build();
            Files.writeString(FILE, document.root().toPrettyString() + "\n");
        }
        assertThat(Mall.JSON.readTree(Files.readString(FILE)))
                .as("docs/openapi.json is old: write it anew with make openapi, and look at what has changed")
                .isEqualTo(document.root());
    }

    @Test
    void every_call_is_described() {
        assertThat(document.calls()).allSatisfy(call -> {
            assertThat(call.operation().path("summary").asText())
                    .as("%s summary", call)
                    .isNotBlank();
            assertThat(call.responses().has("200")).as("%s success", call).isTrue();
            assertThat(call.responses().size()).as("%s errors", call).isGreaterThan(2);
        });
    }

    @Test
    void every_call_can_succeed_and_every_answer_is_as_documented() {
        Set<String> left = new TreeSet<>();
        document.calls().forEach(call -> left.add(call.name()));
        List<String> unlike = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            Samples samples = new Samples(document, Belongings.of(UUID.randomUUID(), UUID.randomUUID()));
            for (int turn = 0; turn < 2; turn++) {
                document.callsInOrder().stream()
                        .filter(call -> left.contains(call.name()))
                        .forEach(call -> {
                            Answer answer = ask(call, samples);
                            problems(call, answer).forEach(unlike::add);
                            if (answer.status() == 200) {
                                left.remove(call.name());
                            }
                        });
            }
        }
        assertThat(unlike).as("answers that are not as the document says").isEmpty();
        assertThat(left).as("calls that never succeeded").allMatch(Call.SELDOM_POSSIBLE.asMatchPredicate());
    }

    private static Answer ask(Call call, Samples samples) {
        JsonNode body = samples.body(call);
        return Mall.get()
                .ask(
                        "gateway",
                        call.method(),
                        samples.address(call),
                        Mall.get().tokenOf("operator"),
                        body == null ? null : body.toString());
    }

    private static List<String> problems(Call call, Answer answer) {
        JsonNode responses = call.responses();
        JsonNode response = document.resolve(
                responses.has("" + answer.status()) ? responses.path("" + answer.status()) : responses.path("default"));
        String type = answer.mediaType().replaceFirst(";.*", "");
        JsonNode content = response.path("content").path(type);
        if (content.isMissingNode()) {
            return List.of("%s answered %d with the undocumented type %s".formatted(call, answer.status(), type));
        }
        if (!type.endsWith("json") && !type.equals(Answer.EVENTS)) {
            return List.of();
        }
        return schema(content.path("schema")).validate(answer.body()).stream()
                .map(message -> "%s answered %d: %s".formatted(call, answer.status(), message))
                .toList();
    }

    private static JsonSchema schema(JsonNode schema) {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", document.root().path("components"));
        return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(whole);
    }

    @Test
    void no_route_is_undocumented() {
        Samples samples = new Samples(document, Belongings.of(UUID.randomUUID(), UUID.randomUUID()));
        List<String> undocumented = new ArrayList<>();
        for (Call call : document.calls()) {
            for (String method : METHODS) {
                if (!isDocumented(method, samples.address(call))) {
                    int status = Mall.get()
                            .ask(
                                    "gateway",
                                    method,
                                    samples.address(call),
                                    Mall.get().tokenOf("operator"),
                                    method.equals("GET") || method.equals("DELETE") ? null : "{}")
                            .status();
                    if (status != 404 && status != 405) {
                        undocumented.add("%s %s answers %d".formatted(method, call.path(), status));
                    }
                }
            }
        }
        assertThat(undocumented).isEmpty();
    }

    /** A fixed segment of one path may stand where another path has a parameter. */
    private static boolean isDocumented(String method, String address) {
        String path = address.replaceFirst("\\?.*", "");
        return document.calls().stream()
                .filter(call -> call.method().equals(method))
                .anyMatch(call -> path.matches(call.path().replaceAll("\\{[^}]+}", "[^/]+")));
    }
}
