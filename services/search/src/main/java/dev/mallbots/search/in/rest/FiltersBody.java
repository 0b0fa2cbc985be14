package dev.mallbots.search.in.rest;

import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.service.Fields;
import dev.mallbots.search.domain.OrderFilters;
import dev.mallbots.search.domain.OrderStatus;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The filters of a search, all optional.
 *
 * @param after placed at or after this time
 * @param before placed before this time
 */
public record FiltersBody(
        UUID customerId,

        @Schema(
                format = "date-time",
                description = "placed then or later, in the years 1 to 9999; not later than before")
        String after,

        @Schema(format = "date-time", description = "placed earlier than then, in the years 1 to 9999")
        String before,

        @Size(max = OrderFilters.MOST_IDS) List<@NotNull UUID> storeIds,
        @Size(max = OrderFilters.MOST_IDS) List<@NotNull UUID> productIds,

        @DecimalMin("0") @Digits(integer = 15, fraction = 4) @Schema(description = "not more than maxTotal")
        BigDecimal minTotal,

        @DecimalMin("0") @Digits(integer = 15, fraction = 4) BigDecimal maxTotal,

        @Schema(enumeration = {"pending", "approved", "rejected", "in-progress", "ready", "completed", "cancelled"})
        String status) {

    OrderFilters toFilters() {
        return new OrderFilters(
                Optional.ofNullable(customerId),
                Optional.ofNullable(after).map(text -> Fields.instant("filters.after", text)),
                Optional.ofNullable(before).map(text -> Fields.instant("filters.before", text)),
                Objects.requireNonNullElse(storeIds, List.of()),
                Objects.requireNonNullElse(productIds, List.of()),
                Optional.ofNullable(minTotal).map(Money::of),
                Optional.ofNullable(maxTotal).map(Money::of),
                Optional.ofNullable(status).map(FiltersBody::status));
    }

    private static OrderStatus status(String word) {
        return OrderStatus.ofWord(word)
                .orElseThrow(() -> new RuleBroken("filters.status", "must be one of " + words()));
    }

    private static String words() {
        return Arrays.stream(OrderStatus.values()).map(OrderStatus::word).collect(Collectors.joining(", "));
    }
}
