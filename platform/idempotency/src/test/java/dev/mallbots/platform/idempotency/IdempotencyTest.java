package dev.mallbots.platform.idempotency;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.startsWith;

import dev.mallbots.platform.idempotency.WriteNote.Mood;
import dev.mallbots.platform.service.Pruning;
import dev.mallbots.platform.testing.Tokens;
import dev.mallbots.platform.testing.WithMall;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithMall(kafka = false)
class IdempotencyTest {

    private final String key = UUID.randomUUID().toString();
    private final String text = UUID.randomUUID().toString();

    @Inject
    WriteNote writeNote;

    @Inject
    AskAndWrite askAndWrite;

    @Inject
    Pruning pruning;

    @Inject
    AgroalDataSource database;

    @AfterEach
    void be_willing() {
        writeNote.become(Mood.WILLING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/notes", "/notes/asking"})
    void a_repeated_request_with_its_key_is_done_once_and_gets_the_same_answer(String path) {
        Response first = write(path, key, text);
        Response again = write(path, key, text);

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.asString()).isEqualTo(first.asString());
        assertThat(notes()).isEqualTo(1);
    }

    @Test
    void the_same_key_of_another_caller_is_another_request() {
        String somebody = Tokens.customer(UUID.randomUUID());
        String somebodyElse = Tokens.customer(UUID.randomUUID());

        Response first = writeAs(somebody, text);
        Response second = writeAs(somebodyElse, text + " too");

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.asString()).isNotEqualTo(first.asString());
    }

    private Response writeAs(String token, String written) {
        return given().header("Authorization", "Bearer " + token)
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body("{\"text\": \"%s\"}".formatted(written))
                .post("/notes");
    }

    @Test
    void an_empty_answer_is_repeated_too() {
        assertThat(remove().asString()).isEqualTo("{}");
        write("/notes", null, text);
        assertThat(remove().asString()).isEqualTo("{}");
        assertThat(notes()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/notes", "/notes/asking"})
    void concurrent_requests_with_one_key_are_done_once_and_get_the_same_answer(String path) throws Exception {
        assertThat(atOnce(() -> write(path, key, text)).map(Response::asString).distinct())
                .hasSize(1);
        assertThat(notes()).isEqualTo(1);
    }

    @Test
    void a_request_that_waited_for_a_failed_one_does_the_work_itself() throws Exception {
        writeNote.become(Mood.REFUSING_ONCE);
        List<Response> answers = atOnce(() -> write("/notes", key, text)).toList();

        assertThat(answers).extracting(Response::statusCode).containsOnlyOnce(409);
        assertThat(answers.stream()
                        .filter(answer -> answer.statusCode() == 200)
                        .map(Response::asString)
                        .distinct())
                .hasSize(1);
        assertThat(notes()).isEqualTo(1);
    }

    @Test
    void without_a_key_every_request_is_done() {
        write("/notes", null, text);
        write("/notes", null, text);
        write("/notes/asking", null, text);
        assertThat(notes()).isEqualTo(3);
    }

    @Test
    void requests_with_different_keys_are_independent() {
        write("/notes", key, text);
        write("/notes", key + "-other", text);
        assertThat(notes()).isEqualTo(2);
    }

    @Test
    void another_request_with_the_same_key_is_refused_whatever_differs() {
        write("/notes", key, text);

        Stream.of(write("/notes", key, text + "!"), write("/notes/asking", key, text), remove())
                .forEach(answer -> answer.then()
                        .statusCode(422)
                        .body("status", equalTo(422))
                        .body("code", equalTo(3))
                        .body("message", equalTo("the Idempotency-Key was used for another request"))
                        .body("violations[0].field", equalTo("Idempotency-Key")));
        assertThat(notes()).isEqualTo(1);
    }

    @Test
    void white_space_in_the_body_makes_no_other_request() {
        Response first = write("/notes", key, text);
        Response again =
                request(key).body("  { \"text\" :\n \"%s\" }".formatted(text)).post("/notes");
        assertThat(again.asString()).isEqualTo(first.asString());
    }

    @ParameterizedTest
    @CsvSource({"/notes,true", "/notes,false", "/notes/asking,true", "/notes/asking,false"})
    void work_that_a_deadlock_has_rolled_back_is_repeated_with_and_without_a_key(String path, boolean keyed) {
        writeNote.become(Mood.DEADLOCKED_ONCE);

        assertThat(write(path, keyed ? key : null, text).statusCode()).isEqualTo(200);

        assertThat(notes()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/notes", "/notes/asking"})
    void work_that_is_rolled_back_every_time_fails_in_the_end(String path) {
        writeNote.become(Mood.DEADLOCKED);

        assertThat(write(path, key, text).statusCode()).isEqualTo(503);

        assertThat(notes()).isZero();
    }

    @Test
    void refused_work_leaves_no_key_and_can_be_repeated() {
        failsFirst(Mood.REFUSING, 409);
    }

    @Test
    void failed_work_leaves_no_key_and_can_be_repeated() {
        failsFirst(Mood.BROKEN, 500);
    }

    private void failsFirst(Mood mood, int status) {
        writeNote.become(mood);
        assertThat(write("/notes", key, text).statusCode()).isEqualTo(status);
        assertThat(notes()).isZero();
        assertThat(count("select count(*) from idempotency_key where key = '%s'".formatted(key)))
                .isZero();

        writeNote.become(Mood.WILLING);
        assertThat(write("/notes", key, text).statusCode()).isEqualTo(200);
        assertThat(notes()).isEqualTo(1);
    }

    @Test
    void a_committed_refusal_is_returned_again() {
        String refused = "no " + text;
        Response first = write("/notes/asking", key, refused);
        Response again = write("/notes/asking", key, refused);

        first.then().statusCode(409).body("message", startsWith("written, but no: "));
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.asString()).isEqualTo(first.asString());
        assertThat(count("select count(*) from note where text = '%s'".formatted(refused)))
                .isEqualTo(1);
    }

    @Test
    void a_request_that_has_been_answered_makes_no_call_again() {
        write("/notes/asking", key, text);
        int asked = askAndWrite.timesAsked();
        write("/notes/asking", key, text);
        assertThat(askAndWrite.timesAsked()).isEqualTo(asked);
    }

    @ParameterizedTest
    @MethodSource
    void a_key_is_1_to_255_visible_ascii_characters(String bad) {
        write("/notes", bad, text)
                .then()
                .statusCode(400)
                .body("code", equalTo(3))
                .body("violations[0].field", equalTo("Idempotency-Key"));
        assertThat(notes()).isZero();
    }

    static Stream<String> a_key_is_1_to_255_visible_ascii_characters() {
        return Stream.of("", "two words", "schl\u00fcssel", "k".repeat(256));
    }

    @Test
    void the_longest_key_is_accepted() {
        String longest = (key + "!~" + "k".repeat(255)).substring(0, 255);
        assertThat(write("/notes", longest, text).statusCode()).isEqualTo(200);
    }

    @Test
    void keys_are_deleted_after_a_day() {
        write("/notes", key, text);
        write("/notes", key + "-old", text);
        run("update idempotency_key set created_at = now() - interval '25 hours' where key like '%%%s-old'"
                .formatted(key));

        pruning.prune().await().atMost(Duration.ofSeconds(10));

        assertThat(count("select count(*) from idempotency_key where key like '%%%s%%'".formatted(key)))
                .isEqualTo(1);
    }

    @Test
    void work_is_completed_after_its_client_has_disconnected() throws Exception {
        try (Connection other = database.getConnection()) {
            other.setAutoCommit(false);
            try (Statement lock = other.createStatement()) {
                lock.execute("lock table note in exclusive mode");
                askAndHangUp();
            }
            other.rollback();
        }
        await().untilAsserted(() -> assertThat(notes()).isEqualTo(1));
        assertThat(write("/notes", key, text).statusCode()).isEqualTo(200);
        assertThat(notes()).isEqualTo(1);
        assertThat(count("select count(*) from pg_stat_activity where state like 'idle in transaction%'"))
                .isZero();
    }

    private void askAndHangUp() throws IOException {
        String body = "{\"text\":\"%s\"}".formatted(text);
        try (Socket client = new Socket("127.0.0.1", RestAssured.port)) {
            client.getOutputStream()
                    .write(
                            "POST /notes HTTP/1.1\r\nHost: mall\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nIdempotency-Key: %s\r\nContent-Length: %d\r\n\r\n%s"
                                    .formatted(Tokens.operator(), key, body.length(), body)
                                    .getBytes(StandardCharsets.US_ASCII));
            await().until(() -> count(
                            "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like '%note%'")
                    == 1);
        }
    }

    @Test
    void the_openapi_document_describes_the_key() {
        given().accept("application/json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .body("paths.'/notes'.post.parameters[0].name", equalTo("Idempotency-Key"))
                .body(
                        "paths.'/notes'.post.responses.'422'.$ref",
                        equalTo("#/components/responses/UnprocessableContent"))
                .body("components.responses", hasKey("UnprocessableContent"));
    }

    private Response write(String path, String key, String text) {
        return request(key).body("{\"text\":\"%s\"}".formatted(text)).post(path);
    }

    private Response remove() {
        return request(key).delete("/notes/{text}", text);
    }

    private static RequestSpecification request(String key) {
        RequestSpecification request = given().contentType("application/json");
        return key == null ? request : request.header("Idempotency-Key", key);
    }

    private static <T> Stream<T> atOnce(Callable<T> work) throws Exception {
        ExecutorService side = Executors.newVirtualThreadPerTaskExecutor();
        try (side) {
            var all = side.invokeAll(Collections.nCopies(6, work));
            return all.stream().map(Future::resultNow);
        }
    }

    private int notes() {
        return count("select count(*) from note where text = '%s'".formatted(text));
    }

    private int count(String query) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getInt(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void run(String update) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate(update);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
