package dev.mallbots.analytics.application;

import dev.mallbots.analytics.domain.OrderedLine;
import dev.mallbots.analytics.domain.SalesQuestion;
import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.platform.service.Page;
import dev.mallbots.platform.service.PageRequest;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The sold lines. Every method except {@link #sold(SalesQuestion, PageRequest)} joins the transaction of the event's message. */
public interface Sales {

    /** The kinds of things whose names appear in sales. */
    enum Named {
        STORE,
        PRODUCT
    }

    /** A store or product with its current name, empty while no event has brought the name. */
    record Reference(UUID id, Optional<String> name) {}

    /**
     * One group of sales. Fields by which the question does not group are empty.
     *
     * @param hour the full hour in which the orders were completed
     * @param quantity the number of sold pieces
     * @param total exact and unlimited, because it is the sum of many amounts
     */
    record Sold(
            Optional<Instant> hour,
            Optional<Reference> store,
            Optional<Reference> product,
            long quantity,
            BigDecimal total) {}

    Uni<Void> order(UUID orderId, List<OrderedLine> lines);

    /** Fails with {@link NotFound} if no line of the order is known: its history is incomplete, which must not go unnoticed. */
    Uni<Void> complete(UUID orderId, Instant at);

    /** @param version the aggregate's version; a name older than the stored one changes nothing */
    Uni<Void> call(Named kind, UUID id, String name, long version);

    /** Sorted by hour, store and product, as far as the question groups by them. */
    Uni<Page<Sold>> sold(SalesQuestion question, PageRequest asked);
}
