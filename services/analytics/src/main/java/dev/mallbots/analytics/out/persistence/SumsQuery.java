package dev.mallbots.analytics.out.persistence;

import dev.mallbots.analytics.domain.Dimension;
import dev.mallbots.analytics.domain.Period;
import dev.mallbots.analytics.domain.SalesQuestion;
import dev.mallbots.analytics.out.persistence.PostgresSales.Sum;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.service.Cursor;
import dev.mallbots.platform.service.PageRequest;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A query for sums. It contains only the requested fields, so that PostgreSQL can group along the index where it covers them. */
final class SumsQuery {

    private static final String HQL = """
            select %1$s, sum(l.quantity), sum(l.total)
            from OrderLineRow l
            where %2$s
            group by %1$s
            order by %1$s
            """;

    private final List<Dimension> by;
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> parameters = new HashMap<>();

    private SumsQuery(List<Dimension> by) {
        this.by = by;
    }

    static SumsQuery of(SalesQuestion question, PageRequest asked) {
        SumsQuery query = new SumsQuery(question.by().stream().sorted().toList());
        query.within(question.period());
        question.storeId().ifPresent(id -> query.and("l.storeId = :storeId", Map.of("storeId", id)));
        question.productId().ifPresent(id -> query.and("l.productId = :productId", Map.of("productId", id)));
        asked.after(query.by.size()).ifPresent(query::after);
        return query;
    }

    String hql() {
        return HQL.formatted(columns(), String.join(" and ", conditions));
    }

    Map<String, Object> parameters() {
        return parameters;
    }

    /** @param row a row of the result: the requested columns, the quantity and the total */
    Sum sum(Object[] row) {
        return new Sum(
                (Instant) key(row, Dimension.HOUR),
                (UUID) key(row, Dimension.STORE),
                (UUID) key(row, Dimension.PRODUCT),
                (Long) row[by.size()],
                (BigDecimal) row[by.size() + 1]);
    }

    private Object key(Object[] row, Dimension dimension) {
        int column = by.indexOf(dimension);
        return column < 0 ? null : row[column];
    }

    /** The cursor of a page that ends with this row. */
    Cursor cursor(Sum last) {
        return Cursor.of(by.stream()
                .map(dimension -> switch (dimension) {
                    case HOUR -> last.hour();
                    case STORE -> last.storeId();
                    case PRODUCT -> last.productId();
                })
                .toArray());
    }

    private void within(Period period) {
        and("l.soldAt >= :after and l.soldAt < :before", Map.of("after", period.after(), "before", period.before()));
        // the same condition in hours, which are indexed
        and(
                "l.soldHour >= :firstHour and l.soldHour < :before",
                Map.of("firstHour", period.after().truncatedTo(ChronoUnit.HOURS)));
    }

    private void after(Cursor cursor) {
        String keys =
                IntStream.range(0, by.size()).mapToObj(key -> ":key" + key).collect(Collectors.joining(", "));
        and(
                by.size() == 1 ? "%s > %s".formatted(columns(), keys) : "(%s) > (%s)".formatted(columns(), keys),
                IntStream.range(0, by.size())
                        .boxed()
                        .collect(Collectors.toMap(key -> "key" + key, key -> key(cursor, key))));
    }

    private Object key(Cursor cursor, int key) {
        return switch (by.get(key)) {
            case HOUR -> hour(cursor.instant(key));
            case STORE, PRODUCT -> cursor.uuid(key);
        };
    }

    private static Instant hour(Instant instant) {
        if (!Period.isStorable(instant)) {
            throw new RuleBroken("next", "is not a cursor of this list");
        }
        return instant;
    }

    private void and(String condition, Map<String, Object> values) {
        conditions.add(condition);
        parameters.putAll(values);
    }

    private String columns() {
        return by.stream().map(SumsQuery::column).collect(Collectors.joining(", "));
    }

    private static String column(Dimension dimension) {
        return switch (dimension) {
            case HOUR -> "l.soldHour";
            case STORE -> "l.storeId";
            case PRODUCT -> "l.productId";
        };
    }
}
