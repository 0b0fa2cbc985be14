package dev.mallbots.platform.messaging;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.NotFound;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What an operator can do with the messages that could not be handled: look, send again, let go. */
@ApplicationScoped
public class DeadLetterOffice {

    private static final int MOST_AT_ONCE = 500;

    private static final String COLUMNS = """
            select id, topic, partition, "offset", key, type, cast(headers as text), payload, error, tries, first_try, last_try,
                discard_reason
            from dead_letter
            """;

    private static final String LIST = COLUMNS + """
            where (cast(:type as text) is null or type = :type or type like '%.' || :type)
              and (cast(:before as timestamptz) is null or first_try <= :before)
              and (discarded_at is not null) = :discarded
              and (cast(:afterTime as timestamptz) is null or (last_try, id) < (:afterTime, :afterId))
            order by last_try desc, id desc limit :limit
            """;

    /** Where a page ended. */
    public record Position(Instant lastTry, UUID id) {}

    /**
     * Which ones.
     *
     * @param type full or simple protobuf name
     * @param before only those first tried by then
     * @param discarded those that were let go, instead of those that wait
     */
    public record Filter(Optional<String> type, Optional<Instant> before, boolean discarded) {}

    /**
     * What became of sending several again.
     *
     * @param handled took effect, or had already
     * @param failed are dead letters still
     */
    public record Replay(
            @Schema(examples = "12") int handled,
            @Schema(examples = "0") int failed) {}

    private final MessageHandling handling;
    private final WaitingDeadLetters waiting;
    private final Transactions transactions;

    DeadLetterOffice(MessageHandling handling, WaitingDeadLetters waiting, Transactions transactions) {
        this.handling = handling;
        this.waiting = waiting;
        this.transactions = transactions;
    }

    /** The most recently tried first. */
    @WithSession
    public Uni<List<DeadLetter>> list(Filter filter, Optional<Position> after, int limit) {
        return Panache.getSession()
                .chain(session -> session.<Object[]>createNativeQuery(LIST)
                        .setParameter("type", filter.type().orElse(null))
                        .setParameter("before", filter.before().orElse(null))
                        .setParameter("discarded", filter.discarded())
                        .setParameter("afterTime", after.map(Position::lastTry).orElse(null))
                        .setParameter("afterId", after.map(Position::id).orElse(null))
                        .setParameter("limit", limit)
                        .getResultList())
                .map(rows -> rows.stream().map(DeadLetterOffice::letter).toList());
    }

    /** @return fails with {@link NotFound} */
    @WithSession
    public Uni<DeadLetter> get(UUID id) {
        return Panache.getSession()
                .chain(session -> session.<Object[]>createNativeQuery(COLUMNS + " where id = :id")
                        .setParameter("id", id)
                        .getSingleResultOrNull())
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("dead letter", id))
                .map(DeadLetterOffice::letter);
    }

    /** The payload as JSON; empty when this service does not know its type or can't read it. */
    public Optional<String> payloadAsJson(DeadLetter letter) {
        return letter.type().flatMap(handling::parserOf).flatMap(parser -> {
            try {
                return Optional.of(JsonFormat.printer()
                        .alwaysPrintFieldsWithNoPresence()
                        .omittingInsignificantWhitespace()
                        .print(parser.parseFrom(letter.payload())));
            } catch (InvalidProtocolBufferException e) {
                return Optional.empty();
            }
        });
    }

    /**
     * Handles it once more, through the inbox like any message: in one transaction it stops being a dead letter and takes
     * its effect, or stays what it was.
     *
     * @return fails with {@link NotFound}, or with {@link Conflict} when it failed again
     */
    public Uni<Void> replay(UUID id) {
        return transactions.inNew(() -> get(id)).chain(letter -> switch (received(letter)) {
            case ReceivedMessage.Unreadable unreadable ->
                Uni.createFrom().failure(new Conflict("it is unreadable: " + unreadable.reason()));
            case ReceivedMessage.Readable readable
            when !handling.isWanted(readable) ->
                Uni.createFrom()
                        .failure(new Conflict(
                                "nobody here handles " + readable.context().type()));
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

    /** Handles all that the filter matches once more, in the order in which they came, up to 500 of them. */
    public Uni<Replay> replayAll(Filter filter) {
        return transactions
                .inNew(() -> list(filter, Optional.empty(), MOST_AT_ONCE))
                .onItem()
                .transformToMulti(letters -> Multi.createFrom().iterable(inOrder(letters)))
                .onItem()
                .transformToUniAndConcatenate(letter ->
                        replay(letter.id()).replaceWith(true).onFailure().recoverWithItem(false))
                .collect()
                .asList()
                .map(outcomes -> {
                    int handled = (int)
                            outcomes.stream().filter(Boolean::booleanValue).count();
                    return new Replay(handled, outcomes.size() - handled);
                });
    }

    private static List<DeadLetter> inOrder(List<DeadLetter> letters) {
        return letters.stream()
                .sorted(Comparator.comparing(DeadLetter::topic)
                        .thenComparing(DeadLetter::partition)
                        .thenComparing(DeadLetter::offset))
                .toList();
    }

    /**
     * Lets it go: it is not handled any more, and kept for a while with the reason.
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

    /** So that the inbox takes it once more; fails with {@link NotFound} when somebody else has settled it meanwhile. */
    private static Uni<Void> forget(UUID id) {
        return Panache.getSession()
                // the inbox first, as with every message: whoever stops all handling locks it
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
        String error = MessageConsumer.reason(failure);
        return transactions
                .inNew(() -> Panache.getSession()
                        .chain(session -> session.createNativeQuery(
                                        "update dead_letter set error = :error, tries = tries + 1, last_try = now() where id = :id")
                                .setParameter("id", id)
                                .setParameter("error", error)
                                .executeUpdate()))
                .chain(() -> Uni.createFrom().failure(new Conflict("it failed again: " + error)));
    }

    private static ReceivedMessage received(DeadLetter letter) {
        ConsumerRecord<String, byte[]> record = new ConsumerRecord<>(
                letter.topic(),
                letter.partition(),
                letter.offset(),
                letter.key().orElse(null),
                letter.payload());
        letter.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return ReceivedMessage.of(record);
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
                (byte[]) row[7],
                (String) row[8],
                (Integer) row[9],
                ((OffsetDateTime) row[10]).toInstant(),
                ((OffsetDateTime) row[11]).toInstant(),
                Optional.ofNullable((String) row[12]));
    }
}
