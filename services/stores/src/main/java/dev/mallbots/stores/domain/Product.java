package dev.mallbots.stores.domain;

import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.kernel.Violation;
import java.util.List;
import java.util.UUID;

/** An article that a store sells, as the result of its events. A removed product never changes again. */
public record Product(
        UUID id, UUID storeId, String name, String description, String sku, Money price, boolean removed) {

    public static final int MAX_NAME = 200;
    public static final int MAX_DESCRIPTION = 2000;
    public static final int MAX_SKU = 100;

    private static final String NAME_IS_BLANK = "the product name cannot be blank";
    private static final String PRICE_IS_NEGATIVE = "the product price cannot be negative";

    /** The caller must check that the store exists. */
    public static List<ProductEvent> add(
            UUID id, UUID storeId, String name, String description, String sku, Money price) {
        new Wording()
                .line("name", name, MAX_NAME, NAME_IS_BLANK)
                .text("description", description, MAX_DESCRIPTION)
                .text("sku", sku, MAX_SKU)
                .notNegative("price", price, PRICE_IS_NEGATIVE)
                .check();
        return List.of(new ProductEvent.ProductAdded(id, storeId, name, description, sku, price));
    }

    public List<ProductEvent> rebrand(String newName, String newDescription) {
        refuseWhenRemoved();
        new Wording()
                .line("name", newName, MAX_NAME, NAME_IS_BLANK)
                .text("description", newDescription, MAX_DESCRIPTION)
                .check();
        return List.of(new ProductEvent.ProductRebranded(newName, newDescription));
    }

    public List<ProductEvent> increasePrice(Money newPrice) {
        refuseWhenRemoved();
        if (newPrice.isLessThan(price)) {
            throw new RuleBroken(
                    "the price change would be a decrease",
                    List.of(new Violation("price", "must not be lower than " + price)));
        }
        return changePrice(newPrice);
    }

    public List<ProductEvent> decreasePrice(Money newPrice) {
        refuseWhenRemoved();
        new Wording().notNegative("price", newPrice, PRICE_IS_NEGATIVE).check();
        if (newPrice.isMoreThan(price)) {
            throw new RuleBroken(
                    "the price change would be an increase",
                    List.of(new Violation("price", "must not be higher than " + price)));
        }
        return changePrice(newPrice);
    }

    public List<ProductEvent> remove() {
        refuseWhenRemoved();
        return List.of(new ProductEvent.ProductRemoved());
    }

    private List<ProductEvent> changePrice(Money newPrice) {
        return newPrice.equals(price)
                ? List.of()
                : List.of(new ProductEvent.ProductPriceChanged(newPrice, newPrice.minus(price)));
    }

    private void refuseWhenRemoved() {
        if (removed) {
            throw new Conflict("product %s was removed".formatted(id));
        }
    }

    /** @param current null before the first event */
    public static Product apply(Product current, ProductEvent event) {
        return switch (event) {
            case ProductEvent.ProductAdded(var id, var storeId, var name, var description, var sku, var price) ->
                new Product(id, storeId, name, description, sku, price, false);
            case ProductEvent.ProductRebranded(var name, var description) ->
                new Product(
                        current.id, current.storeId, name, description, current.sku, current.price, current.removed);
            case ProductEvent.ProductPriceChanged(var price, var _) ->
                new Product(
                        current.id,
                        current.storeId,
                        current.name,
                        current.description,
                        current.sku,
                        price,
                        current.removed);
            case ProductEvent.ProductRemoved() ->
                new Product(
                        current.id,
                        current.storeId,
                        current.name,
                        current.description,
                        current.sku,
                        current.price,
                        true);
        };
    }
}
