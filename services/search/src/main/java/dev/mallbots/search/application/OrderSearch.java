package dev.mallbots.search.application;

import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.platform.service.Page;
import dev.mallbots.platform.service.PageRequest;
import dev.mallbots.search.domain.OrderFilters;
import io.smallrye.mutiny.Uni;
import java.util.UUID;

/** Orders as people look for them, with the names of today. */
public interface OrderSearch {

    /** Newest first. A page goes on where the one before ended, whatever came meanwhile. */
    Uni<Page<FoundOrder>> find(OrderFilters filters, PageRequest asked);

    /** Fails with {@link NotFound} when there is none. */
    Uni<FoundOrder> order(UUID id);
}
