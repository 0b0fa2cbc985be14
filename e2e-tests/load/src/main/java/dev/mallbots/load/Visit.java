package dev.mallbots.load;

import dev.mallbots.load.Shop.Prepared;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Queue;

/** The actions of one customer, from their due time. */
interface Visit {

    /**
     * @param checkedOut the due time of the check-out
     * @param approved the time at which the order's approval was received
     * @param over the time of the customer's last answer
     */
    record Times(long checkedOut, long approved, long over) {}

    /** @return fails if a call fails, or the order is rejected */
    Future<Times> begin(long due);

    /** Checks out a prepared basket: the saga alone. */
    static Visit checkOut(Shop shop, Orders orders, Queue<Prepared> prepared) {
        return due -> checkOut(shop, orders, prepared.remove(), due);
    }

    /** Registers, fills a basket, authorizes a payment, checks out, and reads the order once it is approved. */
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
