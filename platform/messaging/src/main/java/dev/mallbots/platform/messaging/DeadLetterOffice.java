package dev.mallbots.platform.messaging;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.platform.messaging.WaitingDeadLetters.Place;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Lets operators list, replay and discard messages that could not be handled. */
@ApplicationScoped
public class DeadLetterOffice {

    private static final Duration WALK = Duration.ofSeconds(15);
    private static final int STEP = 500;

    private static final String COLUMNS = """
            id, topic, partition, "offset", key, type, cast(headers as text), error, tries, first_try, last_try, discard_reason
            """;

    private static final String MATCHES = """
            (cast(:type as text) is null or type = :type or type like '%.' || :type)
              and (cast(:before as timestamptz) is null or first_try <= :before)
              and (discarded_at is not null) = :discarded
            """;

    private static final String LIST = "select " + COLUMNS + " from dead_letter where " + MATCHES + """
              and (cast(:afterTime as timestamptz) is null or (last_try, id) < (:afterTime, :afterId))
            order by last_try desc, id desc limit :limit
            """;

    private static final String OLDEST =
            "select first_try, id, topic, key, type from dead_letter where " + MATCHES + """
              and (cast(:afterTime as timestamptz) is null or (first_try, id) > (:afterTime, :afterId))
            order by first_try, id limit :limit
            """;

    /**
     * The position after a page.
     *
     * @param time for a list the time of the last attempt, for a replay of all that of the first
     */
    public record Position(Instant time, UUID id) {}

    /**
     * The filters of a list.
     *
     * @param type the full or simple protobuf name
     * @param before only letters first tried before this time
     * @param discarded discarded letters instead of waiting ones
     */
    public record Filter(Optional<String> type, Optional<Instant> before, boolean discarded) {}

    /**
     * The result of a replay of several letters.
     *
     * @param handled the message took effect, now or earlier
     * @param failed letters that are still dead, including those behind one of them
     * @param next where to continue; empty if all letters have been tried
     */
    public record Walk(int handled, int failed, Optional<Position> next) {

        private Walk and(boolean isHandled, Position walked) {
            return new Walk(handled + (isHandled ? 1 : 0), failed + (isHandled ? 0 : 1), Optional.of(walked));
        }
    }

    /** The fields of a dead letter that a replay needs. */
    private record Step(Position position, Place place, Optional<String> type) {}

    private final MessageHandling handling;
    private final WaitingDeadLetters waiting;
    private final Transactions transactions;

    DeadLetterOffice(MessageHandling handling, WaitingDeadLetters waiting, Transactions transactions) {
        this.handling = handling;
        this.waiting = waiting;
        this.transactions = transactions;
    }

    /** Most recently tried first. */
    @WithSession
    public Uni<List<DeadLetter>> list(Filter filter, Optional<Position> after, int limit) {
        return matching(LIST, filter, after, limit)
                .map(rows -> rows.stream().map(DeadLetterOffice::letter).toList());
    }

    private static Uni<List<Object[]>> matching(String query, Filter filter, Optional<Position> after, int limit) {
        return Panache.getSession()
                .chain(session -> session.<Object[]>createNativeQuery(query)
                        .setParameter("type", filter.type().orElse(null))
                        .setParameter("before", filter.before().orElse(null))
                        .setParameter("discarded", filter.discarded())
                        .setParameter("afterTime", after.map(Position::time).orElse(null))
                        .setParameter("afterId", after.map(Position::id).orElse(null))
                        .setParameter("limit", limit)
                        .getResultList());
    }

    /** @return fails with {@link NotFound} */
    @WithSession
    public Uni<DeadLetter.Whole> get(UUID id) {
        return row(id).map(row -> new DeadLetter.Whole(letter(row), (byte[]) row[12]));
    }

    private static Uni<Object[]> row(UUID id) {
        return Panache.getSession()
                .chain(session -> session.<Object[]>createNativeQuery(
                                "select " + COLUMNS + ", payload, original from dead_letter where id = :id")
                        .setParameter("id", id)
                        .getSingleResultOrNull())
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("dead letter", id));
    }

    /** The payload as JSON; empty if this service does not know its type or can't read it. */
    public Optional<String> payloadAsJson(DeadLetter.Whole whole) {
        return whole.letter().type().flatMap(handling::parserOf).flatMap(parser -> {
            try {
                return Optional.of(JsonFormat.printer()
                        .alwaysPrintFieldsWithNoPresence()
                        .omittingInsignificantWhitespace()
                        .print(parser.parseFrom(whole.payload())));
            } catch (InvalidProtocolBufferException e) {
                return Optional.empty();
            }
        });
    }

    /**
     * Handles it again, through the inbox like any message: in one transaction it either takes effect and is no longer a dead letter, or
     * stays one.
     *
     * @return fails with {@link NotFound}, or with {@link Conflict} if it failed again
     */
    public Uni<Void> replay(UUID id) {
        return transactions.inNew(() -> row(id)).chain(row -> switch (received(row)) {
            case ReceivedMessage.Unreadable unreadable ->
                Uni.createFrom().failure(new Conflict("it is unreadable: " + unreadable.reason()));
            case ReceivedMessage.Readable readable
            when !handling.isWanted(readable) ->
                Uni.createFrom()
                        .failure(new Conflict("this service does not handle "
                                + readable.context().type()));
            case ReceivedMessage.Readable readable ->
                checkIsFirst(readable)
                        .chain(() -> handling.handleAgain(readable, () -> forget(id)))
                        .onFailure()
                        .recoverWithUni(failure -> note(id, failure));
        });
    }

    private Uni<Void> checkIsFirst(ReceivedMessage.Readable message) {
        return handling.isInOrder(message)
                ? transactions
                        .inNew(() -> waiting.before(message))
                        .invoke(before -> before.ifPresent(first -> {
                            throw new MessageHandling.HeldBack(first);
                        }))
                        .replaceWithVoid()
                : Uni.createFrom().voidItem();
    }

    /**
     * Handles all matching letters again, oldest first, each once, but for some seconds only. Letters behind one that failed again are not
     * tried.
     *
     * @param after where an earlier replay ended
     */
    public Uni<Walk> replayAll(Filter filter, Optional<Position> after) {
        Instant begun = Instant.now();
        // a message that becomes a dead letter meanwhile is left to another replay
        Instant before = filter.before().filter(begun::isAfter).orElse(begun);
        return walk(
                new Filter(filter.type(), Optional.of(before), filter.discarded()),
                begun.plus(WALK),
                new HashSet<>(),
                new Walk(0, 0, after));
    }

    private Uni<Walk> walk(Filter filter, Instant end, Set<Place> blocked, Walk soFar) {
        return transactions.inNew(() -> steps(filter, soFar.next())).chain(steps -> {
            if (steps.isEmpty()) {
                return Uni.createFrom().item(new Walk(soFar.handled(), soFar.failed(), Optional.empty()));
            }
            return take(steps, end, blocked, soFar)
                    .chain(walked -> Instant.now().isBefore(end)
                            ? walk(filter, end, blocked, walked)
                            : Uni.createFrom().item(walked));
        });
    }

    private Uni<Walk> take(List<Step> steps, Instant end, Set<Place> blocked, Walk soFar) {
        return Multi.createFrom()
                .iterable(steps)
                .select()
                .first(step -> Instant.now().isBefore(end))
                .onItem()
                .transformToUniAndConcatenate(step -> take(step, blocked).map(handled -> Map.entry(step, handled)))
                .collect()
                .in(
                        () -> new AtomicReference<>(soFar),
                        (walk, step) -> walk.set(
                                walk.get().and(step.getValue(), step.getKey().position())))
                .map(AtomicReference::get);
    }

    /** @return whether it was handled */
    private Uni<Boolean> take(Step step, Set<Place> blocked) {
        boolean inOrder = step.type().filter(handling::isInOrder).isPresent();
        if (inOrder && blocked.contains(step.place())) {
            return Uni.createFrom().item(false);
        }
        return replay(step.position().id())
                .replaceWith(true)
                .onFailure()
                .recoverWithItem(false)
                .invoke(handled -> {
                    if (inOrder && !handled) {
                        blocked.add(step.place());
                    }
                });
    }

    private static Uni<List<Step>> steps(Filter filter, Optional<Position> after) {
        return matching(OLDEST, filter, after, STEP)
                .map(rows -> rows.stream()
                        .map(row -> new Step(
                                new Position(((OffsetDateTime) row[0]).toInstant(), (UUID) row[1]),
                                new Place((String) row[2], (String) row[3]),
                                Optional.ofNullable((String) row[4])))
                        .toList());
    }

    /**
     * Discards it: it is never handled, and is kept for a while with the reason.
     *
     * @return fails with {@link NotFound}
     */
    @WithTransaction
    public Uni<Void> discard(UUID id, String reason) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "update dead_letter set discarded_at = now(), discard_reason = :reason where id = :id")
                        .setParameter("id", id)
                        .setParameter("reason", reason)
                        .executeUpdate())
                .invoke(count -> {
                    if (count == 0) {
                        throw new NotFound("dead letter", id);
                    }
                })
                .replaceWithVoid();
    }

    /**
     * Removes the letter, so that the inbox accepts the message again; fails with {@link NotFound} if another transaction has settled it.
     */
    private static Uni<Void> forget(UUID id) {
        return Panache.getSession()
                // the inbox first, as for every message: a rebuild locks the inbox to stop all handling
                .chain(session -> session.createNativeQuery("delete from inbox where message_id = :id")
                        .setParameter("id", id)
                        .executeUpdate()
                        .chain(() -> session.createNativeQuery("delete from dead_letter where id = :id")
                                .setParameter("id", id)
                                .executeUpdate()))
                .invoke(count -> {
                    if (count == 0) {
                        throw new NotFound("dead letter", id);
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> note(UUID id, Throwable failure) {
        String error = Legible.text(MessageConsumer.reason(failure));
        return transactions
                .inNew(() -> Panache.getSession()
                        .chain(session -> session.createNativeQuery(
                                        "update dead_letter set error = :error, tries = tries + 1, last_try = now() where id = :id")
                                .setParameter("id", id)
                                .setParameter("error", error)
                                .executeUpdate()))
                .chain(() -> Uni.createFrom().failure(new Conflict("it failed again: " + error)));
    }

    /** The original message, byte for byte. */
    private static ReceivedMessage received(Object[] row) {
        DeadLetter letter = letter(row);
        Original message = row[13] == null
                ? Original.ofReadable(letter.key(), letter.headers())
                : Original.decoded((byte[]) row[13]);
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(
                letter.topic(), letter.partition(), letter.offset(), message.key(), (byte[]) row[12]);
        message.headers().forEach(record.headers()::add);
        ReceivedMessage received = ReceivedMessage.of(record);
        // a message without a payload is stored with an empty one, which many types can be parsed from: its id tells
        // the difference
        return received.id().equals(letter.id())
                ? received
                : new ReceivedMessage.Unreadable(record, letter.id(), "it has no payload");
    }

    private static DeadLetter letter(Object[] row) {
        Map<String, String> headers = new LinkedHashMap<>();
        new JsonObject((String) row[6]).forEach(header -> headers.put(header.getKey(), (String) header.getValue()));
        return new DeadLetter(
                (UUID) row[0],
                (String) row[1],
                (Integer) row[2],
                (Long) row[3],
                Optional.ofNullable((String) row[4]),
                Optional.ofNullable((String) row[5]),
                headers,
                (String) row[7],
                (Integer) row[8],
                ((OffsetDateTime) row[9]).toInstant(),
                ((OffsetDateTime) row[10]).toInstant(),
                Optional.ofNullable((String) row[11]));
    }
}
