package dev.mallbots.platform.service;

import dev.mallbots.platform.kernel.RuleBroken;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The requested page.
 *
 * <pre>{@code
 * PageRequest asked = PageRequest.of(limit, next);
 * rows = stores.after(asked.after(1).map(cursor -> cursor.uuid(0)), asked.rowsToFetch());
 * Page<Store> page = asked.page(rows, store -> Cursor.of(store.id()));
 * }</pre>
 *
 * @param limit the maximum number, 1 to {@value #MOST}
 * @param next the cursor of the page before, as the client returned it; null for the first page
 */
public record PageRequest(int limit, String next) {

    public static final int USUAL = 100;
    public static final int MOST = 500;

    /** @throws RuleBroken if the limit is not in 1 to {@value #MOST} */
    public PageRequest {
        if (limit < 1 || limit > MOST) {
            throw new RuleBroken("limit", "must be between 1 and " + MOST);
        }
    }

    /**
     * @param limit null for the default {@value #USUAL}
     * @param next null or empty for the first page
     * @throws RuleBroken if the limit is not in 1 to {@value #MOST}
     */
    public static PageRequest of(Integer limit, String next) {
        return new PageRequest(limit == null ? USUAL : limit, next == null || next.isEmpty() ? null : next);
    }

    /**
     * The position after which to continue; empty on the first page.
     *
     * @param keys the number of the list's sort keys
     * @throws RuleBroken if {@code next} is not a cursor of such a list
     */
    public Optional<Cursor> after(int keys) {
        return Optional.ofNullable(next).map(text -> Cursor.decode(text, keys));
    }

    /** One more than the limit, which shows whether there is a next page without counting. */
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
