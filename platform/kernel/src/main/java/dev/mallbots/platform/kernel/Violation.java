package dev.mallbots.platform.kernel;

/**
 * What is wrong with one field of a request.
 *
 * @param field its path as the caller knows it, such as {@code items[2].quantity}
 * @param message a sentence for a person
 */
public record Violation(String field, String message) {}
