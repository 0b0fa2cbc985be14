package dev.mallbots.notifications.domain;

import dev.mallbots.platform.kernel.Masked;
import java.util.UUID;

/** This service's copy of a customer's name and number. */
public record Contact(UUID customerId, String name, String smsNumber) {

    @Override
    public String toString() {
        return "Contact[customerId=%s, name=%s, smsNumber=%s]"
                .formatted(customerId, Masked.of(name), Masked.of(smsNumber));
    }
}
