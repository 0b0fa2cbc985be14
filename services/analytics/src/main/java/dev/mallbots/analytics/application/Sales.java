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

/** What was sold. All but {@link #sold(SalesQuestion, PageRequest)} is called in the transaction of the message it comes from. */
public interface Sales {

    /** What has a name that sales show. */
    enum Named {
        STORE,
        PRODUCT
    }

    /** A store or product as it is called now. The name is empty until its owner has told it. */
    record Reference(UUID id, Optional<String> name) {}

    /**
     * The sales that belong together by what was asked for; what was not is empty.
     *
     * @param hour the full hour in which their orders were completed
     * @param quantity pieces sold
     * @param total exact, and of any size: it is the sum of many amounts
     */
    record Sold(
            Optional<Instant> hour,
            Optional<Reference> store,
            Optional<Reference> product,
            long quantity,
            BigDecimal total) {}

    Uni<Void> order(UUID orderId, List<OrderedLine> lines);

    /** Fails with {@link NotFound} when nothing is known to have been ordered: then its history is incomplete, and that must be seen. */
    Uni<Void> complete(UUID orderId, Instant at);

    /** @param version of the thing; a name that is older than what is kept changes nothing */
    Uni<Void> call(Named kind, UUID id, String name, long version);

    /** Sorted by hour, store and product, as far as these are asked for. */
    Uni<Page<Sold>> sold(SalesQuestion question, PageRequest asked);
}
