package dev.mallbots.platform.service.rest;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyIterable;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.mallbots.platform.kernel.Texts;
import dev.mallbots.platform.testing.WithTokens;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.net.Socket;
import java.net.URL;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTokens
class RestErrorsTest {

    private static final String ID = "0197f2a0-5c5e-7cc0-8a43-7c2b3d9a1e10";

    @TestHTTPResource
    URL http;

    @TestHTTPResource(management = true)
    URL management;

    @ParameterizedTest
    @CsvSource({
        "NOT_FOUND, 404, 5, there is no order 7",
        "RULE_BROKEN, 400, 3, name must not be blank",
        "CONFLICT, 409, 9, the order is completed",
        "LOST_RACE, 409, 10, order 7 was changed by another request at the same moment; try again",
        "UNAVAILABLE, 503, 14, the stores service can't be reached at the moment",
    })
    void every_refusal_has_its_status(String kind, int status, int code, String message) {
        for (String way : new String[] {"fail", "throw"}) {
            given().get("/probe/" + way + "/" + kind)
                    .then()
                    .statusCode(status)
                    .contentType("application/problem+json")
                    .body("type", equalTo("about:blank"))
                    .body("status", equalTo(status))
                    .body("code", equalTo(code))
                    .body("detail", equalTo(message))
                    .body("message", equalTo(message))
                    .body("instance", equalTo("/probe/" + way + "/" + kind));
        }
    }

    @Test
    void a_wrong_field_is_named() {
        given().get("/probe/fail/RULE_BROKEN")
                .then()
                .body("violations[0].field", equalTo("name"))
                .body("violations[0].message", equalTo("must not be blank"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNAVAILABLE", "DATABASE_AWAY", "ISSUER_AWAY", "STATEMENT_TOO_LONG"})
    void a_transient_error_has_a_retry_after(String kind) {
        given().get("/probe/fail/" + kind).then().statusCode(503).header("Retry-After", matchesPattern("\\d+"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"BUG", "DATABASE_REFUSED"})
    void a_fault_of_ours_contains_only_a_trace_id(String kind) {
        given().get("/probe/fail/" + kind)
                .then()
                .statusCode(500)
                .body("code", equalTo(13))
                .body("traceId", matchesPattern("[0-9a-f]{32}"))
                .body(not(containsString("secret")));
    }

    @Test
    void a_client_that_accepts_only_json_gets_only_json() {
        given().header("Accept", "application/json")
                .get("/probe/fail/CONFLICT")
                .then()
                .contentType("application/json");
        given().header("Accept", "application/json, */*")
                .get("/probe/fail/CONFLICT")
                .then()
                .contentType("application/problem+json");
        given().header("Accept", "application/json").get("/nowhere").then().contentType("application/json");
    }

    @Test
    void a_valid_order_is_returned_unchanged() {
        String body = post(order("\"quantity\":2,\"price\":12345678901234.1234")
                        .replace("}]", "}],\"total\":999999999999999.9999,\"after\":\"2030-01-31T12:00:00Z\""))
                .statusCode(200)
                .extract()
                .asString();
        assertThat(body)
                .contains("\"price\":12345678901234.1234", "\"total\":999999999999999.9999", "2030-01-31T12:00:00Z");
    }

    @Test
    void amounts_are_never_written_with_an_exponent() {
        assertThat(post(order("\"quantity\":2,\"price\":1e3"))
                        .statusCode(200)
                        .extract()
                        .asString())
                .contains("\"price\":1000");
    }

    @ParameterizedTest
    @CsvSource({
        "1.0E-4, 0.0001",
        "3.20000, 3.2",
        "0.00000, 0",
        "1.0E7, 10000000",
        "100.00000, 100",
        "0.30000000000000004, 0.3",
        "8.199999999999999, 8.2",
        "-4e-17, 0",
        "100e-2147483647, 0",
    })
    void an_amount_has_the_same_value_in_any_notation(String written, String worth) {
        assertThat(post(order("\"quantity\":2,\"price\":" + written))
                        .statusCode(200)
                        .extract()
                        .asString())
                .contains("\"price\":" + worth + "}");
    }

    @ParameterizedTest
    @CsvSource({"2.0, 2", "1e2, 100", "20.00e1, 200", "2147483647.0, 2147483647"})
    void a_whole_number_is_accepted_in_any_notation(String written, String worth) {
        assertThat(post(order("\"quantity\":" + written + ",\"price\":1"))
                        .statusCode(200)
                        .extract()
                        .asString())
                .contains("\"quantity\":" + worth + ",");
        given().get("/probe?limit=2.0").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00a0", "\u2007", "\u202f", "\ufeff", "\u200b", " \u200d\t", "\u3164"})
    void a_text_without_a_visible_character_is_blank(String text) {
        refused(
                order("\"quantity\":1,\"price\":1").replace("\"a\"", "\"" + text.replace("\t", "\\t") + "\""),
                "name",
                "must not be blank");
    }

    @Test
    void a_field_name_with_an_escaped_character_beyond_the_first_plane_is_an_unknown_field() {
        refused("{\"\\ud83d\\ude00\": 1}", "\ud83d\ude00", "is not a known field");
        refused("{\"name\":\"a\",\"\ud83d\ude00\": 1}", "\ud83d\ude00", "is not a known field");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"name\":\"?\"}", "{\"?\":1}", "?"})
    void a_body_that_is_no_utf_8_is_a_400(String body) {
        byte[] bytes = body.getBytes(ISO_8859_1);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = bytes[i] == '?' ? (byte) 0xff : bytes[i];
        }
        given().contentType("application/json")
                .body(bytes)
                .post("/probe")
                .then()
                .statusCode(400)
                .body("violations[0].field", equalTo("body"))
                .body("violations[0].message", equalTo("is not text in UTF-8"));
    }

    @Test
    void a_missing_or_empty_id_has_one_message() {
        for (String body : new String[] {"{}", "{\"basketId\":null}", "{\"basketId\":\"\"}"}) {
            given().contentType("application/json")
                    .body(body)
                    .put("/probe")
                    .then()
                    .statusCode(400)
                    .body("message", equalTo("the basket id cannot be blank"))
                    .body("violations[0].field", equalTo("basketId"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "quantity":0,"price":1                       | items[0].quantity | must be greater than or equal to 1
            "quantity":"5","price":1                     | items[0].quantity | must be a whole number
            "quantity":1.5,"price":1                     | items[0].quantity | must be a whole number
            "quantity":2.5,"price":1                     | items[0].quantity | must be a whole number
            "quantity":25e-1,"price":1                   | items[0].quantity | must be a whole number
            "quantity":1e-999999999,"price":1            | items[0].quantity | must be a whole number
            "quantity":0.0,"price":1                     | items[0].quantity | must be greater than or equal to 1
            "quantity":1e10,"price":1                    | items[0].quantity | is a number out of range
            "quantity":1e999999999,"price":1             | items[0].quantity | is a number out of range
            "price":1                                    | items[0].quantity | must be a whole number
            "quantity":null,"price":1                    | items[0].quantity | must be a whole number
            "quantity":99999999999,"price":1             | items[0].quantity | is a number out of range
            "quantity":99999999999999999999,"price":1    | items[0].quantity | is a number out of range
            "quantity":1,"price":"1"                     | items[0].price    | must be a number
            "quantity":1,"price":-1                      | items[0].price    | must be greater than or equal to 0
            "quantity":1,"price":0.00001                 | items[0].price    | numeric value out of bounds (<15 digits>.<4 digits> expected)
            "quantity":1,"price":1e999999                | items[0].price    | numeric value out of bounds (<15 digits>.<4 digits> expected)
            "quantity":1,"price":0.30001                 | items[0].price    | numeric value out of bounds (<15 digits>.<4 digits> expected)
            "quantity":1,"price":0.3000000011            | items[0].price    | numeric value out of bounds (<15 digits>.<4 digits> expected)
            "quantity":1,"price":1,"colour":1            | items[0].colour   | is not a known field
            "quantity":1,"price":1}],"colour":"BLUE"     | colour            | must be one of RED, GREEN
            "quantity":1,"price":1}],"colour":0          | colour            | must be one of RED, GREEN
            "quantity":1,"price":1}],"total":0.00001     | total             | must have at most four decimals
            "quantity":1,"price":1}],"total":"1"         | total             | must be a number
            "quantity":1,"price":1}],"after":"yesterday" | after             | must be an instant such as 2030-01-31T12:00:00Z
            "quantity":1,"price":1}],"urgent":"true"     | urgent            | must be true or false
            """)
    void a_bad_field_is_named_by_its_path(String fields, String field, String message) {
        String body = fields.contains("}]") ? order(fields).replaceFirst("}]}$", "}") : order(fields);
        refused(body, field, message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            -                                | body  | must not be null
            null                             | body  | must not be null
            {"name":                         | body  | is not valid JSON
            {"name":"a"} x                   | body  | is not valid JSON
            []                               | body  | must be an object
            "text"                           | body  | must be an object
            {"name":5}                       | name  | must be a string
            {"name":"a","items":{}}          | items | must be an array
            {"name":"a","items":[]}          | items | must not be empty
            {"name":"a","items":[null]}      | items[0] | must not be null
            {"nome":"a"}                     | nome  | is not a known field
            {"name":"a","items":[{"productId":"1-1-1-1-1"}]} | items[0].productId | must be a UUID
            {"name":"a","items":[{"productId":""}]}          | items[0].productId | must be a UUID
            {"name":"a","items":[{"productId":7}]}           | items[0].productId | must be a UUID
            """)
    void a_bad_body_is_a_400_and_never_a_500(String body, String field, String message) {
        refused(body, field, message);
    }

    @Test
    void all_violations_are_reported_at_once() {
        post("{\"name\":\" \",\"items\":[]}")
                .statusCode(400)
                .body("violations.field", equalTo(List.of("items", "name")));
    }

    @Test
    void a_body_over_the_limit_is_refused_with_a_reason() {
        refused("{\"name\":\"" + "a".repeat(2_000_000) + "\"}", "body", "is larger than this service takes");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DEEP                         | body               | must be an object
            {"name":DEEP                 | name               | must be a string
            {"items":DEEP                | items[0]           | must be an object
            {"items":[{"productId":DEEP  | items[0].productId | must be a UUID
            {"nome":DEEP                 | body               | is nested deeper
            {"name":"a","items":[]} DEEP | body               | must be an object
            """)
    void deeply_nested_json_is_a_400(String body, String field, String message) {
        refused(body.replace("DEEP", "[".repeat(100_000)), field, message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /probe/7                 | id      | must be a UUID
            /probe/1-1-1-1-1         | id      | must be a UUID
            /probe?orderId=x         | orderId | must be a UUID
            /probe?limit=many        | limit   | must be a whole number
            /probe?limit=0           | limit   | must be between 1 and 500
            /probe?limit=501         | limit   | must be between 1 and 500
            /probe?limit=99999999999 | limit   | must be a whole number
            /probe?limit=1.5         | limit   | must be a whole number
            /probe?limit=            | limit   | must not be empty; leave it out to ask without it
            /probe?orderId=          | orderId | must not be empty; leave it out to ask without it
            /probe?colour=           | colour  | must not be empty; leave it out to ask without it
            /probe?orderId           | orderId | must not be empty; leave it out to ask without it
            """)
    void a_parameter_that_cannot_be_read_is_named(String path, String field, String message) {
        given().get(path)
                .then()
                .statusCode(400)
                .body("detail", equalTo(field + " " + message))
                .body("violations[0].field", equalTo(field))
                .body("violations[0].message", equalTo(message));
    }

    @Test
    void an_empty_cursor_requests_the_first_page() {
        given().get("/probe?limit=2&next=").then().statusCode(200);
    }

    @Test
    void a_control_character_in_any_parameter_is_a_400() {
        given().urlEncodingEnabled(false)
                .get("/probe?colour=red&note=a%00b")
                .then()
                .statusCode(400)
                .body("violations[0].field", equalTo("note"))
                .body("violations[0].message", equalTo("must not contain control characters"));
    }

    @Test
    void an_unknown_constant_in_a_parameter_is_a_400() {
        given().get("/probe?colour=blue").then().statusCode(400).body("violations[0].field", equalTo("colour"));
    }

    @Test
    void an_id_in_full_length_is_accepted() {
        given().get("/probe/" + ID).then().statusCode(200);
    }

    @Test
    void an_unknown_address_is_a_404_with_a_body() {
        for (String path : new String[] {"/nowhere", "/probe/a/b/c/d", "/"}) {
            given().get(path)
                    .then()
                    .statusCode(404)
                    .contentType("application/problem+json")
                    .body("code", equalTo(5))
                    .body("instance", equalTo(path))
                    .body("violations", emptyIterable());
        }
    }

    @Test
    void a_malformed_path_is_a_400() throws IOException {
        try (Socket socket = new Socket(http.getHost(), http.getPort())) {
            socket.getOutputStream().write("GET /probe/%zz HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.0 400");
        }
    }

    @Test
    void an_unsupported_method_is_a_405() {
        given().patch("/probe").then().statusCode(405).body("code", equalTo(12));
        given().contentType("application/json")
                .body("{}")
                .delete("/probe/" + ID)
                .then()
                .statusCode(405)
                .body("status", equalTo(405));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PATCH  | /probe                             | GET, HEAD, OPTIONS, POST, PUT
            DELETE | /probe/                            | GET, HEAD, OPTIONS, POST, PUT
            GET    | /probe/replay                      | OPTIONS, POST
            HEAD   | /probe/replay                      | OPTIONS, POST
            TRACE  | /probe/report                      | GET, HEAD, OPTIONS
            POST   | /probe/report                      | GET, HEAD, OPTIONS
            DELETE | /probe/%2D                         | GET, HEAD, OPTIONS
            FETCH  | /probe/fail/broken                 | GET, HEAD, OPTIONS
            GET    | /probe/7/colours/red               | OPTIONS, PUT
            POST   | /guarded/open                      | GET, HEAD, OPTIONS
            """)
    void a_405_names_the_methods_of_the_address(String method, String path, String allowed) {
        given().urlEncodingEnabled(false)
                .request(method, path)
                .then()
                .statusCode(405)
                .header("Allow", allowed);
        given().urlEncodingEnabled(false)
                .options(path)
                .then()
                .statusCode(200)
                .header("Allow", allowed)
                .body(equalTo(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/probe/a/b/c/d", "/nowhere", "/probe/7/colours/RED"})
    void an_unknown_address_takes_no_method(String path) {
        for (String method : List.of("GET", "POST", "OPTIONS", "TRACE")) {
            given().request(method, path).then().statusCode(404).header("Allow", nullValue());
        }
    }

    @Test
    void a_body_with_a_content_coding_is_a_415_with_a_reason() {
        given().contentType("application/json")
                .header("Content-Encoding", "gzip")
                .body("{}")
                .post("/probe")
                .then()
                .statusCode(415)
                .header("Accept-Encoding", "identity")
                .contentType("application/problem+json")
                .body("detail", equalTo("Content-Encoding must be left out: bodies are read as they come"))
                .body("violations[0].field", equalTo("Content-Encoding"));
    }

    @Test
    void unsupported_media_types_are_refused() {
        given().contentType("text/plain")
                .body("x")
                .post("/probe")
                .then()
                .statusCode(415)
                .body("status", equalTo(415));
        given().accept("image/png").get("/probe").then().statusCode(406).body("status", equalTo(406));
    }

    @Test
    void health_and_metrics_are_only_on_the_management_port_and_the_document_on_the_public_one() {
        for (String probe : List.of("health/live", "health/ready", "health/started")) {
            given().get(management + probe).then().statusCode(200);
            given().get("/q/" + probe).then().statusCode(404);
        }
        given().get(management + "metrics").then().statusCode(200).body(containsString("http_server_requests"));
        given().get("/q/metrics").then().statusCode(404);
        given().get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .body("paths", hasKey("/probe/{id}"))
                .body("info.title", equalTo("MallBots probe-service"));
    }

    @Test
    void the_document_describes_the_body_of_errors() {
        given().get("/q/openapi?format=json")
                .then()
                .body("paths.'/probe'.post.responses.default.$ref", equalTo("#/components/responses/Problem"))
                .body("components.responses.Problem.content", hasKey("application/problem+json"))
                .body("components.schemas.Problem.properties", hasKey("violations"));
    }

    @Test
    void the_document_describes_permissions_and_errors_of_a_call() {
        given().get("/q/openapi?format=json")
                .then()
                .body("components.securitySchemes.bearer.scheme", equalTo("bearer"))
                .body("paths.'/guarded/of/{owner}'.get.security[0].bearer", equalTo(List.of("customer", "operator")))
                .body(
                        "paths.'/guarded/of/{owner}'.get.responses.keySet()",
                        containsInAnyOrder("200", "400", "401", "403", "404", "503", "default"))
                .body(
                        "paths.'/guarded/of/{owner}'.get.responses.'403'.$ref",
                        equalTo("#/components/responses/Forbidden"))
                .body(
                        "paths.'/probe'.post.responses.keySet()",
                        containsInAnyOrder("200", "400", "401", "409", "503", "default"));
    }

    @Test
    void the_document_describes_limits_and_examples_of_common_types() {
        String item = "components.schemas.Item.properties";
        String list = "paths.'/probe'.get.parameters.find { it.name == '%s' }.schema";
        given().get("/q/openapi?format=json")
                .then()
                .body("components.schemas.UUID.examples[0]", equalTo(ID))
                .body(item + ".price.examples[0]", equalTo(3.2f))
                .body(item + ".price.exclusiveMaximum", equalTo(1_000_000_000_000_000L))
                .body(item + ".price.multipleOf", nullValue())
                .body(item + ".price.description", containsString("at most four decimals"))
                .body("components.schemas.Order.properties.name.pattern", equalTo(Texts.VISIBLE_TEXT))
                .body(list.formatted("note") + ".minLength", equalTo(1))
                .body("components.schemas.Colour.examples", equalTo(List.of("RED")))
                .body(list.formatted("limit") + ".minimum", equalTo(1))
                .body(list.formatted("limit") + ".maximum", equalTo(500))
                .body(list.formatted("limit") + ".default", equalTo(100))
                .body(list.formatted("next") + ".examples[0]", matchesPattern("[A-Za-z0-9_=~-]+"));
    }

    @Test
    void the_document_describes_which_fields_an_answer_always_has() {
        given().get("/q/openapi?format=json")
                .then()
                .body("components.schemas.Report.required", equalTo(List.of("words")))
                .body("components.schemas.Order.required", equalTo(List.of("name", "items")));
    }

    private static void refused(String body, String field, String message) {
        post(body)
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo(3))
                .body("violations[0].field", equalTo(field))
                .body("violations[0].message", containsString(message));
    }

    private static ValidatableResponse post(String body) {
        var request = given().contentType("application/json");
        return (body == null ? request : request.body(body)).post("/probe").then();
    }

    private static String order(String itemFields) {
        return "{\"name\":\"a\",\"items\":[{\"productId\":\"" + ID + "\"," + itemFields + "}]}";
    }
}
