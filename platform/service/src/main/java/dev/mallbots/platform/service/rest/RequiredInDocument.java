package dev.mallbots.platform.service.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.FieldInfo;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.Type;

/**
 * Declares in the OpenAPI document which fields an answer always has: all except those that Jackson may leave out, by {@link JsonInclude}
 * at the field or its record. Bean Validation already declares the required fields of a request.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class RequiredInDocument implements OASFilter {

    private static final String NUMBER_OF_NAMESAKE = "\\d+$";

    private final IndexView classes;

    public RequiredInDocument(IndexView classes) {
        this.classes = classes;
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getPaths() == null
                || document.getComponents() == null
                || document.getComponents().getSchemas() == null) {
            return;
        }
        Map<String, Schema> schemas = document.getComponents().getSchemas();
        Set<String> asked = asked(document, schemas);
        Map<String, Set<String>> leftOut = leftOut();
        schemas.forEach((name, schema) -> {
            if (!asked.contains(name) && schema.getProperties() != null) {
                Set<String> optional = leftOut.getOrDefault(name.replaceFirst(NUMBER_OF_NAMESAKE, ""), Set.of());
                List<String> always = new ArrayList<>(schema.getProperties().keySet());
                always.removeAll(optional);
                schema.setRequired(always.isEmpty() ? null : always);
            }
        });
    }

    /** Schemas of requests. */
    private static Set<String> asked(OpenAPI document, Map<String, Schema> schemas) {
        Set<String> asked = new HashSet<>();
        document.getPaths().getPathItems().values().stream()
                .map(PathItem::getOperations)
                .flatMap(operations -> operations.values().stream())
                .map(Operation::getRequestBody)
                .filter(body -> body != null && body.getContent() != null)
                .flatMap(body -> body.getContent().getMediaTypes().values().stream())
                .map(MediaType::getSchema)
                .forEach(schema -> collect(schema, schemas, asked));
        return asked;
    }

    private static void collect(Schema schema, Map<String, Schema> schemas, Set<String> names) {
        if (schema == null) {
            return;
        }
        if (schema.getRef() != null) {
            String name = schema.getRef().substring(schema.getRef().lastIndexOf('/') + 1);
            if (names.add(name)) {
                collect(schemas.get(name), schemas, names);
            }
        }
        collect(schema.getItems(), schemas, names);
        Stream.ofNullable(schema.getProperties())
                .map(Map::values)
                .flatMap(Collection::stream)
                .forEach(property -> collect(property, schemas, names));
    }

    /** By the simple name of the record, which is the schema's name. */
    private Map<String, Set<String>> leftOut() {
        return classes.getAnnotations(JsonInclude.class).stream()
                .flatMap(annotation -> switch (annotation.target().kind()) {
                    case FIELD -> Stream.of(annotation.target().asField());
                    case CLASS -> annotation.target().asClass().fields().stream();
                    default -> Stream.<FieldInfo>empty();
                })
                .filter(field -> field.type().kind() != Type.Kind.PRIMITIVE)
                .collect(Collectors.groupingBy(
                        field -> simpleName(field.declaringClass()),
                        Collectors.mapping(FieldInfo::name, Collectors.toSet())));
    }

    private static String simpleName(ClassInfo type) {
        return Objects.requireNonNullElse(type.simpleName(), "");
    }
}
