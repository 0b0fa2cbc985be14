package dev.mallbots.gateway;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import dev.mallbots.platform.testing.WithTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@WithTokens
@Timeout(20)
@QuarkusTestResource(TestServices.class)
class DocumentTest {

    @Test
    void one_document_describes_the_calls_of_all_services() {
        for (String path : List.of("/openapi", "/openapi.json")) {
            given().get(path)
                    .then()
                    .statusCode(200)
                    .contentType("application/json")
                    .body("paths", hasKey("/api/stores/{id}"))
                    .body("paths", hasKey("/api/customers/{id}"))
                    .body("paths", not(hasKey("/internal")))
                    .body("paths.'/api/stores/{id}'.get.tags", equalTo(List.of("stores")));
        }
    }

    @Test
    void names_that_two_services_use_for_different_schemas_are_kept_apart() {
        String schema = "paths.'/api/stores/{id}'.get.responses.'200'.content.'application/json'.schema.$ref";
        given().get("/openapi")
                .then()
                .body(schema, equalTo("#/components/schemas/StoresBox"))
                .body("components.schemas.StoresItem.title", equalTo("stores"))
                .body("components.schemas.CustomersItem.title", equalTo("customers"))
                .body("components.schemas.StoresBox.items.$ref", equalTo("#/components/schemas/StoresItem"))
                .body("components.schemas", hasKey("UUID"))
                .body("components.schemas", hasKey("Created"))
                .body("components.schemas", not(hasKey("StoresCreated")))
                .body("components.schemas", not(hasKey("Item")));
    }

    @Test
    void a_call_that_every_service_has_is_documented_for_each() {
        String list = "paths.'/api/ops/order-saga/dead-letters'.get";
        given().get("/openapi")
                .then()
                .body("paths", hasKey("/api/ops/stores/dead-letters"))
                .body("paths", not(hasKey("/api/ops/{service}/dead-letters")))
                .body(list + ".operationId", equalTo("listDeadLettersOfOrderSaga"))
                .body(list + ".parameters.name", equalTo(List.of("limit")));
    }

    @Test
    void the_document_can_be_browsed() {
        given().get("/swagger-ui/").then().statusCode(200).body(containsString("/openapi.json"));
    }

    @Test
    void the_document_can_only_be_read() {
        given().head("/openapi").then().statusCode(200).contentType("application/json");
        for (String method : List.of("POST", "DELETE", "TRACE")) {
            given().request(method, "/openapi.json")
                    .then()
                    .statusCode(405)
                    .header("Allow", "GET, HEAD")
                    .body("code", equalTo(12));
        }
    }
}
