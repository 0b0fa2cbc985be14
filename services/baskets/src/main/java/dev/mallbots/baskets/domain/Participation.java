package dev.mallbots.baskets.domain;

import dev.mallbots.platform.kernel.Conflict;

/** Whether a store has to take part in the mall for its products to be put into baskets. */
public enum Participation {
    REQUIRED,
    WAIVED;

    void check(Offer offer) {
        if (this == REQUIRED && !offer.participating()) {
            throw new Conflict("%s does not participate at the moment".formatted(offer.storeName()));
        }
    }
}
