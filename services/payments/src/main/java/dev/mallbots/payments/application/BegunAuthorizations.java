package dev.mallbots.payments.application;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The authorizations that were sent to the bank and are not payments yet. */
public interface BegunAuthorizations {

    /**
     * @param request identifies a repeatable request: the same request gets the same id
     * @return the id of the future payment
     */
    Uni<UUID> begin(Optional<String> request, UUID fresh);

    /**
     * The bank has answered. Returns false if the authorization was abandoned meanwhile: the amount is being released, so the payment must
     * not be created.
     */
    Uni<Boolean> end(UUID id);

    /** Abandons the authorizations begun before {@code past}, and returns all abandoned ones, whose amounts must be released. */
    Uni<List<UUID>> abandon(Instant past, int most);

    /** The bank has released this amount. */
    Uni<Void> released(UUID id);
}
