package dev.mallbots.search.application;

import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.platform.service.Page;
import dev.mallbots.platform.service.PageRequest;
import dev.mallbots.search.domain.OrderFilters;
import io.smallrye.mutiny.Uni;
import java.util.UUID;

/** The search for orders, with current names. */
public interface OrderSearch {

    /** Newest first. A page continues where the one before ended, even if orders arrive. */
    Uni<Page<FoundOrder>> find(OrderFilters filters, PageRequest asked);

    /** Fails with {@link NotFound} if the order does not exist. */
    Uni<FoundOrder> order(UUID id);
}
