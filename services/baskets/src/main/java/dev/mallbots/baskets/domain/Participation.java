package dev.mallbots.baskets.domain;

import dev.mallbots.platform.kernel.Conflict;

/** Whether only products of participating stores can be added to baskets and bought. */
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
