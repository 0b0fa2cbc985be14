package dev.mallbots.ordering.domain;

import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.kernel.Violation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * Compares an order's lines with the catalogue, whose prices are valid. An unknown product is bad input. A store that does not participate,
 * or another price, is a conflict, because it may have changed since the caller saw it.
 */
public final class CatalogueCheck {

    private CatalogueCheck() {}

    /**
     * @param offers by product id; products that are not on sale are missing
     * @return the lines in the requested order, with the catalogue's names and prices
     */
    public static List<OrderItem> check(
            List<RequestedItem> requested, Map<UUID, Offer> offers, Participation participation) {
        var unknown = violations(requested, (index, item) -> unknown(index, item, offers.get(item.productId())));
        if (!unknown.isEmpty()) {
            throw new RuleBroken("some items are not sold here", unknown);
        }
        var closed = violations(requested, (index, item) -> closed(index, offers.get(item.productId()), participation));
        if (!closed.isEmpty()) {
            throw new Conflict("some stores do not participate at the moment", closed);
        }
        var mispriced = violations(requested, (index, item) -> mispriced(index, item, offers.get(item.productId())));
        if (!mispriced.isEmpty()) {
            throw new Conflict("some items have another price", mispriced);
        }
        return requested.stream()
                .map(item -> ordered(item, offers.get(item.productId())))
                .toList();
    }

    private static List<Violation> violations(
            List<RequestedItem> requested, BiFunction<Integer, RequestedItem, Optional<Violation>> rule) {
        return IntStream.range(0, requested.size())
                .mapToObj(index -> rule.apply(index, requested.get(index)))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Violation> unknown(int index, RequestedItem item, Offer offer) {
        if (offer == null) {
            return Optional.of(new Violation(
                    "items[%d].productId".formatted(index), "there is no product %s".formatted(item.productId())));
        }
        if (!offer.storeId().equals(item.storeId())) {
            return Optional.of(new Violation(
                    "items[%d].storeId".formatted(index),
                    "store %s does not sell product %s".formatted(item.storeId(), item.productId())));
        }
        return Optional.empty();
    }

    private static Optional<Violation> closed(int index, Offer offer, Participation participation) {
        return participation.allows(offer)
                ? Optional.empty()
                : Optional.of(new Violation(
                        "items[%d].storeId".formatted(index),
                        "%s does not participate at the moment".formatted(offer.storeName())));
    }

    private static Optional<Violation> mispriced(int index, RequestedItem item, Offer offer) {
        if (offer.price().equals(item.price())) {
            return Optional.empty();
        }
        return Optional.of(new Violation(
                "items[%d].price".formatted(index), "%s costs %s".formatted(offer.productName(), offer.price())));
    }

    private static OrderItem ordered(RequestedItem item, Offer offer) {
        return new OrderItem(
                offer.storeId(),
                offer.productId(),
                offer.storeName(),
                offer.productName(),
                offer.price(),
                item.quantity());
    }
}
