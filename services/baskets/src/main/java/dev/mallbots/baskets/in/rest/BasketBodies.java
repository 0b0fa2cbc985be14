package dev.mallbots.baskets.in.rest;

import dev.mallbots.baskets.domain.Basket;
import dev.mallbots.baskets.domain.BasketItem;
import dev.mallbots.baskets.domain.BasketStatus;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The JSON bodies, in the field names of the public contract. */
public final class BasketBodies {

    private BasketBodies() {}

    public record NewBasket(@NotNull UUID customerId) {}

    /** The domain refuses a quantity that is too small, because clients compare its message. */
    public record AddedItem(
            @NotNull UUID productId,

            @NotNull
            @Max(Basket.MOST_PIECES)
            @Schema(
                    minimum = "1",
                    description = "a basket holds at most 10,000 pieces of a product, and 500 different products",
                    examples = "2")
            Integer quantity) {}

    public record RemovedItem(
            @NotNull UUID productId,
            @NotNull @Schema(minimum = "1", examples = "1") Integer quantity) {}

    public record CheckOut(@NotNull UUID paymentId) {}

    public record Created(UUID id) {}

    /** {@code {}}: done, without a result. */
    public record Done() {}

    public record OneBasket(BasketBody basket) {}

    public record BasketBody(
            UUID id,
            UUID customerId,

            @Schema(enumeration = {"open", "cancelled", "checked-out"})
            String status,

            @Schema(maxItems = Basket.MOST_ITEMS) List<ItemBody> items) {

        static BasketBody of(Basket basket) {
            return new BasketBody(
                    basket.id(),
                    basket.customerId(),
                    status(basket.status()),
                    basket.items().stream().map(ItemBody::of).toList());
        }

        private static String status(BasketStatus status) {
            return switch (status) {
                case OPEN -> "open";
                case CANCELED -> "cancelled";
                case CHECKED_OUT -> "checked-out";
            };
        }
    }

    public record ItemBody(
            UUID storeId,
            UUID productId,
            @Schema(examples = "Bakery") String storeName,
            @Schema(examples = "Bread") String productName,
            BigDecimal productPrice,
            @Schema(examples = "2") int quantity) {

        static ItemBody of(BasketItem item) {
            return new ItemBody(
                    item.storeId(),
                    item.productId(),
                    item.storeName(),
                    item.productName(),
                    new BigDecimal(item.productPrice().toString()),
                    item.quantity());
        }
    }
}
