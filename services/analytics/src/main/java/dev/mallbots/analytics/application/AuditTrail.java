package dev.mallbots.analytics.application;

import dev.mallbots.analytics.domain.AuditedEvent;
import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.platform.service.Page;
import dev.mallbots.platform.service.PageRequest;
import io.smallrye.mutiny.Uni;
import java.util.Set;
import java.util.UUID;

/** The trail of every event, by the ids that the event names. */
public interface AuditTrail {

    /**
     * Joins the transaction of the event's message.
     *
     * @param touches all ids that the event names
     * @return whether the event is new; false if the trail has it already, and then nothing was added
     */
    Uni<Boolean> add(AuditedEvent event, Set<UUID> touches);

    /**
     * Oldest first. The events of one aggregate keep their own order even if a clock was set back; events of different aggregates are
     * ordered by the clocks of the services that emitted them. Fails with {@link NotFound} if no event names the id.
     */
    Uni<Page<AuditedEvent>> of(UUID thing, PageRequest asked);
}
