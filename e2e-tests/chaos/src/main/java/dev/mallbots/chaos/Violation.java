package dev.mallbots.chaos;

/**
 * A broken promise.
 *
 * @param check the check that found it
 * @param promise the promise's number
 * @param kind whether something is missing, was done twice, or is otherwise wrong
 */
record Violation(String check, int promise, Kind kind, String sentence) {

    enum Kind {
        LOST,
        TWICE,
        WRONG
    }

    Violation foundBy(Promise check) {
        return new Violation(check.getClass().getSimpleName(), promise, kind, sentence);
    }

    static Violation lost(int promise, String sentence, Object... words) {
        return new Violation("", promise, Kind.LOST, sentence.formatted(words));
    }

    static Violation twice(int promise, String sentence, Object... words) {
        return new Violation("", promise, Kind.TWICE, sentence.formatted(words));
    }

    static Violation wrong(int promise, String sentence, Object... words) {
        return new Violation("", promise, Kind.WRONG, sentence.formatted(words));
    }
}
