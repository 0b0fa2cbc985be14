package dev.mallbots.analytics.application;

import dev.mallbots.analytics.domain.AuditedEvent;
import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.platform.service.Page;
import dev.mallbots.platform.service.PageRequest;
import io.smallrye.mutiny.Uni;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** The trail of every event, by the ids that the event names. */
public interface AuditTrail {

    /**
     * Joins the transaction of the event's message. In a batch of messages all events are added together, after the last message.
     *
     * @param touches all ids that the event names
     * @param ifNew the further effect of the event; it happens after the addition, unless the trail has the event already. The statements of
     *     several effects are pipelined, so none may wait for the result of another one.
     */
    Uni<Void> add(AuditedEvent event, Set<UUID> touches, Supplier<Uni<Void>> ifNew);

    /**
     * Oldest first. The events of one aggregate keep their own order even if a clock was set back; events of different aggregates are
     * ordered by the clocks of the services that emitted them. Fails with {@link NotFound} if no event names the id.
     */
    Uni<Page<AuditedEvent>> of(UUID thing, PageRequest asked);
}
