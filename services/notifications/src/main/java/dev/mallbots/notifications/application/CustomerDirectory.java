package dev.mallbots.notifications.application;

import dev.mallbots.notifications.domain.Contact;
import dev.mallbots.platform.kernel.Remote;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.UUID;

/** Who knows all customers. Fails with Unavailable when it can't be asked now. */
@Remote
public interface CustomerDirectory {

    /** Empty when there is no such customer. */
    Uni<Optional<Entry>> find(UUID customerId);

    /** @param sequence of the customer's last event that this state knows of */
    record Entry(Contact contact, long sequence) {}
}
