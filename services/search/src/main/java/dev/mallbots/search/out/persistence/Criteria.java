package dev.mallbots.search.out.persistence;

import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.service.Cursor;
import dev.mallbots.search.domain.OrderFilters;
import dev.mallbots.search.domain.OrderStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The where clause of a search. It contains only the given filters, so that PostgreSQL can choose the fitting index. */
final class Criteria {

    private final List<String> conditions = new ArrayList<>(List.of("1 = 1"));
    private final Map<String, Object> parameters = new HashMap<>();

    static Criteria of(OrderFilters filters) {
        Criteria criteria = new Criteria();
        filters.customerId().ifPresent(id -> criteria.and("o.customerId = :customerId", "customerId", id));
        filters.after().ifPresent(after -> criteria.and("o.placedAt >= :after", "after", after));
        filters.before().ifPresent(before -> criteria.and("o.placedAt < :before", "before", before));
        filters.minTotal().ifPresent(min -> criteria.and("o.total >= :minTotal", "minTotal", min.amount()));
        filters.maxTotal().ifPresent(max -> criteria.and("o.total <= :maxTotal", "maxTotal", max.amount()));
        filters.status()
                .map(OrderStatus::word)
                .ifPresent(status -> criteria.and("o.status = :status", "status", status));
        if (!filters.storeIds().isEmpty()) {
            criteria.and(
                    "exists (select 1 from o.lines l where l.storeId in :storeIds)", "storeIds", filters.storeIds());
        }
        if (!filters.productIds().isEmpty()) {
            criteria.and(
                    "exists (select 1 from o.lines l where l.productId in :productIds)",
                    "productIds",
                    filters.productIds());
        }
        return criteria;
    }

    /** Older than the last row of the page before. */
    void after(Cursor cursor) {
        if (!OrderFilters.isStorable(cursor.instant(0))) {
            throw new RuleBroken("next", "is not a cursor of this list");
        }
        // the first half alone limits the index scan
        and("o.placedAt <= :cursorTime", "cursorTime", cursor.instant(0));
        and("(o.placedAt < :cursorTime or o.id < :cursorId)", "cursorId", cursor.uuid(1));
    }

    String where() {
        return String.join(" and ", conditions);
    }

    Map<String, Object> parameters() {
        return parameters;
    }

    private void and(String condition, String parameter, Object value) {
        conditions.add(condition);
        parameters.put(parameter, value);
    }
}
