package dev.mallbots.platform.kernel;

/**
 * A fault in one field of a request.
 *
 * @param field its path in the request, such as {@code items[2].quantity}
 * @param message the fault, to be read after the field's name: {@code must not be blank}
 */
public record Violation(String field, String message) {

    /** Field and message as one text. */
    public String sentence() {
        return field + " " + message;
    }
}
