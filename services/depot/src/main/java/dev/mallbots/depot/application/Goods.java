package dev.mallbots.depot.application;

import dev.mallbots.depot.domain.Pick;
import dev.mallbots.depot.domain.Product;
import dev.mallbots.depot.domain.Store;
import dev.mallbots.platform.kernel.RuleBroken;
import dev.mallbots.platform.kernel.Unavailable;
import dev.mallbots.platform.kernel.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The known products and stores of some lists.
 *
 * @param unasked the reason why stores could not be asked for missing ones; empty if none are missing or stores has answered
 */
public record Goods(Map<UUID, Product> products, Map<UUID, Store> stores, Optional<Unavailable> unasked) {

    /**
     * The lines of one of these lists.
     *
     * @throws RuleBroken names the lines with products or stores that the mall does not have
     * @throws Unavailable stores could not be asked
     */
    List<Pick> picks(List<Wanted> wanted) {
        var picks = new ArrayList<Pick>();
        var unknown = new ArrayList<Violation>();
        for (int i = 0; i < wanted.size(); i++) {
            var line = wanted.get(i);
            var product = products.get(line.productId());
            var store = stores.get(line.storeId());
            if (product == null) {
                unknown.add(new Violation("items[%d].productId".formatted(i), "is no product of the mall"));
            } else if (store == null) {
                unknown.add(new Violation("items[%d].storeId".formatted(i), "is no store of the mall"));
            } else {
                picks.add(new Pick(store, product, line.quantity()));
            }
        }
        if (!unknown.isEmpty()) {
            throw unasked.<RuntimeException>map(away -> away)
                    .orElseGet(() -> new RuleBroken("some items are not known in the mall", unknown));
        }
        return picks;
    }
}
