package dev.mallbots.search.application;

import dev.mallbots.contracts.People;
import dev.mallbots.platform.service.Page;
import dev.mallbots.platform.service.PageRequest;
import dev.mallbots.platform.service.security.Caller;
import dev.mallbots.platform.service.security.Roles;
import dev.mallbots.search.domain.OrderFilters;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Customers search only their own orders, whatever the filter says; staff search all orders. */
@ApplicationScoped
public class FindOrders {

    private final OrderSearch search;
    private final Caller caller;

    FindOrders(OrderSearch search, Caller caller) {
        this.search = search;
        this.caller = caller;
    }

    public Uni<Page<FoundOrder>> handle(OrderFilters filters, PageRequest asked) {
        return search.find(allowed(filters), asked);
    }

    private OrderFilters allowed(OrderFilters filters) {
        if (caller.is(People.STAFF) || caller.is(Roles.OPERATOR)) {
            return filters;
        }
        UUID own = caller.id();
        caller.mustBe(filters.customerId().orElse(own));
        return filters.ofCustomer(own);
    }
}
