package dev.mallbots.platform.messaging;

/**
 * A setting of Kafka or PostgreSQL that affects the service's guarantees.
 *
 * @param sentence the setting and its consequence
 */
record Finding(Weight weight, String sentence) {

    enum Weight {
        /** Confirmed writes can be lost. */
        UNSAFE,
        /** No data is lost while a certain machine survives, or something works worse than it could. */
        WEAK,
        /** Unknown, because this service has no permission to read it. */
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
