package dev.mallbots.search.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.list;

import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.kernel.Violation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class OrderFiltersTest {

    private static final Instant NOON = Instant.parse("2030-01-31T12:00:00Z");

    @Test
    void a_window_that_ends_before_it_begins_is_refused() {
        assertBlames(() -> window(NOON, NOON.minusNanos(1)), "filters.after");
        assertThat(window(NOON, NOON).after()).contains(NOON);
    }

    @Test
    void a_smallest_total_above_the_largest_is_refused() {
        assertBlames(() -> totals("10.0001", "10"), "filters.minTotal");
        assertThat(totals("10", "10").minTotal()).contains(Money.of("10"));
    }

    @Test
    void the_number_of_stores_and_products_in_a_search_is_limited() {
        assertBlames(() -> ids(101, 0), "filters.storeIds");
        assertBlames(() -> ids(0, 101), "filters.productIds");
        assertThat(ids(100, 100).storeIds()).hasSize(100);
    }

    @Test
    void every_status_is_found_by_its_word() {
        assertThat(OrderStatus.values())
                .allSatisfy(
                        status -> assertThat(OrderStatus.ofWord(status.word())).contains(status));
        assertThat(OrderStatus.ofWord("in-progress")).contains(OrderStatus.IN_PROGRESS);
        assertThat(OrderStatus.ofWord("IN_PROGRESS")).isEmpty();
    }

    private static OrderFilters window(Instant after, Instant before) {
        return filters(Optional.of(after), Optional.of(before), 0, 0, Optional.empty(), Optional.empty());
    }

    private static OrderFilters totals(String min, String max) {
        return filters(
                Optional.empty(), Optional.empty(), 0, 0, Optional.of(Money.of(min)), Optional.of(Money.of(max)));
    }

    private static OrderFilters ids(int stores, int products) {
        return filters(Optional.empty(), Optional.empty(), stores, products, Optional.empty(), Optional.empty());
    }

    private static OrderFilters filters(
            Optional<Instant> after,
            Optional<Instant> before,
            int stores,
            int products,
            Optional<Money> min,
            Optional<Money> max) {
        return new OrderFilters(
                Optional.empty(), after, before, some(stores), some(products), min, max, Optional.empty());
    }

    private static List<UUID> some(int ids) {
        return Stream.generate(Ids::next).limit(ids).toList();
    }

    private static void assertBlames(ThrowingCallable search, String field) {
        assertThatExceptionOfType(RuleBroken.class)
                .isThrownBy(search)
                .extracting(RuleBroken::violations, list(Violation.class))
                .extracting(Violation::field)
                .containsExactly(field);
    }
}
