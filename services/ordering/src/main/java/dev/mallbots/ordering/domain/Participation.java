package dev.mallbots.ordering.domain;

/** Whether a store has to take part in the mall for its products to be ordered. */
public enum Participation {
    REQUIRED,
    WAIVED;

    public static Participation required(boolean required) {
        return required ? REQUIRED : WAIVED;
    }

    boolean allows(Offer offer) {
        return this == WAIVED || offer.participating();
    }
}
