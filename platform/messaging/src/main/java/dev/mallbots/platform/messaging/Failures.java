package dev.mallbots.platform.messaging;

import dev.mallbots.platform.kernel.LostRace;
import dev.mallbots.platform.kernel.Refusal;
import dev.mallbots.platform.kernel.Unavailable;
import dev.mallbots.platform.service.Away;
import jakarta.persistence.OptimisticLockException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What a failure means for the message that met it. */
final class Failures {

    private Failures() {}

    /** The business said no: trying again gives the same answer. */
    static Optional<Refusal> refusal(Throwable failure) {
        return causes(failure)
                .filter(Refusal.class::isInstance)
                .map(Refusal.class::cast)
                .filter(refusal -> !(refusal instanceof LostRace))
                .findFirst();
    }

    /** Trying again gives the same: the business said no, the payload is not what its envelope says, or others come first. */
    static boolean isFinal(Throwable failure) {
        return refusal(failure).isPresent()
                || any(
                        failure,
                        cause -> cause instanceof MessageHandling.UnreadablePayload
                                || cause instanceof MessageHandling.HeldBack);
    }

    /** It will pass by itself: whoever is away comes back, whoever was in the way is gone the next time. */
    static boolean isPassing(Throwable failure) {
        return isDatabaseAway(failure)
                || Away.isInTheWay(failure)
                || any(
                        failure,
                        cause -> cause instanceof LostRace
                                || cause instanceof OptimisticLockException
                                || cause instanceof Unavailable
                                || cause instanceof Transactions.TookTooLong);
    }

    /** No message can be handled now, not only this one. Whoever else is away holds up only those who need them. */
    static boolean isDatabaseAway(Throwable failure) {
        return Away.isDatabase(failure);
    }

    private static boolean any(Throwable failure, Predicate<Throwable> property) {
        return causes(failure).anyMatch(property);
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(20);
    }
}
