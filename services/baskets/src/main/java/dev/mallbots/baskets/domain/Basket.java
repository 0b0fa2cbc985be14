package dev.mallbots.baskets.domain;

import dev.mallbots.baskets.domain.BasketEvent.BasketCanceled;
import dev.mallbots.baskets.domain.BasketEvent.BasketCheckedOut;
import dev.mallbots.baskets.domain.BasketEvent.BasketItemAdded;
import dev.mallbots.baskets.domain.BasketEvent.BasketItemRemoved;
import dev.mallbots.baskets.domain.BasketEvent.BasketPricesChanged;
import dev.mallbots.baskets.domain.BasketEvent.BasketStarted;
import dev.mallbots.baskets.domain.BasketEvent.NewPrice;
import dev.mallbots.platform.kernel.Conflict;
import dev.mallbots.platform.kernel.LostRace;
import dev.mallbots.platform.kernel.Money;
import dev.mallbots.platform.kernel.NotFound;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.kernel.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The products that one customer collects from many stores, and pays once.
 *
 * @param paymentId empty until the check-out
 * @param items one per product, in the order of their addition
 */
public record Basket(UUID id, UUID customerId, BasketStatus status, Optional<UUID> paymentId, List<BasketItem> items) {

    /** The limit of pieces of one product. A larger quantity is a mistake or an attack, and no bot could carry it. */
    public static final int MOST_PIECES = 10_000;

    /** The limit of different products. */
    public static final int MOST_ITEMS = 500;

    /** The limit of different stores. With more names and locations the depot's shopping list would exceed Kafka's message size. */
    public static final int MOST_STORES = 300;

    private static final Violation TOO_FEW = new Violation("quantity", "must be at least 1");

    public Basket {
        items = List.copyOf(items);
    }

    public static List<BasketEvent> start(UUID id, UUID customerId) {
        return List.of(new BasketStarted(id, customerId));
    }

    /** More pieces of a product keep the line's price until check-out, which asks the customer to accept a new price. */
    public List<BasketEvent> add(Offer offer, int quantity, Participation participation) {
        requireOpen("modified");
        requireSome(quantity);
        participation.check(offer);
        Optional<BasketItem> present = item(offer.productId());
        if (present.isEmpty() && items.size() == MOST_ITEMS) {
            throw new Conflict("a basket holds at most %d different products".formatted(MOST_ITEMS));
        }
        requireRoomForStore(offer.storeId());
        if (quantity > MOST_PIECES - present.map(BasketItem::quantity).orElse(0)) {
            throw new RuleBroken("quantity", "must not make more than %d pieces of a product".formatted(MOST_PIECES));
        }
        BasketEvent added = new BasketItemAdded(
                present.map(item -> item.withQuantity(quantity)).orElseGet(() -> offer.pieces(quantity)));
        // an amount that is too large for the columns is refused here, while the customer can still change the basket
        apply(this, added).total();
        return List.of(added);
    }

    private void requireRoomForStore(UUID storeId) {
        Set<UUID> stores = items.stream().map(BasketItem::storeId).collect(Collectors.toSet());
        if (stores.size() == MOST_STORES && !stores.contains(storeId)) {
            throw new Conflict("a basket holds products of at most %d different stores".formatted(MOST_STORES));
        }
    }

    public List<BasketEvent> remove(UUID productId, int quantity) {
        requireOpen("modified");
        requireSome(quantity);
        BasketItem item = item(productId).orElseThrow(() -> new NotFound("item of this basket", productId));
        return List.of(new BasketItemRemoved(item.storeId(), productId, Math.min(quantity, item.quantity())));
    }

    public List<BasketEvent> cancel() {
        requireOpen("cancelled");
        return List.of(new BasketCanceled());
    }

    /**
     * Checks the basket out or updates its prices: the customer never pays a price that was not shown.
     *
     * @param offers the offers of every product in the basket
     */
    public List<BasketEvent> checkOut(UUID payment, Offers offers, Participation participation) {
        requireOpen("modified");
        if (items.isEmpty()) {
            throw new RuleBroken("the basket has no items");
        }
        if (!offers.askedFor().containsAll(productIds())) {
            // an item was added after the prices had been looked up
            throw new LostRace("basket", id);
        }
        requireAllSold(offers);
        requireAllParticipating(offers, participation);
        List<NewPrice> changed = newPrices(offers);
        if (!changed.isEmpty()) {
            return List.of(new BasketPricesChanged(changed));
        }
        total();
        return List.of(new BasketCheckedOut(payment));
    }

    /** The message of a check-out that was refused for new prices. The basket has these prices already. */
    public Conflict explain(BasketPricesChanged event) {
        List<Violation> lines = event.prices().stream()
                .map(price -> {
                    int line = productIds().indexOf(price.productId());
                    return new Violation(
                            "items[%d].productPrice".formatted(line),
                            "%s costs %s now, not %s"
                                    .formatted(items.get(line).productName(), price.is(), price.was()));
                })
                .toList();
        return new Conflict(
                "prices have changed: %s; check out again to accept them".formatted(sentence(lines)), lines);
    }

    public List<UUID> productIds() {
        return items.stream().map(BasketItem::productId).toList();
    }

    public Money total() {
        return items.stream().map(BasketItem::total).reduce(Money.ZERO, Money::plus);
    }

    /** The rule for added and removed quantities, in every status. */
    public static void requireSome(int quantity) {
        if (quantity < 0) {
            throw new RuleBroken("the item quantity cannot be negative", List.of(TOO_FEW));
        }
        if (quantity == 0) {
            throw new RuleBroken(List.of(TOO_FEW));
        }
    }

    private void requireOpen(String wish) {
        if (status != BasketStatus.OPEN) {
            throw new Conflict("the basket cannot be " + wish, List.of(new Violation("status", "is " + status.word())));
        }
    }

    private void requireAllSold(Offers offers) {
        refuse(lines(item -> offers.of(item.productId()).isPresent()
                ? Optional.empty()
                : Optional.of(new Violation("productId", "%s is not sold any more".formatted(item.productName())))));
    }

    private void requireAllParticipating(Offers offers, Participation participation) {
        refuse(lines(item -> offers.of(item.productId())
                .filter(offer -> !participation.allows(offer))
                .map(offer -> new Violation("storeId", Participation.refusal(offer)))));
    }

    /** Applies a rule to each line; errors name the line's index. */
    private List<Violation> lines(Function<BasketItem, Optional<Violation>> rule) {
        return IntStream.range(0, items.size())
                .boxed()
                .flatMap(line -> rule.apply(items.get(line)).stream()
                        .map(wrong -> new Violation("items[%d].%s".formatted(line, wrong.field()), wrong.message())))
                .toList();
    }

    private static void refuse(List<Violation> lines) {
        if (!lines.isEmpty()) {
            throw new Conflict("%s; remove it from the basket".formatted(sentence(lines)), lines);
        }
    }

    private static String sentence(List<Violation> lines) {
        return lines.stream().map(Violation::message).distinct().collect(Collectors.joining(", "));
    }

    private List<NewPrice> newPrices(Offers offers) {
        return items.stream()
                .flatMap(item -> offers
                        .of(item.productId())
                        .map(Offer::price)
                        .filter(price -> !price.equals(item.productPrice()))
                        .map(price -> new NewPrice(item.productId(), item.productPrice(), price))
                        .stream())
                .toList();
    }

    private Optional<BasketItem> item(UUID productId) {
        return items.stream().filter(item -> item.productId().equals(productId)).findFirst();
    }

    /** The only place that creates a basket state. */
    public static Basket apply(Basket current, BasketEvent event) {
        return switch (event) {
            case BasketStarted(UUID id, UUID customerId) ->
                new Basket(id, customerId, BasketStatus.OPEN, Optional.empty(), List.of());
            case BasketItemAdded(BasketItem added) -> current.with(added);
            case BasketItemRemoved removed -> current.without(removed.productId(), removed.quantity());
            case BasketPricesChanged(List<NewPrice> prices) -> current.repriced(prices);
            case BasketCanceled() -> current.in(BasketStatus.CANCELED, Optional.empty());
            case BasketCheckedOut(UUID paymentId) -> current.in(BasketStatus.CHECKED_OUT, Optional.of(paymentId));
        };
    }

    private Basket with(BasketItem added) {
        if (item(added.productId()).isEmpty()) {
            List<BasketItem> more = new ArrayList<>(items);
            more.add(added);
            return withItems(more);
        }
        return withEach(item -> item.productId().equals(added.productId())
                ? item.withQuantity(item.quantity() + added.quantity())
                : item);
    }

    private Basket without(UUID productId, int quantity) {
        return withItems(items.stream()
                .flatMap(item -> item.productId().equals(productId) ? less(item, quantity) : Stream.of(item))
                .toList());
    }

    private static Stream<BasketItem> less(BasketItem item, int quantity) {
        int left = item.quantity() - quantity;
        return left > 0 ? Stream.of(item.withQuantity(left)) : Stream.empty();
    }

    private Basket repriced(List<NewPrice> prices) {
        var byProduct = prices.stream().collect(Collectors.toMap(NewPrice::productId, NewPrice::is));
        return withEach(item -> item.withPrice(byProduct.getOrDefault(item.productId(), item.productPrice())));
    }

    private Basket withEach(UnaryOperator<BasketItem> change) {
        return withItems(items.stream().map(change).toList());
    }

    private Basket withItems(List<BasketItem> changed) {
        return new Basket(id, customerId, status, paymentId, changed);
    }

    private Basket in(BasketStatus next, Optional<UUID> payment) {
        return new Basket(id, customerId, next, payment, items);
    }
}
