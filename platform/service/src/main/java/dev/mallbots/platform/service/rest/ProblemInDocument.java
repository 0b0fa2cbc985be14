package dev.mallbots.platform.service.rest;

import dev.mallbots.platform.service.Problem;
import dev.mallbots.platform.service.Problems;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/**
 * Adds to the OpenAPI document the error responses of each call, each with the body of {@link Problem} and an example.
 *
 * <p>The possible errors follow from the call: only a call with input can be a bad request, only one with an id can be not found, only a
 * change can be a conflict. An invalid token is refused even where none is needed.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ProblemInDocument implements OASFilter {

    private static final String NAME = "Problem";
    private static final List<Integer> TOLD = List.of(400, 401, 403, 404, 409, 422, 503);
    private static final Set<HttpMethod> WRITES = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.DELETE);

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getPaths() == null) {
            return;
        }
        if (document.getComponents() == null) {
            document.setComponents(OASFactory.createComponents());
        }
        document.getComponents().addSchema(NAME, schema()).addResponse(NAME, response());
        TOLD.forEach(status -> document.getComponents().addResponse(nameOf(status), response(status)));
        document.getPaths()
                .getPathItems()
                .forEach((path, item) ->
                        item.getOperations().forEach((method, operation) -> tell(path, method, operation)));
    }

    private static void tell(String path, HttpMethod method, Operation operation) {
        APIResponses responses = operation.getResponses();
        TOLD.stream()
                .filter(status -> isPossible(status, path, method, operation))
                .forEach(status -> responses.addAPIResponse(
                        String.valueOf(status), OASFactory.createAPIResponse().ref(nameOf(status))));
        responses.addAPIResponse("default", OASFactory.createAPIResponse().ref(NAME));
    }

    private static boolean isPossible(int status, String path, HttpMethod method, Operation operation) {
        boolean isWrite = WRITES.contains(method);
        return switch (status) {
            case 400 -> isWrite || operation.getParameters() != null;
            case 403, 422 -> operation.getResponses().hasAPIResponse(String.valueOf(status));
            case 404 -> path.contains("{");
            case 409 -> isWrite;
            default -> true;
        };
    }

    private static String nameOf(int status) {
        return Problems.ofStatus(status).title().replace(" ", "");
    }

    private static APIResponse response(int status) {
        Problem problem = Problems.ofStatus(status);
        APIResponse response = response().description(problem.title() + ": " + problem.detail());
        response.getContent().getMediaType(Problem.MEDIA_TYPE).setExample(example(problem));
        switch (status) {
            case 401 -> response.addHeader("WWW-Authenticate", header("how to show who you are", text("Bearer")));
            case 503 ->
                response.addHeader("Retry-After", header("seconds", number(1).minimum(BigDecimal.ZERO)));
            default -> {}
        }
        return response;
    }

    private static Header header(String description, Schema schema) {
        return OASFactory.createHeader().description(description).required(true).schema(schema);
    }

    private static Map<String, Object> example(Problem problem) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", problem.type());
        members.put("title", problem.title());
        members.put("status", problem.status());
        members.put("detail", problem.detail());
        members.put("instance", "/the/path/asked/for");
        members.put("code", problem.code());
        members.put("message", problem.message());
        members.put("violations", List.of());
        return members;
    }

    private static APIResponse response() {
        Schema reference = OASFactory.createSchema().ref(NAME);
        return OASFactory.createAPIResponse()
                .description("What is wrong (RFC 9457)")
                .content(OASFactory.createContent()
                        .addMediaType(
                                Problem.MEDIA_TYPE, OASFactory.createMediaType().schema(reference)));
    }

    private static Schema schema() {
        return object().required(
                        List.of("type", "title", "status", "detail", "instance", "code", "message", "violations"))
                .addProperty("type", text("about:blank"))
                .addProperty("title", text("Not Found"))
                .addProperty("status", number(404))
                .addProperty("detail", text("there is nothing at this address"))
                .addProperty("instance", text("/the/path/asked/for"))
                .addProperty("code", number(5).description("the gRPC status number"))
                .addProperty("message", text("there is nothing at this address").description("the same as detail"))
                .addProperty(
                        "violations",
                        OASFactory.createSchema()
                                .type(List.of(Schema.SchemaType.ARRAY))
                                .items(violation()))
                .addProperty(
                        "traceId",
                        text("4bf92f3577b34da6a3ce929d0e0e4736").description("only where the fault is ours"));
    }

    private static Schema violation() {
        return object().required(List.of("field", "message"))
                .addProperty("field", text("items[0].quantity"))
                .addProperty("message", text("must be greater than or equal to 1"));
    }

    private static Schema object() {
        return OASFactory.createSchema().type(List.of(Schema.SchemaType.OBJECT));
    }

    private static Schema text(String example) {
        return OASFactory.createSchema().type(List.of(Schema.SchemaType.STRING)).addExample(example);
    }

    private static Schema number(int example) {
        return OASFactory.createSchema()
                .type(List.of(Schema.SchemaType.INTEGER))
                .addExample(example);
    }
}
