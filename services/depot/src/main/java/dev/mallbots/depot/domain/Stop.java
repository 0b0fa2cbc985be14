package dev.mallbots.depot.domain;

import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.kernel.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** One store to visit, and all goods to collect there, each product once. */
public record Stop(UUID storeId, String storeName, String storeLocation, List<Item> items) {

    public record Item(UUID productId, String productName, int quantity) {

        private Item plus(Item more) {
            long sum = (long) quantity + more.quantity;
            if (sum > Integer.MAX_VALUE) {
                throw new RuleBroken("items", "must be fewer: nobody can carry %d of %s".formatted(sum, productName));
            }
            return new Item(productId, productName, (int) sum);
        }
    }

    /** More stores, with long names and locations, would make a list larger than a Kafka message may be. */
    public static final int MOST = 300;

    public Stop {
        items = List.copyOf(items);
    }

    /** One stop per store, in the order in which the request names the stores; quantities of a repeated product are added. */
    static List<Stop> plan(List<Pick> picks) {
        requireSense(picks);
        Map<UUID, List<Pick>> byStore = new LinkedHashMap<>();
        picks.forEach(pick -> byStore.computeIfAbsent(pick.store().id(), _ -> new ArrayList<>())
                .add(pick));
        return byStore.values().stream().map(Stop::at).toList();
    }

    private static Stop at(List<Pick> picks) {
        Map<UUID, Item> items = new LinkedHashMap<>();
        for (Pick pick : picks) {
            var item = new Item(pick.product().id(), pick.product().name(), pick.quantity());
            items.merge(item.productId(), item, Item::plus);
        }
        Store store = picks.getFirst().store();
        return new Stop(store.id(), store.name(), store.location(), List.copyOf(items.values()));
    }

    private static void requireSense(List<Pick> picks) {
        if (picks.isEmpty()) {
            throw new RuleBroken("items", "must hold at least one item");
        }
        List<Violation> violations = IntStream.range(0, picks.size())
                .boxed()
                .flatMap(i -> picks.get(i).wrongWith(i).stream())
                .toList();
        if (picks.stream().map(pick -> pick.store().id()).distinct().count() > MOST) {
            throw new RuleBroken("items", "must be of at most %d different stores".formatted(MOST));
        }
        if (!violations.isEmpty()) {
            throw new RuleBroken("some items can't be collected as asked", violations);
        }
    }
}
