package dev.mallbots.platform.service;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.kernel.Violation;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** Jackson's errors as messages for the caller: no class names, and the path of the field. */
final class BadJson {

    private static final String BODY = "body";
    private static final String TOO_MUCH = "is nested deeper, or has a longer name or number, than this service takes";

    private BadJson() {}

    static Problem problem(JsonProcessingException unreadable) {
        return switch (unreadable) {
            // our own types are at fault, not the request
            case InvalidDefinitionException ours -> Problems.ofStatus(500);
            case InvalidFormatException empty
            when empty.getTargetType() == UUID.class && "".equals(empty.getValue()) ->
                Problems.refused(BlankIds.refusal(field(empty), Fields.NO_UUID));
            case JsonMappingException mismatch -> Problems.badRequest(new Violation(field(mismatch), why(mismatch)));
            case StreamConstraintsException tooMuch -> Problems.badRequest(new Violation(BODY, TOO_MUCH));
            default -> Problems.badRequest(new Violation(BODY, "is not valid JSON" + where(unreadable.getLocation())));
        };
    }

    private static String why(JsonMappingException mismatch) {
        if (mismatch.getCause() instanceof RuleBroken broken) {
            return broken.violations().getFirst().message();
        }
        if (mismatch.getCause() instanceof InputCoercionException) {
            return "is a number out of range";
        }
        if (mismatch.getCause() instanceof StreamConstraintsException) {
            return TOO_MUCH;
        }
        return switch (mismatch) {
            case UnrecognizedPropertyException unknown -> "is not a known field";
            case InvalidNullException missing -> "must not be null";
            case MismatchedInputException wrong -> expected(wrong.getTargetType());
            default -> isCutShort(mismatch) ? "is not valid JSON: it ends too early" : "can't be read";
        };
    }

    private static boolean isCutShort(JsonMappingException mismatch) {
        return mismatch.getCause() instanceof com.fasterxml.jackson.core.JacksonException;
    }

    private static String expected(Class<?> type) {
        if (type == null) {
            return "has the wrong type";
        }
        if (type.isEnum()) {
            return "must be one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(Object::toString)
                            .collect(Collectors.joining(", "));
        }
        if (type == UUID.class) {
            return Fields.NO_UUID;
        }
        if (type == Instant.class) {
            return "must be an instant such as 2030-01-31T12:00:00Z";
        }
        if (type == String.class) {
            return "must be a string";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "must be true or false";
        }
        if (List.of(int.class, long.class, Integer.class, Long.class).contains(type)) {
            return "must be a whole number";
        }
        if (type == BigDecimal.class) {
            return "must be a number";
        }
        return Collection.class.isAssignableFrom(type) ? "must be an array" : "must be an object";
    }

    private static String field(JsonMappingException mismatch) {
        StringBuilder field = new StringBuilder();
        for (JsonMappingException.Reference step : mismatch.getPath()) {
            if (step.getFieldName() == null) {
                field.append('[').append(step.getIndex()).append(']');
            } else {
                field.append(field.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return field.isEmpty() ? BODY : field.toString();
    }

    private static String where(JsonLocation location) {
        return location == null ? "" : " (line %d, column %d)".formatted(location.getLineNr(), location.getColumnNr());
    }
}
