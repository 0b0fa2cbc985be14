package dev.mallbots.load;

import dev.mallbots.load.Shop.Prepared;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Queue;

/** What one customer does, from the moment it is due. */
interface Visit {

    /**
     * @param checkedOut when the check-out was due
     * @param approved when the order's approval was heard of
     * @param over when the customer had all answers
     */
    record Times(long checkedOut, long approved, long over) {}

    /** @return fails when any call does, or when the order is rejected */
    Future<Times> begin(long due);

    /** Checks out what was prepared beforehand: the saga alone. */
    static Visit checkOut(Shop shop, Orders orders, Queue<Prepared> prepared) {
        return due -> checkOut(shop, orders, prepared.remove(), due);
    }

    /** Registers, fills a basket, has a payment authorized, checks out, and looks at the order once it is approved. */
    static Visit trip(Shop shop, Orders orders) {
        return due -> shop.register()
                .compose(shop::fill)
                .compose(filled -> checkOut(shop, orders, filled, System.nanoTime())
                        .compose(times -> shop.status(filled.basket())
                                .map(status -> new Times(times.checkedOut(), times.approved(), System.nanoTime()))));
    }

    private static Future<Times> checkOut(Shop shop, Orders orders, Prepared prepared, long due) {
        Promise<Long> approved = Promise.promise();
        orders.await(prepared.basket(), (yes, nanos) -> {
            if (yes) {
                approved.complete(nanos);
            } else {
                approved.fail("order " + prepared.basket() + " was rejected");
            }
        });
        return shop.checkOut(prepared)
                .onFailure(failure -> orders.forget(prepared.basket()))
                .compose(done -> approved.future())
                .map(nanos -> new Times(due, nanos, Math.max(nanos, System.nanoTime())));
    }
}
