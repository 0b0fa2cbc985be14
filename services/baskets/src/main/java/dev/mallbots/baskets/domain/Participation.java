package dev.mallbots.baskets.domain;

import dev.mallbots.platform.kernel.Conflict;

/** Whether a store has to take part in the mall for its products to be put into baskets, and to be bought. */
public enum Participation {
    REQUIRED,
    WAIVED;

    public static Participation required(boolean required) {
        return required ? REQUIRED : WAIVED;
    }

    void check(Offer offer) {
        if (!allows(offer)) {
            throw new Conflict(refusal(offer));
        }
    }

    boolean allows(Offer offer) {
        return this == WAIVED || offer.participating();
    }

    static String refusal(Offer offer) {
        return "%s does not participate at the moment".formatted(offer.storeName());
    }
}
