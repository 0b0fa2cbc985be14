package dev.mallbots.customers;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.anEmptyMap;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import java.util.UUID;

public final class CustomersCalls {

    private CustomersCalls() {}

    public static UUID register(String name, String smsNumber) {
        return UUID.fromString(post(Map.of("name", name, "smsNumber", smsNumber))
                .statusCode(200)
                .extract()
                .path("id"));
    }

    public static UUID registerDisabled() {
        UUID id = register("Dora", "555 987 6543");
        put(id, "disable").statusCode(200).body("$", anEmptyMap());
        return id;
    }

    public static ValidatableResponse post(Object body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .when()
                .post("/api/customers")
                .then();
    }

    public static ValidatableResponse get(Object id) {
        return given().when().get("/api/customers/" + id).then();
    }

    public static ValidatableResponse put(Object id, String what) {
        return put(id, what, "{}");
    }

    public static ValidatableResponse put(Object id, String what, Object body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .when()
                .put("/api/customers/" + id + "/" + what)
                .then();
    }
}
