package dev.mallbots.ordering.domain;

/** Whether only products of participating stores can be ordered. */
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
