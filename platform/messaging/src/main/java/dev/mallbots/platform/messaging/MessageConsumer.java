package dev.mallbots.platform.messaging;

import dev.mallbots.platform.kernel.Refusal;
import dev.mallbots.platform.messaging.DeadLetters.Tries;
import dev.mallbots.platform.messaging.MessageHandling.HandlerFailed;
import dev.mallbots.platform.messaging.ReceivedMessage.Readable;
import dev.mallbots.platform.messaging.ReceivedMessage.Unreadable;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaRecordBatch;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Handles the messages of this service's topics: many in one transaction under load, a single one at once.
 *
 * <p>When a message fails, the messages before it are committed. The messages of its key are set aside into their own lane, where they are
 * retried one by one with growing pauses, and all others go on. A transient failure is retried until it has passed; a refused command is
 * answered; after any other failure the message becomes a dead letter after a few attempts. An offset is committed when every message
 * before it is settled, so unsettled messages are delivered again after a crash.
 */
@ApplicationScoped
public class MessageConsumer {

    private static final Logger LOG = Logger.getLogger(MessageConsumer.class);
    private static final int TRIES = 5;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final MessageHandling handling;
    private final DeadLetters deadLetters;
    private final MessageMeters meters;

    private final Duration firstPause;
    private final Arrivals arrivals;

    /** The tails of the lanes in use: later messages of such a key are queued behind them. */
    private final Map<String, Uni<Void>> lanes = new HashMap<>();

    /** @param company the time for which the first message of a batch waits for others */
    @Inject
    MessageConsumer(
            MessageHandling handling,
            DeadLetters deadLetters,
            MeterRegistry metrics,
            @ConfigProperty(name = "mallbots.inbox.company", defaultValue = "PT0S") Duration company) {
        this(handling, deadLetters, metrics, FIRST_PAUSE, company);
    }

    MessageConsumer(
            MessageHandling handling,
            DeadLetters deadLetters,
            MeterRegistry metrics,
            Duration firstPause,
            Duration company) {
        this.arrivals = new Arrivals(this::take, company);
        this.handling = handling;
        this.deadLetters = deadLetters;
        this.meters = new MessageMeters(metrics, handling.types());
        this.firstPause = firstPause;
    }

    /** Creates this bean, and with it the series, before the first message. */
    void start(@Observes StartupEvent started) {}

    /** Completes when the next poll may come, possibly before a message of this one is handled. */
    @Incoming("inbox")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    Uni<Void> consume(KafkaRecordBatch<byte[], byte[]> poll) {
        return arrivals.add(
                poll.getRecords().stream().map(MessageConsumer::recordOf).toList(), poll::ack);
    }

    /**
     * Handles the next batch; one batch at a time.
     *
     * @param acknowledge called once, when every message of the batch is settled
     * @return completes when the next batch may come, possibly earlier than that
     */
    Uni<Void> take(List<ConsumerRecord<byte[], byte[]>> records, Supplier<CompletionStage<Void>> acknowledge) {
        List<Uni<Void>> aside = new ArrayList<>();
        List<Readable> now = new ArrayList<>();
        List<ReceivedMessage> afterwards = new ArrayList<>();
        sort(records.stream().map(ReceivedMessage::of).toList(), now, afterwards);
        return settle(now, aside).invoke(() -> {
            afterwards.forEach(message -> aside.add(stepAside(message)));
            acknowledgeAfter(aside, acknowledge);
        });
    }

    @SuppressWarnings("unchecked")
    private static ConsumerRecord<byte[], byte[]> recordOf(KafkaRecord<byte[], byte[]> record) {
        return record.getMetadata(IncomingKafkaRecordMetadata.class)
                .orElseThrow()
                .getRecord();
    }

    /** Stores an unreadable message as a dead letter after the earlier messages of its lane; later messages of its lane wait for it. */
    private void sort(List<ReceivedMessage> messages, List<Readable> now, List<ReceivedMessage> afterwards) {
        Set<String> lanesWithUnreadable = new HashSet<>();
        for (ReceivedMessage message : messages) {
            switch (message) {
                case Readable readable when !handling.isWanted(readable) -> meters.skipped(readable);
                case Readable readable when !lanesWithUnreadable.contains(readable.lane()) -> now.add(readable);
                case Readable readable -> afterwards.add(readable);
                case Unreadable unreadable -> {
                    lanesWithUnreadable.add(unreadable.lane());
                    afterwards.add(unreadable);
                }
            }
        }
    }

    private static void acknowledgeAfter(List<Uni<Void>> aside, Supplier<CompletionStage<Void>> acknowledge) {
        Uni<Void> settled = aside.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join().all(aside).andCollectFailures().replaceWithVoid();
        settled.chain(() -> Uni.createFrom().completionStage(acknowledge))
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.error("A batch could not be acknowledged; it will come again", failure));
    }

    /**
     * Handles together the messages whose lane is free; the others are queued in their lanes. Every message of a batch passes here first.
     */
    private Uni<Void> settle(List<Readable> all, List<Uni<Void>> aside) {
        List<Readable> messages = new ArrayList<>(all.size());
        for (Readable message : all) {
            if (isHeldUp(message)) {
                aside.add(stepAside(message));
            } else {
                messages.add(message);
            }
        }
        if (messages.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return handle(messages).onFailure().recoverWithUni(failure -> switch (failure) {
            case HandlerFailed failed when !Failures.isDatabaseAway(failed) -> split(messages, failed, aside);
            case Throwable passing
            when Failures.isPassing(passing) && !Failures.tookTooLong(passing) ->
                whenBack(messages, passing, firstPause, aside);
            default -> {
                LOG.warnf("%d messages could not be handled together: %s", messages.size(), failure);
                yield halve(messages, aside);
            }
        });
    }

    private Uni<Void> handle(List<Readable> messages) {
        return Uni.createFrom().deferred(() -> {
            long begun = System.nanoTime();
            return handling.handle(messages)
                    .invoke(() -> meters.handled(messages, begun))
                    .onFailure()
                    .invoke(failure -> meters.failed(begun));
        });
    }

    /** The message that the database refused at the commit is unknown: search for it. */
    private Uni<Void> halve(List<Readable> messages, List<Uni<Void>> aside) {
        if (messages.size() == 1) {
            aside.add(stepAside(messages.getFirst()));
            return Uni.createFrom().voidItem();
        }
        int middle = messages.size() / 2;
        return settle(messages.subList(0, middle), aside)
                .chain(() -> settle(messages.subList(middle, messages.size()), aside));
    }

    /** Handles the messages before the failed one again and together, sets the failed one's lane aside, and handles the rest together. */
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
        meters.retried(messages);
        return after(pause)
                .chain(() -> handle(messages))
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

    /** @return completes when the message is settled, after all earlier messages of the same lane */
    private Uni<Void> stepAside(ReceivedMessage message) {
        String lane = message.lane();
        synchronized (lanes) {
            Uni<Void> before = lanes.getOrDefault(lane, Uni.createFrom().voidItem());
            Uni<Void> settled = before.chain(() -> persistently(() -> settleAlone(message), firstPause))
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
            case Readable readable -> attempt(readable, 1, now, firstPause);
            case Unreadable unreadable -> giveUp(unreadable, unreadable.reason(), new Tries(1, now, now));
        };
    }

    private Uni<Void> attempt(Readable message, int count, Instant first, Duration pause) {
        return handleOrRefuse(message).onFailure().recoverWithUni(failure -> {
            boolean hopeless = Failures.isFinal(failure) || !Failures.isPassing(failure) && count >= TRIES;
            if (hopeless) {
                return giveUp(message, reason(failure), new Tries(count, first, Instant.now()));
            }
            LOG.warnf(
                    "%s %s failed at try %d and is tried again in %d ms: %s",
                    message.context().type(), message.id(), count, pause.toMillis(), reason(failure));
            meters.retried(List.of(message));
            return after(pause).chain(() -> attempt(message, count + 1, first, longer(pause)));
        });
    }

    private Uni<Void> handleOrRefuse(Readable message) {
        return handle(List.of(message))
                .onFailure(failure ->
                        handling.isCommand(message) && Failures.refusal(failure).isPresent())
                .recoverWithUni(failure -> handling.answerRefused(
                                message, Failures.refusal(failure).orElseThrow())
                        .invoke(() -> meters.refused(message)));
    }

    private Uni<Void> giveUp(ReceivedMessage message, String reason, Tries tries) {
        ConsumerRecord<byte[], byte[]> record = message.record();
        LOG.errorf(
                "A message is kept as a dead letter: %s, from %s-%d at %d, key %s: %s",
                message.id(),
                record.topic(),
                record.partition(),
                record.offset(),
                message.key().orElse("none"),
                reason);
        meters.deadLetter(message);
        return persistently(() -> deadLetters.keep(message, reason, tries), firstPause);
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
