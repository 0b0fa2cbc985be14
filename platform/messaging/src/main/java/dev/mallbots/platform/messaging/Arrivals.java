package dev.mallbots.platform.messaging;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * The messages that have arrived and wait for their turn. Those that arrive while a batch is being handled form the next batch, so the
 * batches grow with the load: a message of a batch of a hundred costs a fourth of one that is handled alone.
 *
 * <p>While there is room, the next poll is let in at once. SmallRye would otherwise pause the partitions and poll every 2 ms in vain.
 */
final class Arrivals {

    private static final Logger LOG = Logger.getLogger(Arrivals.class);

    /** The number of messages above which no further poll is let in. */
    static final int FULL = 500;

    /** In bytes: the same limit for large messages, as many as one fetch may bring. */
    static final long FULL_BYTES = 8 * 1024 * 1024;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /** Handles a batch. */
    interface Handler {

        /**
         * @param acknowledge called once, when every message of the batch is settled
         * @return completes when the next batch may come, possibly earlier than that
         */
        Uni<Void> take(List<ConsumerRecord<byte[], byte[]>> records, Supplier<CompletionStage<Void>> acknowledge);
    }

    /** The messages of one poll. */
    private record Poll(List<ConsumerRecord<byte[], byte[]>> records, Supplier<CompletionStage<Void>> acknowledge) {

        long bytes() {
            return records.stream()
                    .mapToLong(record ->
                            Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize()))
                    .sum();
        }
    }

    private final Handler handler;
    private final Duration company;
    private final Queue<Poll> waiting = new ArrayDeque<>();
    private int messages;
    private long bytes;
    private boolean isAtWork;
    private UniEmitter<? super Void> heldUp;

    /** @param company the time for which the first message of a batch waits for others; zero for none */
    Arrivals(Handler handler, Duration company) {
        this.handler = handler;
        this.company = company;
    }

    /**
     * Adds the messages of a poll; one call at a time.
     *
     * @param acknowledge called once, when every message of the poll is settled
     * @return completes when there is room for the next poll
     */
    Uni<Void> add(List<ConsumerRecord<byte[], byte[]>> records, Supplier<CompletionStage<Void>> acknowledge) {
        return Uni.createFrom().emitter(room -> {
            Poll poll = new Poll(records, acknowledge);
            boolean isFull;
            boolean begins;
            synchronized (this) {
                waiting.add(poll);
                messages += records.size();
                bytes += poll.bytes();
                isFull = isFull();
                if (isFull) {
                    heldUp = room;
                }
                begins = !isAtWork;
                isAtWork = true;
            }
            if (!isFull) {
                room.complete(null);
            }
            if (begins) {
                afterCompany();
            }
        });
    }

    private synchronized boolean isFull() {
        return messages >= FULL || bytes >= FULL_BYTES;
    }

    private void afterCompany() {
        Uni<Void> now = Uni.createFrom().voidItem();
        (company.isZero() || isFull() ? now : now.onItem().delayIt().by(company))
                .chain(this::handleWhatIsThere)
                .subscribe()
                .with(done -> goOn());
    }

    private Uni<Void> handleWhatIsThere() {
        List<Poll> polls;
        UniEmitter<? super Void> room;
        synchronized (this) {
            polls = List.copyOf(waiting);
            waiting.clear();
            messages = 0;
            bytes = 0;
            room = heldUp;
            heldUp = null;
        }
        if (room != null) {
            room.complete(null);
        }
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        polls.forEach(poll -> records.addAll(poll.records()));
        return Uni.createFrom()
                .deferred(() -> handler.take(records, () -> acknowledge(polls)))
                .onFailure()
                .invoke(failure -> LOG.error("A batch ended with an error and is handled again", failure))
                // the handler deals with every failure of a message: this is a fault in it, and no later message may
                // overtake
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely();
    }

    private static CompletionStage<Void> acknowledge(List<Poll> polls) {
        return CompletableFuture.allOf(polls.stream()
                .map(poll -> poll.acknowledge().get().toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    private void goOn() {
        synchronized (this) {
            isAtWork = !waiting.isEmpty();
            if (!isAtWork) {
                return;
            }
        }
        afterCompany();
    }
}
