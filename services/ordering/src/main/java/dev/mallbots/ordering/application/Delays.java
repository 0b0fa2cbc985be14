package dev.mallbots.ordering.application;

import dev.mallbots.ordering.domain.Delay;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Which orders were pending for longer than usual. Everything here joins the caller's transaction. */
public interface Delays {

    /** Changes nothing when the order is known to be delayed. */
    Uni<Void> note(Delay delay);

    /** The delay of each of these orders that ever had one, also of those that have moved on since. */
    Uni<List<Delay>> of(Collection<UUID> orders);
}
