package dev.mallbots.platform.idempotency;

import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.Ids;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** A use case that asks first, and whose no is something that was done. */
@ApplicationScoped
class AskAndWrite {

    record Outcome(UUID id, String refusal) {}

    private final AtomicInteger asked = new AtomicInteger();

    private final Once once;

    AskAndWrite(Once once) {
        this.once = once;
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

    private static Uni<Outcome> write(String text) {
        UUID id = Ids.next();
        return WriteNote.insert(id, text)
                .replaceWith(new Outcome(id, text.startsWith("no") ? "written, but no: " + id : null));
    }
}
