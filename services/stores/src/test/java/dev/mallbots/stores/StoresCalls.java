package dev.mallbots.stores;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import java.util.UUID;

public final class StoresCalls {

    private StoresCalls() {}

    public static ValidatableResponse get(String path, Object... ids) {
        return given().get(path, ids).then();
    }

    public static ValidatableResponse post(Object body, String path, Object... ids) {
        return given().contentType(ContentType.JSON).body(body).post(path, ids).then();
    }

    public static ValidatableResponse put(Object body, String path, Object... ids) {
        return given().contentType(ContentType.JSON).body(body).put(path, ids).then();
    }

    public static ValidatableResponse delete(String path, Object... ids) {
        return given().delete(path, ids).then();
    }

    public static UUID createStore(String name) {
        return id(post(Map.of("name", name, "location", "North wing"), "/api/stores"));
    }

    public static UUID addProduct(UUID store, String name, String price) {
        String body = """
                {"name": "%s", "description": "Nice", "sku": "SKU-1", "price": %s}""".formatted(name, price);
        return id(post(body, "/api/stores/{id}/products", store));
    }

    private static UUID id(ValidatableResponse created) {
        return UUID.fromString(created.statusCode(200).extract().path("id"));
    }
}
