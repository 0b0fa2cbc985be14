package dev.mallbots.ordering.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.kernel.Violation;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CatalogueCheckTest {

    private static final Offer TEA = new Offer(Ids.next(), Ids.next(), "Corner Shop", "Tea", Money.of("2.5"), true);
    private static final Offer MILK = new Offer(Ids.next(), Ids.next(), "Dairy", "Milk", Money.of("1.1"), true);
    private static final Map<UUID, Offer> OFFERS = Map.of(TEA.productId(), TEA, MILK.productId(), MILK);

    @Test
    void lines_of_several_stores_take_names_and_prices_from_the_catalogue() {
        var items = CatalogueCheck.check(
                List.of(request(MILK, "1.10", 3), request(TEA, "2.5", 1)), OFFERS, Participation.REQUIRED);

        assertThat(items)
                .containsExactly(
                        new OrderItem(MILK.storeId(), MILK.productId(), "Dairy", "Milk", Money.of("1.1"), 3),
                        new OrderItem(TEA.storeId(), TEA.productId(), "Corner Shop", "Tea", Money.of("2.5"), 1));
    }

    /** Fault 7: the public create-order call trusted the client's price. */
    @Test
    void a_price_other_than_the_catalogues_is_a_conflict_that_names_the_lines() {
        var conflict = catchThrowableOfType(
                Conflict.class,
                () -> CatalogueCheck.check(
                        List.of(request(MILK, "1.1", 1), request(TEA, "0.01", 1)), OFFERS, Participation.REQUIRED));

        assertThat(conflict.violations()).containsExactly(new Violation("items[1].price", "Tea costs 2.5"));
    }

    @Test
    void an_unknown_product_is_bad_input() {
        var nobodys = Ids.next();
        var refusal = catchThrowableOfType(
                RuleBroken.class,
                () -> CatalogueCheck.check(
                        List.of(new RequestedItem(TEA.storeId(), nobodys, Money.of("2.5"), 1)),
                        OFFERS,
                        Participation.REQUIRED));

        assertThat(refusal.violations())
                .containsExactly(new Violation("items[0].productId", "there is no product " + nobodys));
    }

    @Test
    void a_product_of_another_store_is_bad_input() {
        var refusal = catchThrowableOfType(
                RuleBroken.class,
                () -> CatalogueCheck.check(
                        List.of(new RequestedItem(MILK.storeId(), TEA.productId(), Money.of("2.5"), 1)),
                        OFFERS,
                        Participation.REQUIRED));

        assertThat(refusal.violations()).extracting(Violation::field).containsExactly("items[0].storeId");
    }

    @Test
    void a_store_that_does_not_participate_is_a_conflict_that_names_the_lines_unless_the_setting_allows_it() {
        var closed = new Offer(MILK.storeId(), MILK.productId(), MILK.storeName(), "Milk", MILK.price(), false);
        var offers = Map.of(TEA.productId(), TEA, closed.productId(), closed);
        var wanted = List.of(request(TEA, "2.5", 1), request(MILK, "1.1", 1));

        var conflict = catchThrowableOfType(
                Conflict.class, () -> CatalogueCheck.check(wanted, offers, Participation.REQUIRED));

        assertThat(conflict.violations())
                .containsExactly(new Violation("items[1].storeId", "Dairy does not participate at the moment"));
        assertThat(CatalogueCheck.check(wanted, offers, Participation.WAIVED)).hasSize(2);
    }

    private static RequestedItem request(Offer offer, String price, int quantity) {
        return new RequestedItem(offer.storeId(), offer.productId(), Money.of(price), quantity);
    }
}
