package dev.mallbots.demo;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;

/** Takes one order from an empty store to completed, as a kiosk would, and prints each step with its time. */
public final class Demo {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** The statuses of an order, in order. */
    private static final List<String> WAY = List.of("pending", "approved", "in-progress", "ready", "completed");

    private final Gateway seller;
    private final Gateway buyer;
    private final long began = System.nanoTime();

    private Demo(Gateway seller, Gateway buyer) {
        this.seller = seller;
        this.buyer = buyer;
    }

    /** @param args the URLs of the gateway and of the token issuer */
    public static void main(String[] args) {
        try {
            Issuer issuer = new Issuer(args[1]);
            // a new customer, because a customer registers only once
            String stranger = "customer:" + UUID.randomUUID();
            new Demo(new Gateway(args[0], issuer.token("stella")), new Gateway(args[0], issuer.token(stranger))).walk();
        } catch (DemoFailure e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private void walk() {
        String store = step("store", () -> {
            String id = seller.create("/api/stores", """
                    {"name": "Waldorf Books", "location": "first floor, north"}""");
            seller.put("/api/stores/" + id + "/participating", "{}");
            return id;
        });
        String product = step("product", () -> seller.create("/api/stores/" + store + "/products", """
                {"name": "The Mythical Man-Month", "description": "paperback", "sku": "978-0201835953", "price": 34.95}"""));
        String customer = step("customer", () -> buyer.create("/api/customers", """
                {"name": "Ada Lovelace", "smsNumber": "+44 20 7946 0958"}"""));
        String basket = step("basket", () -> {
            String id = buyer.create("/api/baskets", """
                    {"customerId": "%s"}""".formatted(customer));
            buyer.put("/api/baskets/" + id + "/addItem", """
                    {"productId": "%s", "quantity": 2}""".formatted(product));
            return id;
        });
        String payment = step("payment", () -> buyer.create("/api/payments", """
                {"customerId": "%s", "amount": 69.90}""".formatted(customer)));
        step("check-out", () -> {
            buyer.put("/api/baskets/" + basket + "/checkout", """
                    {"paymentId": "%s"}""".formatted(payment));
            return basket;
        });
        long checkedOut = System.nanoTime();
        step("approved", () -> reach(basket, "approved"));
        double toApproved = (System.nanoTime() - checkedOut) / 1e6;
        step("in progress", () -> reach(basket, "in-progress"));
        step("ready", () -> reach(basket, "ready"));
        step("invoice paid", () -> pay(basket));
        step("completed", () -> reach(basket, "completed"));
        System.out.printf(
                Locale.ROOT, "Order %s is completed; check-out to approved took %.0f ms.%n", basket, toApproved);
    }

    private String step(String name, Supplier<String> work) {
        long start = System.nanoTime();
        String result = work.get();
        long end = System.nanoTime();
        System.out.printf(
                Locale.ROOT, "%6.1f s  %-14s%6.0f ms   %s%n", (end - began) / 1e9, name, (end - start) / 1e6, result);
        return result;
    }

    /** Polls until the order has this status or a later one. The order appears a moment after check-out. */
    private String reach(String order, String wanted) {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        String status = "not there yet";
        for (int pause = 1; System.nanoTime() < giveUp; pause = Math.min(20, pause + 1)) {
            status = status(order);
            if (WAY.indexOf(status) >= WAY.indexOf(wanted)) {
                return status;
            }
            if (status.equals("rejected") || status.equals("cancelled")) {
                break;
            }
            sleep(pause);
        }
        throw new DemoFailure("Order " + order + " should be " + wanted + " but is " + status + ".");
    }

    private String status(String order) {
        try {
            return Gateway.field(buyer.get("/api/ordering/" + order), "status");
        } catch (DemoFailure e) {
            if (e.isNotFound()) {
                return "not there yet";
            }
            throw e;
        }
    }

    /** Payments creates the invoice a moment after the order is ready. */
    private String pay(String order) {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                buyer.put("/api/payments/invoices/" + order + "/pay", "{}");
                return "paid";
            } catch (DemoFailure e) {
                if (!e.isNotFound() || System.nanoTime() > giveUp) {
                    throw e;
                }
                sleep(5);
            }
        }
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("Interrupted.");
        }
    }
}
