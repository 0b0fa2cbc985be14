package dev.mallbots.analytics.application;

import dev.mallbots.analytics.domain.Period;
import dev.mallbots.analytics.domain.Stage;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Counts how many baskets have reached each stage. */
public interface Funnel {

    /** Joins the transaction of the event's message. */
    Uni<Void> reach(UUID basketId, Stage stage, Instant at);

    /** The number of baskets started in the period that have reached each stage by now. */
    Uni<Map<Stage, Long>> baskets(Period started);
}
