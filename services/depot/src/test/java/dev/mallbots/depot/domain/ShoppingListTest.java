package dev.mallbots.depot.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.list;

import dev.mallbots.depot.domain.ShoppingListEvent.ShoppingListAssigned;
import dev.mallbots.depot.domain.ShoppingListEvent.ShoppingListAvailable;
import dev.mallbots.depot.domain.ShoppingListEvent.ShoppingListCanceled;
import dev.mallbots.depot.domain.ShoppingListEvent.ShoppingListCompleted;
import dev.mallbots.depot.domain.ShoppingListEvent.ShoppingListStarted;
import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.kernel.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShoppingListTest {

    private static final UUID ID = Ids.next();
    private static final UUID ORDER = Ids.next();
    private static final UUID BOT = Ids.next();
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration PER_STOP = Duration.ofSeconds(2);
    private static final Store BOOKS = new Store(Ids.next(), "Waldorf Books", "North wing");
    private static final Store TOYS = new Store(Ids.next(), "Statler Toys", "South wing");
    private static final Product NOVEL = new Product(Ids.next(), BOOKS.id(), "Novel");
    private static final Product ATLAS = new Product(Ids.next(), BOOKS.id(), "Atlas");
    private static final Product KITE = new Product(Ids.next(), TOYS.id(), "Kite");

    @Test
    void there_is_one_stop_per_store_with_its_name_and_location() {
        ShoppingList list = created(new Pick(BOOKS, NOVEL, 1), new Pick(TOYS, KITE, 2), new Pick(BOOKS, ATLAS, 3));

        assertThat(list.status()).isEqualTo(ShoppingListStatus.PENDING);
        assertThat(list.stops())
                .containsExactly(
                        new Stop(
                                BOOKS.id(),
                                "Waldorf Books",
                                "North wing",
                                List.of(new Stop.Item(NOVEL.id(), "Novel", 1), new Stop.Item(ATLAS.id(), "Atlas", 3))),
                        new Stop(
                                TOYS.id(), "Statler Toys", "South wing", List.of(new Stop.Item(KITE.id(), "Kite", 2))));
    }

    @Test
    void a_list_of_more_stores_than_fit_into_a_message_is_refused() {
        Pick[] picks = IntStream.rangeClosed(0, Stop.MOST)
                .mapToObj(_ -> new Store(Ids.next(), "Waldorf Books", "North wing"))
                .map(store -> new Pick(store, new Product(Ids.next(), store.id(), "Novel"), 1))
                .toArray(Pick[]::new);

        assertThatExceptionOfType(RuleBroken.class)
                .isThrownBy(() -> created(picks))
                .withMessageContaining("at most 300 different stores");
    }

    @Test
    void quantities_of_a_repeated_product_are_added() {
        ShoppingList list = created(new Pick(BOOKS, NOVEL, 1), new Pick(TOYS, KITE, 1), new Pick(BOOKS, NOVEL, 4));

        assertThat(list.stops().getFirst().items()).containsExactly(new Stop.Item(NOVEL.id(), "Novel", 5));
    }

    @Test
    void quantities_with_a_sum_beyond_the_integer_range_are_refused() {
        assertThatExceptionOfType(RuleBroken.class)
                .isThrownBy(() -> created(new Pick(BOOKS, NOVEL, Integer.MAX_VALUE), new Pick(BOOKS, NOVEL, 1)));
    }

    @Test
    void an_empty_list_is_refused() {
        assertThatExceptionOfType(RuleBroken.class)
                .isThrownBy(ShoppingListTest::created)
                .extracting(RuleBroken::violations, list(Violation.class))
                .extracting(Violation::field)
                .containsExactly("items");
    }

    @Test
    void a_quantity_of_zero_and_a_product_of_another_store_are_refused_and_named() {
        assertThatExceptionOfType(RuleBroken.class)
                .isThrownBy(
                        () -> created(new Pick(BOOKS, NOVEL, 0), new Pick(BOOKS, ATLAS, 1), new Pick(TOYS, ATLAS, 1)))
                .extracting(RuleBroken::violations, list(Violation.class))
                .extracting(Violation::field)
                .containsExactly("items[0].quantity", "items[2].storeId");
    }

    @Test
    void a_list_is_made_available_once() {
        assertThat(in(ShoppingListStatus.PENDING).initiate()).containsExactly(new ShoppingListAvailable());
    }

    @ParameterizedTest
    @EnumSource(names = {"AVAILABLE", "ASSIGNED", "ACTIVE", "COMPLETED"})
    void initiating_again_changes_nothing(ShoppingListStatus status) {
        assertThat(in(status).initiate()).isEmpty();
    }

    @Test
    void a_cancelled_list_is_never_made_available() {
        assertThatExceptionOfType(Conflict.class)
                .isThrownBy(in(ShoppingListStatus.CANCELLED)::initiate)
                .withMessage("the shopping list cannot be initiated");
    }

    @Test
    void an_assigned_bot_starts_and_is_due_after_all_its_stops() {
        var list = ShoppingList.apply(
                created(new Pick(BOOKS, NOVEL, 1), new Pick(TOYS, KITE, 1)), new ShoppingListAvailable());

        assertThat(list.assign(BOT, NOW, PER_STOP))
                .containsExactly(new ShoppingListAssigned(BOT), new ShoppingListStarted(NOW.plusSeconds(4)));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AVAILABLE")
    void only_an_available_list_is_assigned(ShoppingListStatus status) {
        assertThatExceptionOfType(Conflict.class)
                .isThrownBy(() -> in(status).assign(BOT, NOW, PER_STOP))
                .withMessage("the shopping list cannot be assigned");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AVAILABLE")
    void a_pending_order_list_can_not_be_assigned_by_hand(ShoppingListStatus status) {
        assertThatExceptionOfType(Conflict.class)
                .isThrownBy(() -> in(status).assignByHand(BOT, NOW, PER_STOP))
                .withMessage("the shopping list cannot be assigned");
    }

    @Test
    void staff_assign_a_list_of_their_own_without_waiting_for_a_saga() {
        ShoppingList own = from(ShoppingList.create(ID, ORDER, Origin.STAFF, List.of(new Pick(BOOKS, NOVEL, 1))));

        assertThat(own.assignByHand(BOT, NOW, PER_STOP))
                .containsExactly(
                        new ShoppingListAvailable(),
                        new ShoppingListAssigned(BOT),
                        new ShoppingListStarted(NOW.plusSeconds(2)));
    }

    @Test
    void an_active_list_is_completed() {
        assertThat(in(ShoppingListStatus.ACTIVE).complete()).containsExactly(new ShoppingListCompleted());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ACTIVE")
    void a_list_without_a_started_bot_or_that_has_ended_can_not_be_completed(ShoppingListStatus status) {
        assertThatExceptionOfType(Conflict.class)
                .isThrownBy(in(status)::complete)
                .withMessage("the shopping list cannot be completed");
    }

    @ParameterizedTest
    @EnumSource(names = {"PENDING", "AVAILABLE", "ASSIGNED", "ACTIVE"})
    void a_list_is_cancelled_from_any_state_before_completed(ShoppingListStatus status) {
        assertThat(in(status).cancel()).containsExactly(new ShoppingListCanceled(true));
        assertThat(in(status).orderEnded()).containsExactly(new ShoppingListCanceled(false));
    }

    @Test
    void cancelling_a_list_made_by_staff_gives_up_no_order() {
        var own = from(ShoppingList.create(ID, ORDER, Origin.STAFF, List.of(new Pick(BOOKS, NOVEL, 1))));

        assertThat(own.cancel()).containsExactly(new ShoppingListCanceled(false));
    }

    @ParameterizedTest
    @EnumSource(names = {"COMPLETED", "CANCELLED"})
    void staff_can_not_cancel_a_list_that_has_ended_but_the_end_of_an_order_then_changes_nothing(
            ShoppingListStatus status) {
        assertThatExceptionOfType(Conflict.class)
                .isThrownBy(in(status)::cancel)
                .withMessage("the shopping list cannot be canceled");
        assertThat(in(status).orderEnded()).isEmpty();
    }

    private static ShoppingList created(Pick... picks) {
        return from(ShoppingList.create(ID, ORDER, Origin.ORDER, List.of(picks)));
    }

    private static ShoppingList in(ShoppingListStatus status) {
        var created = ShoppingList.create(ID, ORDER, Origin.ORDER, List.of(new Pick(BOOKS, NOVEL, 1)))
                .getFirst();
        var available = new ShoppingListAvailable();
        var assigned = new ShoppingListAssigned(BOT);
        var started = new ShoppingListStarted(NOW);
        return from(
                switch (status) {
                    case PENDING -> List.of(created);
                    case AVAILABLE -> List.of(created, available);
                    case ASSIGNED -> List.of(created, available, assigned);
                    case ACTIVE -> List.of(created, available, assigned, started);
                    case COMPLETED -> List.of(created, available, assigned, started, new ShoppingListCompleted());
                    case CANCELLED -> List.of(created, new ShoppingListCanceled(false));
                });
    }

    private static ShoppingList from(List<? extends ShoppingListEvent> events) {
        ShoppingList list = null;
        for (ShoppingListEvent event : events) {
            list = ShoppingList.apply(list, event);
        }
        return list;
    }
}
