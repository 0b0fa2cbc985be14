package dev.mallbots.notifications.application;

import dev.mallbots.notifications.domain.Contact;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * This service's copy of how to reach customers. Each piece of news carries the sequence of its event: older news never
 * overwrites newer.
 */
public interface Contacts {

    Uni<Optional<Contact>> find(UUID customerId);

    /** Those of them of whom there is no copy. */
    Uni<Set<UUID>> unknownOf(Set<UUID> customers);

    Uni<Void> keep(Contact contact, long sequence);

    /** Changes nothing for a customer that is not known here: one is asked for, whole, when it is needed. */
    Uni<Void> changeNumber(UUID customerId, String smsNumber, long sequence);
}
