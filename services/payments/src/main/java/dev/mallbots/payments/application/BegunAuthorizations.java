package dev.mallbots.payments.application;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the bank is asked to set aside and that is no payment yet. */
public interface BegunAuthorizations {

    /**
     * @param request who asks for what, if the same may be asked for again: the same request gets the same id
     * @return id of the payment to be
     */
    Uni<UUID> begin(Optional<String> request, UUID fresh);

    /** The bank has answered. False when it was given up meanwhile: the bank lets the money go, and there must be no such payment. */
    Uni<Boolean> end(UUID id);

    /** Gives up those begun before {@code past}, and takes up again what was given up: their money has to be let go. */
    Uni<List<UUID>> abandon(Instant past, int most);

    /** The bank knows that the money of this one is let go. */
    Uni<Void> released(UUID id);
}
