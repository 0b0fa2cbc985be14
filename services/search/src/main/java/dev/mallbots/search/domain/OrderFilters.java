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
 * The filters of a search; an empty field does not filter.
 *
 * @param after placed at or after this time
 * @param before placed before this time
 * @param storeIds at least one line is of one of these stores
 * @param productIds at least one line is of one of these products
 * @param minTotal inclusive
 * @param maxTotal inclusive
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

    /** A limit that no person reaches in one search. */
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

    /** @throws RuleBroken if no order could match, or a list is too long */
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

    /** The same filters, among the orders of this customer only. */
    public OrderFilters ofCustomer(UUID id) {
        return new OrderFilters(Optional.of(id), after, before, storeIds, productIds, minTotal, maxTotal, status);
    }

    /** Whether a column can store it; Java's instants have a range a thousand times larger. */
    public static boolean isStorable(Instant instant) {
        return !instant.isBefore(FIRST) && !instant.isAfter(LAST);
    }
}
