package dev.mallbots.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** The answers of a gateway, some of whose services are away. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SilentServicesTest {

    private static final UUID ORDER = new UUID(0, 1);

    private HttpServer gateway;

    @BeforeEach
    void open() throws IOException {
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer("/", 503, "{}");
        gateway.start();
    }

    @AfterEach
    void close() {
        gateway.stop(0);
    }

    @Test
    void without_the_audit_trail_the_sagas_part_of_the_story_is_told() {
        answer("/api/ops/sagas/" + ORDER, 200, """
                {"saga": {"state": "running", "step": "ask", "attempts": 1, "log": [{"at": "2030-01-31T12:00:00Z", "step": "ask",
                  "what": "COMMAND_SENT", "messageId": "%s", "detail": ""}]}}
                """.formatted(new UUID(0, 3)));

        assertThat(tell())
                .contains("The saga is running. It waits for the reply to 'ask', sent 1 times.")
                .anyMatch(line -> line.startsWith("No answer from the audit trail. "))
                .anyMatch(line -> line.startsWith("No answer from customers. "));
    }

    @Test
    void when_nothing_is_known_those_that_did_not_answer_are_named() {
        answer("/api/audit/" + ORDER, 404, "{}");

        assertThatThrownBy(this::tell)
                .hasMessageStartingWith("Nothing is known of " + ORDER)
                .hasMessageContaining("No answer from the saga. ");
    }

    @Test
    void an_answer_that_is_no_json_is_not_taken_for_a_closed_mall() {
        answer("/api/audit/" + ORDER, 200, "<html>");

        assertThatThrownBy(this::tell).hasMessageContaining("answered something else than expected");
    }

    private List<String> tell() {
        return Story.tell("http://127.0.0.1:" + gateway.getAddress().getPort(), "token", List.of("customers"), ORDER);
    }

    private void answer(String path, int status, String body) {
        gateway.createContext(path, call -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            call.sendResponseHeaders(status, bytes.length);
            call.getResponseBody().write(bytes);
            call.close();
        });
    }
}
