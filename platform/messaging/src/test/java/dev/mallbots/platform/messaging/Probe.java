package dev.mallbots.platform.messaging;

import com.google.protobuf.BoolValue;
import com.google.protobuf.Int64Value;
import com.google.protobuf.StringValue;
import com.google.protobuf.UInt64Value;
import dev.mallbots.contracts.common.v1.CommandSucceeded;
import dev.mallbots.contracts.common.v1.PageRequest;
import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.Unavailable;
import io.opentelemetry.api.trace.Span;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A minimal service: it records its messages, and fails as its messages demand. */
@Singleton
class Probe implements MessageSubscriber {

    static final String NOTES = Topics.events("probe", "Note");
    static final String ECHOES = Topics.events("probe", "Echo");
    static final String COMMANDS = Topics.commands("probe");
    static final String REPLIES = Topics.replies("probe");

    final Map<UUID, AtomicInteger> tries = new ConcurrentHashMap<>();
    final Map<UUID, String> traces = new ConcurrentHashMap<>();
    volatile long stumblesAt = -1;
    volatile String lastKey;
    private final Outbox outbox;

    Probe(Outbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public void subscribe(Subscriptions on) {
        on.event(StringValue.class, this::note)
                .event(BoolValue.class, this::countOnly)
                .event(
                        CommandSucceeded.class,
                        (done, context) -> Uni.createFrom().voidItem())
                .eventInOrder(UInt64Value.class, this::step)
                .command(Int64Value.class, this::divide)
                .command(PageRequest.class, (page, context) -> Uni.createFrom().item(BoolValue.of(true)));
    }

    private Uni<Void> note(StringValue note, MessageContext context) {
        int count =
                tries.computeIfAbsent(context.id(), id -> new AtomicInteger()).incrementAndGet();
        traces.put(context.id(), Span.current().getSpanContext().getTraceId());
        return insert(note.getValue())
                .chain(() -> outbox.publish(
                        List.of(OutgoingMessage.event("probe", "Echo", UUID.fromString(context.key()), 1, note))))
                .invoke(() -> {
                    switch (note.getValue()) {
                        case "refused" -> throw new Conflict("not now");
                        case "broken" -> throw new IllegalStateException("a bug");
                        case "a bug with NUL" -> throw new IllegalStateException("a \0 bug");
                        case "panic" -> throw new StackOverflowError("a panic");
                        case "shaky" -> failUntil(count, 7);
                        default -> {}
                    }
                })
                .chain(() -> note.getValue().equals("deadlock from its second run on") && count > 1 && count < 5
                        ? execute("do $$ begin raise exception 'deadlock' using errcode = '40P01'; end $$")
                        : Uni.createFrom().voidItem())
                .chain(() -> note.getValue().equals("silent") && count == 1
                        ? Uni.createFrom().nothing()
                        : Uni.createFrom().voidItem());
    }

    /** Completes at once, without any call. */
    private Uni<Void> countOnly(BoolValue event, MessageContext context) {
        tries.computeIfAbsent(context.id(), id -> new AtomicInteger()).incrementAndGet();
        return Uni.createFrom().voidItem();
    }

    private Uni<Void> step(UInt64Value number, MessageContext context) {
        lastKey = context.key();
        return insert("step " + number.getValue()).invoke(() -> {
            if (number.getValue() == stumblesAt) {
                throw new Conflict("it stumbles");
            }
        });
    }

    private static void failUntil(int count, int enough) {
        if (count < enough) {
            throw new Unavailable("the neighbour", new IOException("connection refused"));
        }
    }

    private Uni<BoolValue> divide(Int64Value divisor, MessageContext context) {
        int count =
                tries.computeIfAbsent(context.id(), id -> new AtomicInteger()).incrementAndGet();
        return insert("divided by " + divisor.getValue()).map(done -> {
            if (divisor.getValue() == 0) {
                throw new Conflict("nobody can divide by zero");
            }
            if (divisor.getValue() < 0) {
                failUntil(count, 3);
            }
            return BoolValue.of(true);
        });
    }

    private static Uni<Void> execute(String sql) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(sql).executeUpdate())
                .replaceWithVoid();
    }

    Uni<Void> insert(String text) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("insert into effect (text) values (:text)")
                        .setParameter("text", text)
                        .executeUpdate())
                .replaceWithVoid();
    }
}
