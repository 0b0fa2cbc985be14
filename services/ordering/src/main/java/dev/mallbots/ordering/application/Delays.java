package dev.mallbots.ordering.application;

import dev.mallbots.ordering.domain.Delay;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The orders that are delayed. Every method joins the caller's transaction. */
public interface Delays {

    /** Changes nothing if the order is already delayed. */
    Uni<Void> note(Delay delay);

    /** The delay of each of these orders that has ever been delayed, including orders that are no longer pending. */
    Uni<List<Delay>> of(Collection<UUID> orders);
}
