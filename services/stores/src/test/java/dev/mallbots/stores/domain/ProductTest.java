package dev.mallbots.stores.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.list;

import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.Ids;
import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.kernel.Violation;
import dev.mallbots.stores.domain.ProductEvent.ProductAdded;
import dev.mallbots.stores.domain.ProductEvent.ProductPriceChanged;
import dev.mallbots.stores.domain.ProductEvent.ProductRebranded;
import dev.mallbots.stores.domain.ProductEvent.ProductRemoved;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ProductTest {

    private static final UUID ID = Ids.next();
    private static final UUID STORE = Ids.next();

    @Test
    void a_product_is_added_with_its_price() {
        assertThat(added())
                .isEqualTo(new Product(ID, STORE, "Opera glasses", "Two lenses", "OG-1", euros("9.99"), false));
    }

    @Test
    void a_price_is_zero_or_more() {
        assertThat(Product.add(ID, STORE, "Leaflet", "", "", Money.ZERO)).hasSize(1);
        assertBlames(() -> Product.add(ID, STORE, "Leaflet", "", "", euros("-0.0001")), "price");
    }

    @Test
    void all_errors_of_a_new_product_are_reported_at_once() {
        assertBlames(
                () -> Product.add(ID, STORE, " ", "d".repeat(2001), "s".repeat(101), euros("-1")),
                "name",
                "description",
                "sku",
                "price");
    }

    @Test
    void a_description_may_have_several_lines() {
        assertThat(added().rebrand("Binoculars", "Two lenses\n\tand a strap")).hasSize(1);
        assertBlames(() -> added().rebrand("Binoculars", "\0"), "description");
    }

    @Test
    void rebranding_changes_only_name_and_description() {
        assertThat(after(new ProductRebranded("Binoculars", "Strong")))
                .isEqualTo(new Product(ID, STORE, "Binoculars", "Strong", "OG-1", euros("9.99"), false));
    }

    @Test
    void a_changed_price_carries_the_new_price_and_the_difference() {
        assertThat(added().increasePrice(euros("12")))
                .containsExactly(new ProductPriceChanged(euros("12"), euros("2.01")));
        assertThat(added().decreasePrice(euros("9")))
                .containsExactly(new ProductPriceChanged(euros("9"), euros("-0.99")));
        assertThat(after(new ProductPriceChanged(euros("12"), euros("2.01"))).price())
                .isEqualTo(euros("12"));
    }

    @Test
    void an_increase_to_a_lower_price_is_an_error() {
        assertBlames(() -> added().increasePrice(euros("9.9899")), "price");
    }

    @Test
    void a_decrease_to_a_higher_price_is_an_error() {
        assertBlames(() -> added().decreasePrice(euros("9.9901")), "price");
    }

    @Test
    void a_price_never_falls_below_zero() {
        assertBlames(() -> added().decreasePrice(euros("-1")), "price");
    }

    @Test
    void setting_the_same_price_emits_no_event() {
        assertThat(added().increasePrice(euros("9.9900"))).isEmpty();
        assertThat(added().decreasePrice(euros("9.99"))).isEmpty();
    }

    @Test
    void a_removed_product_cannot_be_changed_again() {
        Product removed = after(new ProductRemoved());

        assertThat(List.<ThrowingCallable>of(
                        removed::remove,
                        () -> removed.rebrand("Binoculars", ""),
                        () -> removed.increasePrice(euros("20")),
                        () -> removed.decreasePrice(euros("1"))))
                .allSatisfy(change -> assertThatExceptionOfType(Conflict.class)
                        .isThrownBy(change)
                        .withMessageContaining("removed"));
    }

    @Test
    void refusals_have_the_messages_that_clients_know() {
        assertTells("the product name cannot be blank", () -> Product.add(ID, STORE, "\ufeff", "", "", euros("-1")));
        assertTells("the product name cannot be blank", () -> added().rebrand(null, ""));
        assertTells(
                "the product price cannot be negative", () -> Product.add(ID, STORE, "Leaflet", "", "", euros("-1")));
        assertTells("the price change would be a decrease", () -> added().increasePrice(euros("9.98")));
        assertTells("the price change would be an increase", () -> added().decreasePrice(euros("10")));
    }

    private static void assertTells(String message, ThrowingCallable change) {
        assertThatExceptionOfType(RuleBroken.class).isThrownBy(change).withMessage(message);
    }

    private static void assertBlames(ThrowingCallable change, String... fields) {
        assertThatExceptionOfType(RuleBroken.class)
                .isThrownBy(change)
                .extracting(RuleBroken::violations, list(Violation.class))
                .extracting(Violation::field)
                .containsExactly(fields);
    }

    private static Product added() {
        return Product.apply(null, new ProductAdded(ID, STORE, "Opera glasses", "Two lenses", "OG-1", euros("9.99")));
    }

    private static Product after(ProductEvent event) {
        return Product.apply(added(), event);
    }

    private static Money euros(String amount) {
        return Money.of(amount);
    }
}
