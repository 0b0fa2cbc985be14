package dev.mallbots.platform.service;

import dev.mallbots.platform.kernel.RuleBroken;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Bean Validation's errors with the field's path in the request: {@code items[2].quantity} rather than {@code
 * create.order.items[2].quantity}.
 */
final class BadFields {

    private BadFields() {}

    /** Empty if our answer breaks the rules, and not the caller's request. */
    static Optional<RuleBroken> of(ConstraintViolationException invalid) {
        if (invalid.getConstraintViolations().stream().anyMatch(BadFields::isAnswer)) {
            return Optional.empty();
        }
        List<RuleBroken> broken = invalid.getConstraintViolations().stream()
                .sorted(Comparator.<ConstraintViolation<?>, String>comparing(BadFields::field)
                        .thenComparing(ConstraintViolation::getMessage))
                .map(BadFields::broken)
                .toList();
        return broken.isEmpty() ? Optional.empty() : Optional.of(RuleBroken.all(broken));
    }

    private static RuleBroken broken(ConstraintViolation<?> found) {
        return found.getInvalidValue() == null
                ? BlankIds.refusal(field(found), found.getMessage())
                : new RuleBroken(field(found), found.getMessage());
    }

    private static boolean isAnswer(ConstraintViolation<?> found) {
        return nodes(found).stream().anyMatch(node -> node.getKind() == ElementKind.RETURN_VALUE);
    }

    private static String field(ConstraintViolation<?> found) {
        StringBuilder field = new StringBuilder();
        List<Class<?>> parameterTypes = List.of();
        String parameter = "";
        for (Path.Node node : nodes(found)) {
            switch (node.getKind()) {
                case METHOD -> parameterTypes = node.as(Path.MethodNode.class).getParameterTypes();
                case PARAMETER -> {
                    int index = node.as(Path.ParameterNode.class).getParameterIndex();
                    parameter = parameterTypes.get(index).isRecord() ? "body" : node.getName();
                }
                default -> append(field, node);
            }
        }
        return field.isEmpty() ? parameter : field.toString();
    }

    private static void append(StringBuilder field, Path.Node node) {
        if (node.getIndex() != null) {
            field.append('[').append(node.getIndex()).append(']');
        }
        if (node.getName() != null && node.getKind() != ElementKind.CONTAINER_ELEMENT) {
            field.append(field.isEmpty() ? "" : ".").append(node.getName());
        }
    }

    private static List<Path.Node> nodes(ConstraintViolation<?> found) {
        return StreamSupport.stream(found.getPropertyPath().spliterator(), false)
                .collect(ArrayList::new, ArrayList::add, ArrayList::addAll);
    }
}
