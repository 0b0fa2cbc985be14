package dev.mallbots.platform.messaging;

import dev.mallbots.platform.kernel.LostRace;
import dev.mallbots.platform.kernel.Refusal;
import dev.mallbots.platform.kernel.Unavailable;
import dev.mallbots.platform.service.Away;
import jakarta.persistence.OptimisticLockException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Classifies failures of message handling. */
final class Failures {

    private Failures() {}

    /** The business refused: a repetition gets the same answer. */
    static Optional<Refusal> refusal(Throwable failure) {
        return causes(failure)
                .filter(Refusal.class::isInstance)
                .map(Refusal.class::cast)
                .filter(refusal -> !(refusal instanceof LostRace))
                .findFirst();
    }

    /**
     * A repetition gets the same result: the business refused, the payload does not match its envelope, or the message waits behind a dead
     * letter.
     */
    static boolean isFinal(Throwable failure) {
        return refusal(failure).isPresent()
                || any(
                        failure,
                        cause -> cause instanceof MessageHandling.UnreadablePayload
                                || cause instanceof MessageHandling.HeldBack);
    }

    /** The failure is transient: a service or database comes back, a lock or race is over the next time. */
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

    /**
     * A statement or the whole transaction waited or ran too long: fewer messages may take less time, and a message that waits for a lock
     * must not hold up the others of its batch.
     */
    static boolean tookTooLong(Throwable failure) {
        return any(failure, Transactions.TookTooLong.class::isInstance)
                || Away.isInTheWay(failure) && !Away.isRolledBackForOthers(failure);
    }

    /** No message can be handled now, not only this one. A failure of another service only delays messages that need that service. */
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
