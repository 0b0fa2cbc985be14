package dev.mallbots.notifications.application;

import dev.mallbots.notifications.domain.Contact;
import dev.mallbots.platform.kernel.Remote;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.UUID;

/** The source of all customers. Fails with Unavailable if it can't be reached. */
@Remote
public interface CustomerDirectory {

    /** Empty if the customer does not exist. */
    Uni<Optional<Entry>> find(UUID customerId);

    /** @param sequence the sequence of the customer's last event in this state */
    record Entry(Contact contact, long sequence) {}
}
