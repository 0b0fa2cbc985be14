package dev.mallbots.search.domain;

import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.kernel.Violation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Which orders somebody looks for; what is empty does not narrow the search.
 *
 * @param after placed then or later
 * @param before placed earlier than then
 * @param storeIds something in the order is of one of these
 * @param productIds one of these is in the order
 * @param minTotal and no less
 * @param maxTotal and no more
 */
public record OrderFilters(
        Optional<UUID> customerId,
        Optional<Instant> after,
        Optional<Instant> before,
        List<UUID> storeIds,
        List<UUID> productIds,
        Optional<Money> minTotal,
        Optional<Money> maxTotal,
        Optional<OrderStatus> status) {

    /** More stores or products than a person names in one search. */
    public static final int MOST_IDS = 100;

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    public static final OrderFilters NONE = new OrderFilters(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** @throws RuleBroken when no order at all could fit, or too much is named */
    public OrderFilters {
        storeIds = List.copyOf(storeIds);
        productIds = List.copyOf(productIds);
        List<Violation> violations = new ArrayList<>();
        if (!after.map(OrderFilters::isStorable).orElse(true)) {
            violations.add(new Violation("filters.after", "must be in the years 1 to 9999"));
        }
        if (!before.map(OrderFilters::isStorable).orElse(true)) {
            violations.add(new Violation("filters.before", "must be in the years 1 to 9999"));
        }
        if (after.isPresent() && before.isPresent() && after.get().isAfter(before.get())) {
            violations.add(new Violation("filters.after", "must not be later than before"));
        }
        if (minTotal.isPresent() && maxTotal.isPresent() && minTotal.get().isMoreThan(maxTotal.get())) {
            violations.add(new Violation("filters.minTotal", "must not be more than maxTotal"));
        }
        if (storeIds.size() > MOST_IDS) {
            violations.add(new Violation("filters.storeIds", "must be at most " + MOST_IDS));
        }
        if (productIds.size() > MOST_IDS) {
            violations.add(new Violation("filters.productIds", "must be at most " + MOST_IDS));
        }
        if (!violations.isEmpty()) {
            throw new RuleBroken(violations);
        }
    }

    /** The same, among the orders of this customer. */
    public OrderFilters ofCustomer(UUID id) {
        return new OrderFilters(Optional.of(id), after, before, storeIds, productIds, minTotal, maxTotal, status);
    }

    /** Whether a column can hold it; Java's instants reach a thousand times further. */
    public static boolean isStorable(Instant instant) {
        return !instant.isBefore(FIRST) && !instant.isAfter(LAST);
    }
}
