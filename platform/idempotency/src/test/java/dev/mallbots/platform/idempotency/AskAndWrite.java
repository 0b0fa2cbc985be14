package dev.mallbots.platform.idempotency;

import dev.mallbots.platform.kernel.Conflict;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** A use case that calls a service first, and whose refusal commits. */
@ApplicationScoped
class AskAndWrite {

    record Outcome(UUID id, String refusal) {}

    private final AtomicInteger asked = new AtomicInteger();

    private final Once once;
    private final WriteNote writeNote;

    AskAndWrite(Once once, WriteNote writeNote) {
        this.once = once;
        this.writeNote = writeNote;
    }

    int timesAsked() {
        return asked.get();
    }

    Uni<UUID> handle(String text) {
        return once.asking(
                        Task.of(AskAndWrite.class, Outcome.class, text),
                        () -> Uni.createFrom().item(asked::incrementAndGet),
                        times -> write(text))
                .map(outcome -> {
                    if (outcome.refusal() != null) {
                        throw new Conflict(outcome.refusal());
                    }
                    return outcome.id();
                });
    }

    private Uni<Outcome> write(String text) {
        return writeNote
                .handle(text)
                .map(id -> new Outcome(id, text.startsWith("no") ? "written, but no: " + id : null));
    }
}
