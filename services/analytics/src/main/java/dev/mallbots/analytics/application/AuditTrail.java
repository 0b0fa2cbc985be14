package dev.mallbots.analytics.application;

import dev.mallbots.analytics.domain.AuditedEvent;
import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.platform.service.Page;
import dev.mallbots.platform.service.PageRequest;
import io.smallrye.mutiny.Uni;
import java.util.Set;
import java.util.UUID;

/** Which events touched what. */
public interface AuditTrail {

    /**
     * Called in the transaction of the message it comes from.
     *
     * @param touches ids of all that it names
     * @return whether it is new; false means that the trail has had it already, and nothing was added
     */
    Uni<Boolean> add(AuditedEvent event, Set<UUID> touches);

    /**
     * Oldest first. What happened to one thing is in its own order even where a clock was set back; events of different things
     * are as near to their order as the clocks of who told them. Fails with {@link NotFound} when no event names it.
     */
    Uni<Page<AuditedEvent>> of(UUID thing, PageRequest asked);
}
