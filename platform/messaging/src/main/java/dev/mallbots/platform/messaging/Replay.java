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
 * Lets this service's own handlers handle what its topics have once more, for a copy of what they keep. Neither the inbox nor the
 * offsets of the service know of it, and no dead letter comes of it.
 */
@ApplicationScoped
public class Replay {

    private static final Logger LOG = Logger.getLogger(Replay.class);
    private static final int TRIES = 5;
    private static final Duration PAUSE = Duration.ofMillis(200);

    /**
     * A message that could not be handled, and why.
     *
     * @param type full protobuf name; empty when its envelope could not be read
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

    /** Its id in the inbox; empty for what no handler here wants. */
    public Optional<UUID> idOf(ConsumerRecord<byte[], byte[]> record) {
        return switch (ReceivedMessage.of(record)) {
            case Readable readable when !handling.isWanted(readable) -> Optional.empty();
            case ReceivedMessage message -> Optional.of(message.id());
        };
    }

    /**
     * Handles them in this order, all in one transaction; when that fails, each in its own. Blocks.
     *
     * @param claim comes first in each transaction: keeps the ids there, and answers with those that were not kept before
     * @param patience for each transaction, and for a failure to pass that does so by itself: a database that is away, a lost race
     * @return those that could not be handled for another reason, in five tries if they could be read; types that nobody here
     *     wants are not among them
     * @throws RuntimeException when the patience is at its end: nobody knows how much has been handled, and handling all of
     *     them again is right, since what is claimed is left out
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

    /** @return why not, if it is of no use to wait */
    private Optional<Throwable> attempt(
            List<Readable> messages, Function<Collection<UUID>, Uni<Set<UUID>>> claim, Duration patience) {
        Instant giveUp = Instant.now().plus(patience);
        while (true) {
            try {
                handling.handleForCopy(messages, claim).await().atMost(patience);
                return Optional.empty();
            } catch (RuntimeException failure) {
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

    /** Not the message's fault: it took too long, or this thread is to end. */
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
