package dev.mallbots.platform.service.rest;

import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.kernel.Texts;
import dev.mallbots.platform.service.Cursor;
import dev.mallbots.platform.service.PageRequest;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/**
 * Adds examples and limits to the common types in an OpenAPI document: ids, instants, durations, amounts, enums, and the {@code limit} and
 * {@code next} of lists. Declarations at a field are left unchanged.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class KindsInDocument implements OASFilter {

    private static final String LIMIT = "limit";
    private static final String NEXT = "next";
    /** The pattern that SmallRye generates for {@code @NotBlank}. */
    private static final String NOT_BLANK = "\\S";

    private static final String DECIMALS =
            "at most four decimals; a number within 0.000000001 of one with four is taken for that one";

    private static final UUID ID = UUID.fromString("0197f2a0-5c5e-7cc0-8a43-7c2b3d9a1e10");
    private static final Map<String, String> OF_FORMAT =
            Map.of("uuid", ID.toString(), "date-time", "2030-01-31T12:00:00Z", "duration", "PT5M");

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getComponents() != null && document.getComponents().getSchemas() != null) {
            document.getComponents().getSchemas().forEach(KindsInDocument::complete);
        }
        if (document.getPaths() != null) {
            document.getPaths().getPathItems().values().stream()
                    .map(PathItem::getOperations)
                    .flatMap(operations -> operations.values().stream())
                    .map(Operation::getParameters)
                    .flatMap(parameters -> Optional.ofNullable(parameters).stream())
                    .flatMap(List::stream)
                    .forEach(KindsInDocument::complete);
        }
    }

    private static void complete(Parameter parameter) {
        if (parameter.getSchema() == null) {
            return;
        }
        complete(parameter.getName(), parameter.getSchema());
        if (parameter.getIn() == Parameter.In.QUERY) {
            requireValue(parameter.getSchema());
        }
        if (parameter.getDescription() == null) {
            switch (parameter.getName()) {
                case LIMIT -> parameter.setDescription("how many at most");
                case NEXT -> parameter.setDescription("what the page before told as next; left out for the first page");
                default -> {}
            }
        }
    }

    /** A query parameter without a value is refused ({@link PlainParameters}); a format, a pattern or an enum implies that already. */
    private static void requireValue(Schema schema) {
        if (is(schema, SchemaType.STRING)
                && schema.getFormat() == null
                && schema.getPattern() == null
                && schema.getEnumeration() == null) {
            schema.setMinLength(1);
        }
    }

    private static void complete(String name, Schema schema) {
        if (schema.getProperties() != null) {
            schema.getProperties().forEach(KindsInDocument::complete);
            if (schema.getProperties().containsKey(NEXT)) {
                schema.getProperties().values().forEach(KindsInDocument::limitPage);
            }
        }
        if (schema.getItems() != null) {
            complete(name, schema.getItems());
        }
        switch (name) {
            case LIMIT ->
                schema.minimum(BigDecimal.ONE)
                        .maximum(BigDecimal.valueOf(PageRequest.MOST))
                        .defaultValue(PageRequest.USUAL);
            case NEXT -> schema.pattern(Cursor.FORM);
            default -> {}
        }
        if (is(schema, SchemaType.NUMBER) && schema.getMultipleOf() != null) {
            schema.exclusiveMaximum(Money.LIMIT);
            // the server accepts sums in binary fractions, which multipleOf would formally forbid
            schema.setMultipleOf(null);
            schema.setDescription(Stream.of(schema.getDescription(), DECIMALS)
                    .filter(Objects::nonNull)
                    .collect(Collectors.joining("; ")));
        }
        if (NOT_BLANK.equals(schema.getPattern())) {
            schema.setPattern(Texts.VISIBLE_TEXT);
        }
        if (schema.getExamples() == null) {
            example(name, schema).ifPresent(schema::addExample);
        }
    }

    private static void limitPage(Schema property) {
        if (is(property, SchemaType.ARRAY) && property.getMaxItems() == null) {
            property.setMaxItems(PageRequest.MOST);
        }
    }

    private static Optional<Object> example(String name, Schema schema) {
        if (schema.getEnumeration() != null) {
            return Optional.of(schema.getEnumeration().getFirst());
        }
        if (schema.getFormat() != null && OF_FORMAT.containsKey(schema.getFormat())) {
            return Optional.of(OF_FORMAT.get(schema.getFormat()));
        }
        if (name.equals(LIMIT)) {
            return Optional.of(20);
        }
        if (name.equals(NEXT)) {
            return Optional.of(Cursor.of(ID).encode());
        }
        if (is(schema, SchemaType.NUMBER)) {
            return Optional.of(new BigDecimal("3.2"));
        }
        return is(schema, SchemaType.BOOLEAN) ? Optional.of(true) : Optional.empty();
    }

    private static boolean is(Schema schema, SchemaType type) {
        return schema.getType() != null && schema.getType().contains(type);
    }
}
