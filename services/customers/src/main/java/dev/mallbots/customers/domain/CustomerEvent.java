package dev.mallbots.customers.domain;

import dev.mallbots.platform.kernel.Masked;
import java.util.UUID;

/** The events of a customer. */
public sealed interface CustomerEvent {

    record CustomerRegistered(UUID id, String name, SmsNumber smsNumber) implements CustomerEvent {

        @Override
        public String toString() {
            return "CustomerRegistered[id=%s, name=%s, smsNumber=%s]".formatted(id, Masked.of(name), smsNumber);
        }
    }

    record CustomerSmsChanged(SmsNumber smsNumber) implements CustomerEvent {}

    record CustomerEnabled() implements CustomerEvent {}

    record CustomerDisabled() implements CustomerEvent {}
}
