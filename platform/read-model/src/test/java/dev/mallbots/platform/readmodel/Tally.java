package dev.mallbots.platform.readmodel;

import com.google.protobuf.BoolValue;
import com.google.protobuf.Int64Value;
import com.google.protobuf.StringValue;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.messaging.MessageContext;
import dev.mallbots.platform.messaging.MessageSubscriber;
import dev.mallbots.platform.messaging.Outbox;
import dev.mallbots.platform.messaging.OutgoingMessage;
import dev.mallbots.platform.messaging.Subscriptions;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Counts the notes of each key without looking at their sequence, so that a repeated or missing message is visible. */
@Singleton
class Tally implements MessageSubscriber {

    private static final String COUNT = """
            insert into tally as t (id, counted, texts) values (:id, 1, array[:text])
            on conflict (id) do update set counted = t.counted + 1, texts = t.texts || excluded.texts
            """;

    /** The handler of the note {@code wait} waits for this gate. */
    volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

    volatile boolean isBroken;
    volatile boolean isTalkative;
    private final Outbox outbox;

    Tally(Outbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public void subscribe(Subscriptions on) {
        on.event(StringValue.class, (note, context) -> count(note.getValue(), context))
                .event(Int64Value.class, (number, context) -> {
                    if (isBroken) {
                        throw new RuleBroken("no numbers any more");
                    }
                    return count("" + number.getValue(), context);
                })
                .event(
                        BoolValue.class,
                        (answer, context) -> isTalkative
                                ? echo(answer, context)
                                : Uni.createFrom().voidItem());
    }

    private Uni<Void> echo(BoolValue answer, MessageContext context) {
        return outbox.publish(
                List.of(OutgoingMessage.event("tally", "Echo", UUID.fromString(context.key()), 1, answer)));
    }

    private Uni<Void> count(String text, MessageContext context) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(COUNT)
                        .setParameter("id", UUID.fromString(context.key()))
                        .setParameter("text", text)
                        .executeUpdate())
                .chain(() ->
                        text.equals("wait") ? waitAtGate() : Uni.createFrom().voidItem());
    }

    private Uni<Void> waitAtGate() {
        // the session continues on its own context, whichever thread opens the gate
        Context context = Vertx.currentContext();
        return Uni.createFrom().completionStage(gate).emitOn(work -> context.runOnContext(ignored -> work.run()));
    }
}
