package dev.mallbots.platform.kernel;

/**
 * What is wrong with one field of a request.
 *
 * @param field its path as the caller knows it, such as {@code items[2].quantity}
 * @param message what, to be read behind the field's name: {@code must not be blank}
 */
public record Violation(String field, String message) {

    /** For a person who does not see the two apart. */
    public String sentence() {
        return field + " " + message;
    }
}
