package dev.mallbots.notifications.application;

import dev.mallbots.notifications.domain.Contact;
import io.smallrye.mutiny.Uni;
import java.util.Set;
import java.util.UUID;

/**
 * This service's copies of customers' names and numbers. Every change carries the sequence of its event: an older event never overwrites
 * newer data.
 */
public interface Contacts {

    /** The customers among these without a copy. */
    Uni<Set<UUID>> unknownOf(Set<UUID> customers);

    Uni<Void> keep(Contact contact, long sequence);

    /** Ignores an unknown customer, who is fetched completely when needed. */
    Uni<Void> changeNumber(UUID customerId, String smsNumber, long sequence);
}
