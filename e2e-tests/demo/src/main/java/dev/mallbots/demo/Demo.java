package dev.mallbots.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Walks one order from an empty store to completed, as a kiosk would, and prints each step with its time. */
public final class Demo {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** The statuses an order goes through, in order. */
    private static final List<String> WAY = List.of("pending", "approved", "in-progress", "ready", "completed");

    private final Gateway seller;
    private final Gateway buyer;
    private final String buyersToken;
    private final long began = System.nanoTime();

    private Demo(String gateway, String sellersToken, String buyersToken) {
        this.seller = new Gateway(gateway, sellersToken);
        this.buyer = new Gateway(gateway, buyersToken);
        this.buyersToken = buyersToken;
    }

    /**
     * @param args the URLs of the gateway and of the token issuer; with Keycloak also the file that holds the password of
     *     carla and stella. The development issuer gives a token to every name.
     */
    public static void main(String[] args) {
        try {
            boolean keycloak = args.length > 2;
            Issuer issuer = new Issuer(
                    args[1],
                    keycloak ? Optional.of(Files.readString(Path.of(args[2])).strip()) : Optional.empty());
            // a new customer where the issuer allows it, because a customer registers only once
            String customer = keycloak ? "carla" : "customer:" + UUID.randomUUID();
            new Demo(args[0], issuer.token("stella"), issuer.token(customer)).walk();
        } catch (IOException e) {
            System.err.println("Could not read the password file: " + e.getMessage() + ".");
            System.exit(1);
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
        String customer = step("customer", this::register);
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

    /** A customer registers only once, and her id is the subject of her token. */
    private String register() {
        try {
            return buyer.create("/api/customers", """
                    {"name": "Ada Lovelace", "smsNumber": "+44 20 7946 0958"}""");
        } catch (DemoFailure e) {
            if (!e.isConflict()) {
                throw e;
            }
            byte[] claims = Base64.getUrlDecoder().decode(buyersToken.split("\\.")[1]);
            return Gateway.field(new String(claims, StandardCharsets.UTF_8), "sub");
        }
    }

    private String step(String name, Supplier<String> work) {
        long start = System.nanoTime();
        String result = work.get();
        long end = System.nanoTime();
        System.out.printf(
                Locale.ROOT, "%6.1f s  %-14s%6.0f ms   %s%n", (end - began) / 1e9, name, (end - start) / 1e6, result);
        return result;
    }

    /** Asks again and again until the order is there or beyond. The order appears a moment after check-out. */
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

    /** The invoice is made when the order is ready, a moment later than the order says so. */
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
