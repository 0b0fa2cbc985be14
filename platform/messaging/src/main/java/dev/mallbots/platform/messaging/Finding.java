package dev.mallbots.platform.messaging;

/**
 * Something about Kafka or PostgreSQL that this service's promise rests on.
 *
 * @param sentence what it is and what it leads to
 */
record Finding(Weight weight, String sentence) {

    enum Weight {
        /** What was acknowledged can be lost. */
        UNSAFE,
        /** Nothing is lost as long as a certain machine stays, or something works worse than it could. */
        WEAK,
        /** Nobody knows: this service may not ask. */
        NOT_ASKED
    }

    static Finding unsafe(String sentence) {
        return new Finding(Weight.UNSAFE, sentence);
    }

    static Finding weak(String sentence) {
        return new Finding(Weight.WEAK, sentence);
    }

    static Finding notAsked(String sentence) {
        return new Finding(Weight.NOT_ASKED, sentence);
    }
}
