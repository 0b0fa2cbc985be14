package dev.mallbots.issuer;

/** An error response: RFC 6749, section 5.2. */
final class Refusal extends RuntimeException {

    private final String error;

    /**
     * @param error one of the words of the RFC
     * @param description a sentence for a person
     */
    Refusal(String error, String description) {
        super(description, null, false, false);
        this.error = error;
    }

    String error() {
        return error;
    }
}
