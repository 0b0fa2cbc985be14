package dev.mallbots.baskets.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mallbots.baskets.domain.BasketEvent.BasketCanceled;
import dev.mallbots.baskets.domain.BasketEvent.BasketCheckedOut;
import dev.mallbots.baskets.domain.BasketEvent.BasketItemAdded;
import dev.mallbots.baskets.domain.BasketEvent.BasketItemRemoved;
import dev.mallbots.baskets.domain.BasketEvent.BasketPricesChanged;
import dev.mallbots.baskets.domain.BasketEvent.NewPrice;
import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.kernel.LostRace;
import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.kernel.Violation;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class BasketTest {

    private final UUID id = Ids.next();
    private final UUID customer = Ids.next();
    private final UUID payment = Ids.next();
    private final Offer bread = offer("Bakery", "Bread", "3.20");
    private final Offer fish = offer("Harbour", "Fish", "12.5");
    private final Basket empty = after(null, Basket.start(id, customer));
    private final Basket withBread = after(empty, put(bread, 2));

    @Test
    void a_basket_starts_open_and_empty() {
        assertThat(empty.status()).isEqualTo(BasketStatus.OPEN);
        assertThat(empty.customerId()).isEqualTo(customer);
        assertThat(empty.items()).isEmpty();
        assertThat(empty.total()).isEqualTo(Money.ZERO);
    }

    @Test
    void an_item_is_added_at_the_current_price() {
        assertThat(put(bread, 2).apply(empty)).containsExactly(new BasketItemAdded(bread.pieces(2)));
        assertThat(withBread.items()).containsExactly(bread.pieces(2));
        assertThat(withBread.total()).isEqualTo(Money.of("6.4"));
    }

    @Test
    void the_same_product_adds_up() {
        assertThat(after(withBread, put(bread, 3)).items()).containsExactly(bread.pieces(5));
    }

    @Test
    void more_of_a_product_keeps_its_price_until_check_out_asks_the_customer() {
        Offer dearer = at(bread, "4");

        assertThat(after(withBread, put(dearer, 1)).items()).containsExactly(bread.pieces(3));
    }

    @Test
    void a_quantity_of_zero_or_less_is_refused() {
        refused(RuleBroken.class, withBread, put(bread, 0));
        refused(RuleBroken.class, withBread, put(bread, -1));
        refused(RuleBroken.class, withBread, take(bread, 0));
        refused(RuleBroken.class, withBread, take(bread, -1));
    }

    @Test
    void a_quantity_above_the_limit_is_refused_also_when_it_is_reached_in_steps() {
        refused(RuleBroken.class, empty, put(bread, Basket.MOST_PIECES + 1));
        refused(RuleBroken.class, empty, put(bread, Integer.MAX_VALUE));
        refused(RuleBroken.class, withBread, put(bread, Basket.MOST_PIECES - 1));
        refused(RuleBroken.class, withBread, put(bread, Integer.MAX_VALUE));
        assertThat(after(withBread, put(bread, Basket.MOST_PIECES - 2)).items())
                .containsExactly(bread.pieces(Basket.MOST_PIECES));
    }

    @Test
    void an_amount_that_is_too_large_for_a_column_is_refused() {
        Offer yacht = offer("Harbour", "Yacht", "999999999999999");

        refused(RuleBroken.class, empty, put(yacht, 2));
        refused(RuleBroken.class, after(empty, put(yacht, 1)), put(bread, 1));
    }

    @Test
    void a_basket_has_a_limit_of_different_products() {
        Basket full = empty;
        for (int i = 0; i < Basket.MOST_ITEMS; i++) {
            full = after(
                    full, put(new Offer(bread.storeId(), Ids.next(), "Bakery", "Bun " + i, Money.of("1"), true), 1));
        }
        refused(Conflict.class, full, put(bread, 1));
    }

    @Test
    void a_basket_has_a_limit_of_different_stores() {
        Basket full = after(empty, put(bread, 1));
        for (int i = 1; i < Basket.MOST_STORES; i++) {
            full = after(full, put(offer("Kiosk " + i, "Bun", "1"), 1));
        }
        refused(Conflict.class, full, put(offer("Harbour", "Bun", "1"), 1));
        assertThat(after(full, put(bread, 1)).items()).hasSize(Basket.MOST_STORES);
    }

    @Test
    void a_store_has_to_participate_unless_the_setting_allows_otherwise() {
        Offer closed = new Offer(Ids.next(), Ids.next(), "Kiosk", "Paper", Money.of("1"), false);

        assertThatExceptionOfType(Conflict.class)
                .isThrownBy(() -> empty.add(closed, 1, Participation.REQUIRED))
                .withMessage("Kiosk does not participate at the moment");
        assertThat(empty.add(closed, 1, Participation.WAIVED)).hasSize(1);
    }

    @Test
    void removing_one_of_two_items_leaves_one() {
        assertThat(take(bread, 1).apply(withBread))
                .containsExactly(new BasketItemRemoved(bread.storeId(), bread.productId(), 1));
        assertThat(after(withBread, take(bread, 1)).items()).containsExactly(bread.pieces(1));
    }

    @Test
    void a_line_without_quantity_is_removed_and_no_more_is_removed_than_there_was() {
        assertThat(take(bread, 5).apply(withBread))
                .containsExactly(new BasketItemRemoved(bread.storeId(), bread.productId(), 2));
        assertThat(after(withBread, take(bread, 5)).items()).isEmpty();
    }

    @Test
    void an_item_that_is_not_in_the_basket_can_t_be_removed() {
        refused(NotFound.class, withBread, take(fish, 1));
    }

    @Test
    void a_basket_is_checked_out_at_the_prices_in_it() {
        assertThat(checkOut(bread).apply(withBread)).containsExactly(new BasketCheckedOut(payment));
        Basket checkedOut = after(withBread, checkOut(bread));
        assertThat(checkedOut.status()).isEqualTo(BasketStatus.CHECKED_OUT);
        assertThat(checkedOut.paymentId()).contains(payment);
        assertThat(checkedOut.items()).containsExactly(bread.pieces(2));
    }

    @Test
    void an_empty_basket_can_t_be_checked_out() {
        refused(RuleBroken.class, empty, checkOut());
        refused(RuleBroken.class, after(withBread, take(bread, 2)), checkOut(bread));
    }

    @Test
    void a_check_out_that_meets_a_new_price_takes_it_and_names_the_line() {
        Basket basket = after(withBread, put(fish, 1));
        Offer dearer = at(fish, "13");

        List<BasketEvent> events = checkOut(bread, dearer).apply(basket);
        BasketPricesChanged changed =
                new BasketPricesChanged(List.of(new NewPrice(fish.productId(), fish.price(), dearer.price())));
        assertThat(events).containsExactly(changed);

        Basket after = after(basket, checkOut(bread, dearer));
        assertThat(after.status()).isEqualTo(BasketStatus.OPEN);
        assertThat(after.items()).containsExactly(bread.pieces(2), dearer.pieces(1));
        assertThat(after.explain(changed))
                .hasMessage("prices have changed: Fish costs 13 now, not 12.5; check out again to accept them");
        assertThat(after.explain(changed).violations())
                .containsExactly(new Violation("items[1].productPrice", "Fish costs 13 now, not 12.5"));
    }

    @Test
    void after_the_customer_has_seen_the_new_price_the_basket_is_checked_out() {
        Offer dearer = at(bread, "4");

        assertThat(checkOut(dearer).apply(after(withBread, checkOut(dearer))))
                .containsExactly(new BasketCheckedOut(payment));
    }

    @Test
    void a_product_that_is_no_longer_sold_can_t_be_checked_out() {
        Basket basket = after(withBread, put(fish, 1));
        Offers onlyBread =
                new Offers(Set.copyOf(basket.productIds()), offers(bread).found());

        assertThatExceptionOfType(Conflict.class)
                .isThrownBy(() -> basket.checkOut(payment, onlyBread, Participation.REQUIRED))
                .withMessage("Fish is not sold any more; remove it from the basket")
                .satisfies(refusal -> assertThat(refusal.violations())
                        .containsExactly(new Violation("items[1].productId", "Fish is not sold any more")));
    }

    @Test
    void a_store_that_stopped_participating_does_not_sell_at_check_out_unless_the_setting_allows_it() {
        Basket basket = after(after(withBread, put(fish, 1)), put(offer("Kiosk", "Paper", "1"), 1));
        Offer paper = new Offer(
                basket.items().get(2).storeId(), basket.productIds().get(2), "Kiosk", "Paper", Money.of("1"), false);
        Offers known = offers(bread, closed(fish), paper);

        assertThatExceptionOfType(Conflict.class)
                .isThrownBy(() -> basket.checkOut(payment, known, Participation.REQUIRED))
                .withMessage(
                        "%s does not participate at the moment, Kiosk does not participate at the moment; remove it from the basket",
                        fish.storeName())
                .satisfies(refusal -> assertThat(refusal.violations())
                        .containsExactly(
                                new Violation(
                                        "items[1].storeId", fish.storeName() + " does not participate at the moment"),
                                new Violation("items[2].storeId", "Kiosk does not participate at the moment")));
        assertThat(basket.checkOut(payment, known, Participation.WAIVED))
                .containsExactly(new BasketCheckedOut(payment));
    }

    @Test
    void refusals_have_the_messages_that_clients_know() {
        assertThatExceptionOfType(RuleBroken.class)
                .isThrownBy(() -> put(bread, -1).apply(withBread))
                .withMessage("the item quantity cannot be negative");
        assertThatExceptionOfType(RuleBroken.class)
                .isThrownBy(() -> checkOut().apply(empty))
                .withMessage("the basket has no items");
        Basket over = after(withBread, Basket::cancel);
        for (var change : List.of(put(bread, 1), take(bread, 1), checkOut(bread))) {
            assertThatExceptionOfType(Conflict.class)
                    .isThrownBy(() -> change.apply(over))
                    .withMessage("the basket cannot be modified")
                    .satisfies(refusal ->
                            assertThat(refusal.violations()).containsExactly(new Violation("status", "is cancelled")));
        }
        assertThatExceptionOfType(Conflict.class)
                .isThrownBy(over::cancel)
                .withMessage("the basket cannot be cancelled");
    }

    @Test
    void an_item_added_during_the_check_out_is_never_sold_unchecked() {
        refused(LostRace.class, after(withBread, put(fish, 1)), checkOut(bread));
    }

    @Test
    void a_basket_can_be_cancelled() {
        assertThat(empty.cancel()).containsExactly(new BasketCanceled());
        assertThat(after(empty, Basket::cancel).status()).isEqualTo(BasketStatus.CANCELED);
    }

    @Test
    void only_an_open_basket_changes() {
        Stream.of(after(withBread, Basket::cancel), after(withBread, checkOut(bread)))
                .forEach(over -> {
                    refused(Conflict.class, over, put(bread, 1));
                    refused(Conflict.class, over, take(bread, 1));
                    refused(Conflict.class, over, Basket::cancel);
                    refused(Conflict.class, over, checkOut(bread));
                });
    }

    private Function<Basket, List<BasketEvent>> put(Offer offer, int quantity) {
        return basket -> basket.add(offer, quantity, Participation.REQUIRED);
    }

    private Function<Basket, List<BasketEvent>> take(Offer offer, int quantity) {
        return basket -> basket.remove(offer.productId(), quantity);
    }

    private Function<Basket, List<BasketEvent>> checkOut(Offer... known) {
        return basket -> basket.checkOut(payment, offers(known), Participation.REQUIRED);
    }

    private static void refused(
            Class<? extends Throwable> how, Basket basket, Function<Basket, List<BasketEvent>> decision) {
        assertThatExceptionOfType(how).isThrownBy(() -> decision.apply(basket));
    }

    private static Basket after(Basket basket, Function<Basket, List<BasketEvent>> decision) {
        return after(basket, decision.apply(basket));
    }

    private static Basket after(Basket basket, List<BasketEvent> events) {
        Basket state = basket;
        for (BasketEvent event : events) {
            state = Basket.apply(state, event);
        }
        return state;
    }

    private static Offers offers(Offer... offers) {
        var found = Stream.of(offers).collect(Collectors.toMap(Offer::productId, offer -> offer));
        return new Offers(found.keySet(), found);
    }

    private static Offer offer(String store, String product, String price) {
        return new Offer(Ids.next(), Ids.next(), store, product, Money.of(price), true);
    }

    private static Offer closed(Offer offer) {
        return new Offer(
                offer.storeId(), offer.productId(), offer.storeName(), offer.productName(), offer.price(), false);
    }

    private static Offer at(Offer offer, String price) {
        return new Offer(
                offer.storeId(),
                offer.productId(),
                offer.storeName(),
                offer.productName(),
                Money.of(price),
                offer.participating());
    }
}
