package dev.mallbots.analytics.application;

import dev.mallbots.analytics.domain.Period;
import dev.mallbots.analytics.domain.Stage;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** How many baskets come how far. */
public interface Funnel {

    /** Called in the transaction of the message it comes from. */
    Uni<Void> reach(UUID basketId, Stage stage, Instant at);

    /** Of the baskets that were started in that period: how many have reached each stage by now. */
    Uni<Map<Stage, Long>> baskets(Period started);
}
