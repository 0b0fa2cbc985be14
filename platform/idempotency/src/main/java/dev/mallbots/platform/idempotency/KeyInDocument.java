package dev.mallbots.platform.idempotency;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** Adds the key of writes to the OpenAPI document. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class KeyInDocument implements OASFilter {

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getPaths() == null) {
            return;
        }
        document.getPaths().getPathItems().values().stream()
                .map(PathItem::getOperations)
                .forEach(operations -> operations.forEach((method, operation) -> {
                    if (KeyOfRequest.WRITES.contains(method.name())) {
                        operation.addParameter(header());
                        operation
                                .getResponses()
                                .addAPIResponse(
                                        "422", OASFactory.createAPIResponse().ref("UnprocessableContent"));
                    }
                }));
    }

    private static Parameter header() {
        return OASFactory.createParameter()
                .in(Parameter.In.HEADER)
                .name(RequestKey.HEADER)
                .description(
                        "of the client's choice: the same request under the same key is done once and answered alike,"
                                + " for a day")
                .schema(OASFactory.createSchema()
                        .type(List.of(Schema.SchemaType.STRING))
                        .minLength(1)
                        .maxLength(255)
                        .pattern("^" + RequestKey.FORM.pattern() + "$")
                        .addExample("0197f2a0-5c5e-7cc0-8a43-7c2b3d9a1e11"));
    }
}
