package dev.mallbots.platform.messaging;

import dev.mallbots.platform.kernel.Refusal;
import dev.mallbots.platform.messaging.DeadLetters.Tries;
import dev.mallbots.platform.messaging.MessageHandling.HandlerFailed;
import dev.mallbots.platform.messaging.ReceivedMessage.Readable;
import dev.mallbots.platform.messaging.ReceivedMessage.Unreadable;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaRecordBatch;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Takes what Kafka has for this service, many messages in one transaction under load, one at once when there is one.
 *
 * <p>When a message fails, those before it are committed, its key's messages step aside into a lane of their own, where they
 * are tried one by one with growing pauses, and all others go on. A failure that passes by itself is tried until it has
 * passed; a refused command is answered; anything else becomes a dead letter after a few tries. Offsets are committed behind
 * the last batch in which everything is settled, so whatever was in hand when the process died comes again.
 */
@ApplicationScoped
public class MessageConsumer {

    private static final Logger LOG = Logger.getLogger(MessageConsumer.class);
    private static final int TRIES = 5;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final MessageHandling handling;
    private final DeadLetters deadLetters;
    private final MeterRegistry metrics;

    /** Tails of the lanes in use: what comes for such a key queues up behind them. */
    private final Map<String, Uni<Void>> lanes = new HashMap<>();

    MessageConsumer(MessageHandling handling, DeadLetters deadLetters, MeterRegistry metrics) {
        this.handling = handling;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
    }

    /** Completes when the next batch may come, which can be before all of this one is settled. */
    @Incoming("inbox")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    Uni<Void> consume(KafkaRecordBatch<String, byte[]> batch) {
        List<Uni<Void>> aside = new ArrayList<>();
        List<Readable> now = new ArrayList<>();
        for (KafkaRecord<String, byte[]> record : batch.getRecords()) {
            sort(ReceivedMessage.of(recordOf(record)), now, aside);
        }
        return settle(now, aside).invoke(() -> acknowledgeAfter(aside, batch));
    }

    @SuppressWarnings("unchecked")
    private static ConsumerRecord<String, byte[]> recordOf(KafkaRecord<String, byte[]> record) {
        return record.getMetadata(IncomingKafkaRecordMetadata.class)
                .orElseThrow()
                .getRecord();
    }

    private void sort(ReceivedMessage message, List<Readable> now, List<Uni<Void>> aside) {
        switch (message) {
            case Readable readable
            when !handling.isWanted(readable) ->
                metrics.counter("inbox.skipped", "type", readable.context().type())
                        .increment();
            case Readable readable when !isHeldUp(readable) -> now.add(readable);
            case Readable readable -> aside.add(stepAside(readable));
            case Unreadable unreadable -> aside.add(stepAside(unreadable));
        }
    }

    private void acknowledgeAfter(List<Uni<Void>> aside, KafkaRecordBatch<String, byte[]> batch) {
        Uni<Void> settled = aside.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join().all(aside).andCollectFailures().replaceWithVoid();
        settled.chain(() -> Uni.createFrom().completionStage(batch.ack()))
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.error("A batch could not be acknowledged; it will come again", failure));
    }

    private Uni<Void> settle(List<Readable> messages, List<Uni<Void>> aside) {
        if (messages.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return handling.handle(messages)
                .invoke(() -> metrics.counter("inbox.handled").increment(messages.size()))
                .onFailure()
                .recoverWithUni(failure -> switch (failure) {
                    case HandlerFailed failed when !Failures.isDatabaseAway(failed) -> split(messages, failed, aside);
                    case Throwable passing
                    when Failures.isPassing(passing) && !(passing instanceof Transactions.TookTooLong) ->
                        whenBack(messages, passing, FIRST_PAUSE, aside);
                    default -> {
                        LOG.warnf("%d messages could not be handled together: %s", messages.size(), failure);
                        yield halve(messages, aside);
                    }
                });
    }

    /** Nobody knows which of them the database would not commit: look for it. */
    private Uni<Void> halve(List<Readable> messages, List<Uni<Void>> aside) {
        if (messages.size() == 1) {
            aside.add(stepAside(messages.getFirst()));
            return Uni.createFrom().voidItem();
        }
        int middle = messages.size() / 2;
        return settle(messages.subList(0, middle), aside)
                .chain(() -> settle(messages.subList(middle, messages.size()), aside));
    }

    /** Those before the failed one once more and together, the failed one's lane aside, the rest together. */
    private Uni<Void> split(List<Readable> messages, HandlerFailed failed, List<Uni<Void>> aside) {
        int at = messages.indexOf(failed.message);
        String lane = failed.message.lane();
        List<Readable> before = messages.subList(0, at);
        List<Readable> rest = messages.subList(at, messages.size());
        return settle(before, aside).chain(() -> {
            rest.stream()
                    .filter(message -> message.lane().equals(lane))
                    .forEach(message -> aside.add(stepAside(message)));
            return settle(
                    rest.stream()
                            .filter(message -> !message.lane().equals(lane))
                            .toList(),
                    aside);
        });
    }

    private Uni<Void> whenBack(List<Readable> messages, Throwable failure, Duration pause, List<Uni<Void>> aside) {
        LOG.warnf(
                "%d messages wait %d ms for the database: %s", messages.size(), pause.toMillis(), failure.getMessage());
        return after(pause)
                .chain(() -> handling.handle(messages))
                .onFailure()
                .recoverWithUni(again -> Failures.isDatabaseAway(again)
                        ? whenBack(messages, again, longer(pause), aside)
                        : settle(messages, aside));
    }

    private boolean isHeldUp(ReceivedMessage message) {
        synchronized (lanes) {
            return lanes.containsKey(message.lane());
        }
    }

    /** @return completes when the message is settled, after all that stepped aside for the same key before it */
    private Uni<Void> stepAside(ReceivedMessage message) {
        String lane = message.lane();
        synchronized (lanes) {
            Uni<Void> before = lanes.getOrDefault(lane, Uni.createFrom().voidItem());
            Uni<Void> settled = before.chain(() -> persistently(() -> settleAlone(message), FIRST_PAUSE))
                    .memoize()
                    .indefinitely();
            lanes.put(lane, settled);
            settled.subscribe().with(done -> leave(lane, settled));
            return settled;
        }
    }

    private void leave(String lane, Uni<Void> settled) {
        synchronized (lanes) {
            lanes.remove(lane, settled);
        }
    }

    private Uni<Void> settleAlone(ReceivedMessage message) {
        Instant now = Instant.now();
        return switch (message) {
            case Readable readable -> attempt(readable, 1, now, FIRST_PAUSE);
            case Unreadable unreadable -> giveUp(unreadable, unreadable.reason(), new Tries(1, now, now));
        };
    }

    private Uni<Void> attempt(Readable message, int count, Instant first, Duration pause) {
        return handling.handle(List.of(message)).onFailure().recoverWithUni(failure -> {
            Optional<Refusal> refusal = Failures.refusal(failure);
            if (refusal.isPresent() && handling.isCommand(message)) {
                return persistently(() -> handling.answerRefused(message, refusal.get()), FIRST_PAUSE);
            }
            boolean hopeless = Failures.isFinal(failure) || !Failures.isPassing(failure) && count >= TRIES;
            if (hopeless) {
                return giveUp(message, reason(failure), new Tries(count, first, Instant.now()));
            }
            LOG.warnf(
                    "%s %s failed at try %d and is tried again in %d ms: %s",
                    message.context().type(), message.id(), count, pause.toMillis(), reason(failure));
            return after(pause).chain(() -> attempt(message, count + 1, first, longer(pause)));
        });
    }

    private Uni<Void> giveUp(ReceivedMessage message, String reason, Tries tries) {
        ConsumerRecord<String, byte[]> record = message.record();
        LOG.errorf(
                "A message is kept as a dead letter: %s, from %s-%d at %d, key %s: %s",
                message.id(), record.topic(), record.partition(), record.offset(), record.key(), reason);
        metrics.counter("inbox.dead.letters").increment();
        return persistently(() -> deadLetters.keep(message, reason, tries), FIRST_PAUSE);
    }

    private Uni<Void> persistently(Supplier<Uni<Void>> work, Duration pause) {
        return Uni.createFrom().deferred(work::get).onFailure().recoverWithUni(failure -> {
            LOG.warnf("The outcome of a message can't be kept yet: %s", failure);
            return after(pause).chain(() -> persistently(work, longer(pause)));
        });
    }

    static String reason(Throwable failure) {
        Throwable cause = failure instanceof HandlerFailed ? failure.getCause() : failure;
        return cause instanceof Refusal ? cause.getMessage() : cause.toString();
    }

    private static Uni<Void> after(Duration pause) {
        long jitter = ThreadLocalRandom.current().nextLong(pause.toMillis() / 2 + 1);
        return Uni.createFrom().voidItem().onItem().delayIt().by(pause.plusMillis(jitter));
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
}
