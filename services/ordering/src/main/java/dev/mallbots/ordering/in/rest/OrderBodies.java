package dev.mallbots.ordering.in.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.mallbots.ordering.application.OrderNow;
import dev.mallbots.ordering.domain.Delay;
import dev.mallbots.ordering.domain.OrderItem;
import dev.mallbots.ordering.domain.OrderStatus;
import dev.mallbots.ordering.domain.RequestedItem;
import dev.mallbots.ordering.domain.StatusChange;
import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.kernel.Texts;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The JSON bodies, in the field names of the public contract. */
public final class OrderBodies {

    private OrderBodies() {}

    public record NewOrder(
            @Size(max = 500)
            @Schema(required = true, minItems = 1, description = "their total is less than 1,000,000,000,000,000")
            List<@NotNull @Valid NewItem> items,

            @NotNull UUID customerId,
            @NotNull UUID paymentId) {

        /** The domain refuses missing items, because clients compare its message. */
        public NewOrder {
            items = Objects.requireNonNullElse(items, List.of());
        }

        List<RequestedItem> requested() {
            return items.stream().map(NewItem::requested).toList();
        }
    }

    /** The contract has these names, but the order takes the catalogue's. */
    public record NewItem(
            @NotNull UUID storeId,
            @NotNull UUID productId,

            @Size(max = 200) @Schema(pattern = Texts.TEXT, examples = "Bakery")
            String storeName,

            @Size(max = 200) @Schema(pattern = Texts.TEXT, examples = "Bread")
            String productName,

            @NotNull @DecimalMin("0") @Digits(integer = 15, fraction = 4)
            BigDecimal price,

            @NotNull @Min(1) @Max(1_000_000) @Schema(examples = "2")
            Integer quantity) {

        RequestedItem requested() {
            return new RequestedItem(storeId, productId, Money.of(price), quantity);
        }
    }

    public record Created(UUID id) {}

    /** {@code {}}: done, without a result. */
    public record Done() {}

    public record OneOrder(OrderBody order) {}

    public record OrderBody(
            UUID id,
            UUID customerId,
            UUID paymentId,
            List<ItemBody> items,
            @Schema(examples = "6.40") BigDecimal total,

            @Schema(enumeration = {"pending", "approved", "rejected", "in-progress", "ready", "completed", "cancelled"})
            String status,

            @Schema(
                    description =
                            "It is pending for longer than usual, since somebody who has to agree to it can't be reached")
            boolean delayed) {

        static OrderBody of(OrderNow now) {
            var order = now.order();
            return new OrderBody(
                    order.id(),
                    order.customerId(),
                    order.paymentId(),
                    order.items().stream().map(ItemBody::of).toList(),
                    plain(order.total()),
                    order.status().word(),
                    now.delayedSince().isPresent());
        }
    }

    /**
     * The data of an event; {@code reason} only if there is one, and {@code delayed} only in an event of that name.
     */
    public record StatusBody(
            UUID id,

            @Schema(enumeration = {"pending", "approved", "rejected", "in-progress", "ready", "completed", "cancelled"})
            String status,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(examples = "the payment was not confirmed")
            String reason,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(examples = "true")
            Boolean delayed,

            Instant at) {

        static StatusBody of(StatusChange change) {
            return new StatusBody(
                    change.orderId(), change.status().word(), change.reason().orElse(null), null, change.at());
        }

        static StatusBody of(Delay delay) {
            return new StatusBody(delay.orderId(), OrderStatus.PENDING.word(), null, true, delay.since());
        }
    }

    public record ItemBody(
            UUID storeId,
            UUID productId,
            @Schema(examples = "Bakery") String storeName,
            @Schema(examples = "Bread") String productName,
            BigDecimal price,
            @Schema(examples = "2") int quantity) {

        static ItemBody of(OrderItem item) {
            return new ItemBody(
                    item.storeId(),
                    item.productId(),
                    item.storeName(),
                    item.productName(),
                    plain(item.price()),
                    item.quantity());
        }
    }

    private static BigDecimal plain(Money money) {
        return new BigDecimal(money.toString());
    }
}
