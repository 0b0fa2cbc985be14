package dev.mallbots.platform.service;

import dev.mallbots.platform.kernel.RuleBroken;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which part of a list is asked for.
 *
 * <pre>{@code
 * PageRequest asked = PageRequest.of(limit, next);
 * rows = stores.after(asked.after(1).map(cursor -> cursor.uuid(0)), asked.rowsToFetch());
 * Page<Store> page = asked.page(rows, store -> Cursor.of(store.id()));
 * }</pre>
 *
 * @param limit how many at most, 1 to {@value #MOST}
 * @param next where the page before ended, as the client gave it back; null for the first page
 */
public record PageRequest(int limit, String next) {

    public static final int USUAL = 100;
    public static final int MOST = 500;

    /** @throws RuleBroken when the limit is not in 1 to {@value #MOST} */
    public PageRequest {
        if (limit < 1 || limit > MOST) {
            throw new RuleBroken("limit", "must be between 1 and " + MOST);
        }
    }

    /**
     * @param limit null for the usual {@value #USUAL}
     * @param next null or empty for the first page
     * @throws RuleBroken when the limit is not in 1 to {@value #MOST}
     */
    public static PageRequest of(Integer limit, String next) {
        return new PageRequest(limit == null ? USUAL : limit, next == null || next.isEmpty() ? null : next);
    }

    /**
     * After which row to go on; empty on the first page.
     *
     * @param keys how many sort keys the list has
     * @throws RuleBroken when {@code next} is not a cursor of such a list
     */
    public Optional<Cursor> after(int keys) {
        return Optional.ofNullable(next).map(text -> Cursor.decode(text, keys));
    }

    /** One more than the limit, which tells whether there is a next page without counting. */
    public int rowsToFetch() {
        return limit + 1;
    }

    /**
     * @param rows up to {@link #rowsToFetch()} rows, in order
     * @param keyOf the sort keys of a row
     */
    public <T> Page<T> page(List<T> rows, Function<? super T, Cursor> keyOf) {
        if (rows.size() <= limit) {
            return new Page<>(rows, null);
        }
        List<T> kept = rows.subList(0, limit);
        return new Page<>(kept, keyOf.apply(kept.getLast()).encode());
    }
}
