package dev.mallbots.load;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;

/** The calls of a shopper. A basket holds one product from each of two stores. */
final class Shop {

    private static final int STORES = 4;
    private static final int PRODUCTS = 5;
    private static final int CUSTOMERS = 100;
    private static final int AT_ONCE = 16;

    /** A basket and a payment, ready for the check-out. */
    record Prepared(String basket, String payment) {}

    private final Client client;
    private final List<List<String>> products = new ArrayList<>();
    private final List<String> customers = new ArrayList<>();
    private String store;

    Shop(Client client) {
        this.client = client;
    }

    void open() throws Exception {
        for (int store = 1; store <= STORES; store++) {
            String id = Client.await(client.create(
                    "/api/stores", "{\"name\":\"Store %d\",\"location\":\"Aisle %d\"}".formatted(store, store)));
            this.store = id;
            Client.await(client.put("/api/stores/" + id + "/participating", "{}"));
            List<String> sold = new ArrayList<>();
            for (int product = 1; product <= PRODUCTS; product++) {
                sold.add(Client.await(client.create(
                        "/api/stores/" + id + "/products",
                        "{\"name\":\"Thing %d.%d\",\"description\":\"fresh\",\"sku\":\"T-%d-%d\",\"price\":%d.5}"
                                .formatted(store, product, store, product, product))));
            }
            products.add(sold);
        }
        for (int customer = 1; customer <= CUSTOMERS; customer++) {
            customers.add(Client.await(register()));
        }
    }

    /** One of them. */
    String store() {
        return store;
    }

    List<String> customers() {
        return customers;
    }

    Future<String> register() {
        return client.create("/api/customers", "{\"name\":\"Ada Lovelace\",\"smsNumber\":\"+44 20 7946 0958\"}");
    }

    /** Basket, two lines and payment of one customer. */
    Future<Prepared> fill(String customer) {
        int one = ThreadLocalRandom.current().nextInt(STORES);
        int other = (one + 1) % STORES;
        return client.create("/api/baskets", "{\"customerId\":\"%s\"}".formatted(customer))
                .compose(basket -> add(basket, one)
                        .compose(done -> add(basket, other))
                        .compose(done -> client.create(
                                "/api/payments", "{\"customerId\":\"%s\",\"amount\":100}".formatted(customer)))
                        .map(payment -> new Prepared(basket, payment)));
    }

    /** Everything before the check-out, with a customer of its own. */
    Future<Prepared> prepareTrip() {
        return register().compose(this::fill);
    }

    private Future<Void> add(String basket, int store) {
        List<String> sold = products.get(store);
        String product = sold.get(ThreadLocalRandom.current().nextInt(sold.size()));
        return client.put(
                "/api/baskets/" + basket + "/addItem", "{\"productId\":\"%s\",\"quantity\":1}".formatted(product));
    }

    Future<Void> checkOut(Prepared prepared) {
        return client.put(
                "/api/baskets/" + prepared.basket() + "/checkout",
                "{\"paymentId\":\"%s\"}".formatted(prepared.payment()));
    }

    Future<String> status(String order) {
        return client.get("/api/ordering/" + order).map(answer -> Client.field(answer, "status"));
    }

    /** A cold mall refuses visits at its edge for a while; each of them begins again a second later, as the answer asks. */
    private Future<Prepared> fillOnceAdmitted(String customer) {
        return fill(customer)
                .recover(failure -> Client.isTooBusy(failure)
                        ? client.pause(Duration.ofSeconds(1)).compose(over -> fillOnceAdmitted(customer))
                        : Future.failedFuture(failure));
    }

    /** Fills baskets, some concurrently. */
    Queue<Prepared> prepare(int count) throws Exception {
        Queue<Prepared> prepared = new ConcurrentLinkedQueue<>();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Semaphore room = new Semaphore(AT_ONCE);
        CountDownLatch all = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            room.acquire();
            fillOnceAdmitted(customers.get(i % customers.size())).onComplete(result -> {
                if (result.succeeded()) {
                    prepared.add(result.result());
                } else {
                    failure.set(result.cause());
                }
                room.release();
                all.countDown();
            });
        }
        all.await();
        if (failure.get() != null) {
            throw new IllegalStateException("A basket could not be prepared", failure.get());
        }
        return prepared;
    }
}
