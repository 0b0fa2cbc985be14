package dev.mallbots.platform.messaging;

import dev.mallbots.platform.messaging.ReceivedMessage.Readable;
import dev.mallbots.platform.messaging.ReceivedMessage.Unreadable;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.logging.Logger;

/**
 * Runs this service's own handlers on its topics' history again, for a new copy of the read model. It affects neither the inbox nor the
 * offsets of the service, and creates no dead letters.
 */
@ApplicationScoped
public class Replay {

    private static final Logger LOG = Logger.getLogger(Replay.class);
    private static final int TRIES = 5;
    private static final Duration PAUSE = Duration.ofMillis(200);

    /**
     * A message that could not be handled, and the reason.
     *
     * @param type the full protobuf name; empty if the envelope is unreadable
     */
    public record Failed(
            @Schema(examples = "mallbots.events") String topic,
            @Schema(examples = "0") int partition,
            @Schema(examples = "4711") long offset,

            @Schema(examples = "mallbots.events.v1.Happened")
            Optional<String> type,

            @Schema(examples = "it names something that is not known here")
            String reason) {

        static Failed of(ReceivedMessage message, String reason) {
            ConsumerRecord<byte[], byte[]> record = message.record();
            return new Failed(
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    Optional.ofNullable(message.headers().get(Envelope.TYPE)),
                    reason);
        }
    }

    private final MessageHandling handling;

    Replay(MessageHandling handling) {
        this.handling = handling;
    }

    /** Its id in the inbox; empty for a message without a handler here. */
    public Optional<UUID> idOf(ConsumerRecord<byte[], byte[]> record) {
        return switch (ReceivedMessage.of(record)) {
            case Readable readable when !handling.isWanted(readable) -> Optional.empty();
            case ReceivedMessage message -> Optional.of(message.id());
        };
    }

    /**
     * Handles these messages in order, all in one transaction; when that fails, each in its own. Blocks.
     *
     * @param claim runs first in each transaction: stores the ids there, and returns those that were not stored before
     * @param patience the limit for each transaction, and for waiting until a transient failure has passed: a database that is down, a lost
     *       race
     * @return messages that could not be handled for another reason, after five attempts if they were readable; messages without a handler
     *       here are not included
     * @throws RuntimeException the limit has passed: it is unknown how many messages were handled, and handling all of them again is
     *       correct, because claimed ones are skipped
     */
    public List<Failed> handle(
            List<ConsumerRecord<byte[], byte[]>> records,
            Function<Collection<UUID>, Uni<Set<UUID>>> claim,
            Duration patience) {
        List<Failed> failed = new ArrayList<>();
        List<Readable> messages = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            switch (ReceivedMessage.of(record)) {
                case Readable readable when handling.isWanted(readable) -> messages.add(readable);
                case Readable unwanted -> {}
                case Unreadable unreadable -> failed.add(Failed.of(unreadable, unreadable.reason()));
            }
        }
        if (!messages.isEmpty() && attempt(messages, claim, patience).isPresent()) {
            messages.forEach(message ->
                    settle(message, claim, patience).ifPresent(reason -> failed.add(Failed.of(message, reason))));
        }
        return failed;
    }

    private Optional<String> settle(
            Readable message, Function<Collection<UUID>, Uni<Set<UUID>>> claim, Duration patience) {
        Optional<Throwable> failure = Optional.empty();
        for (int count = 1; count <= TRIES; count++) {
            failure = attempt(List.of(message), claim, patience);
            if (failure.filter(it -> !Failures.isFinal(it)).isEmpty()) {
                break;
            }
        }
        return failure.map(MessageConsumer::reason);
    }

    /** @return the reason for which waiting is useless, or for which fewer messages may succeed */
    private Optional<Throwable> attempt(
            List<Readable> messages, Function<Collection<UUID>, Uni<Set<UUID>>> claim, Duration patience) {
        Instant giveUp = Instant.now().plus(patience);
        while (true) {
            try {
                handling.handleForCopy(messages, claim).await().atMost(patience);
                return Optional.empty();
            } catch (RuntimeException failure) {
                if (messages.size() > 1 && Failures.tookTooLong(failure)) {
                    return Optional.of(failure);
                }
                if (isOver(failure)
                        || Failures.isPassing(failure) && Instant.now().isAfter(giveUp)) {
                    throw failure;
                }
                if (!Failures.isPassing(failure)) {
                    return Optional.of(failure);
                }
                LOG.warnf("%d messages wait to be handled again: %s", messages.size(), failure.getMessage());
                pause();
            }
        }
    }

    /** Not the message's fault: it took too long, or this thread is being stopped. */
    private static boolean isOver(RuntimeException failure) {
        return failure instanceof TimeoutException || failure.getCause() instanceof InterruptedException;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("it was stopped", e);
        }
    }
}
