package dev.mallbots.chaos;

import static dev.mallbots.chaos.Shop.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mallbots.chaos.Caller.Outcome;
import dev.mallbots.chaos.Ledger.Deed;
import dev.mallbots.chaos.Shop.Product;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** One customer's way through the mall, ended by what she meant to do or by a refusal. */
final class Trip implements Runnable {

    /** What a customer means to do. */
    enum Way {
        COMPLETE(50),
        WITHOUT_BASKET(6),
        CANCEL(16),
        ABANDON(8),
        DISABLED(7),
        PAYS_TOO_LITTLE(7),
        PAYS_TWICE_WITH_ONE_PAYMENT(6);

        private final int weight;

        Way(int weight) {
            this.weight = weight;
        }

        static Way any(Random random) {
            int dice = random.nextInt(100);
            for (Way way : values()) {
                dice -= way.weight;
                if (dice < 0) {
                    return way;
                }
            }
            return COMPLETE;
        }
    }

    /** The customer can't go on: she was refused, or got no answer at all. */
    private static final class Ends extends RuntimeException {
        Ends(String why) {
            super(why, null, false, false);
        }
    }

    private static final Duration LOOK_AGAIN = Duration.ofMillis(300);
    private static final BigDecimal CENT = new BigDecimal("0.01");
    private static final BigDecimal ENOUGH_FOR_TWO = new BigDecimal("100");
    private static final Set<String> OVER = Set.of("rejected", "cancelled", "completed");

    private final Caller caller;
    private final Ledger ledger;
    private final Shop shop;
    private final Random random;
    private final Way way;

    Trip(Caller caller, Ledger ledger, Shop shop, long seed) {
        this.caller = caller;
        this.ledger = ledger;
        this.shop = shop;
        this.random = new Random(seed);
        this.way = Way.any(random);
    }

    @Override
    public void run() {
        ledger.count("trips " + way.name().toLowerCase().replace('_', '-'));
        try {
            walk();
        } catch (Ends end) {
            ledger.count("trips ended early: " + end.getMessage());
        }
    }

    private void walk() {
        String customer = register();
        switch (way) {
            case COMPLETE -> payFor(checkOut(customer, Optional.empty(), BigDecimal.ZERO, Optional.empty()));
            case WITHOUT_BASKET -> payFor(orderAtOnce(customer));
            case CANCEL -> {
                String order = checkOut(customer, Optional.empty(), BigDecimal.ZERO, Optional.empty());
                Caller.sleep(Duration.ofMillis(random.nextInt(4) == 0 ? random.nextInt(6000) : random.nextInt(400)));
                cancel(order);
            }
            case ABANDON -> abandon(fillBasket(customer));
            case DISABLED -> {
                done(caller.write("PUT", "/api/customers/" + customer + "/disable", "{}"), "disable");
                ledger.answered(Deed.CUSTOMER_DISABLED, customer);
                checkOut(customer, Optional.empty(), BigDecimal.ZERO, Optional.of("its customer is disabled"));
            }
            case PAYS_TOO_LITTLE ->
                checkOut(customer, Optional.empty(), CENT, Optional.of("its payment is a cent too small"));
            case PAYS_TWICE_WITH_ONE_PAYMENT -> {
                // so that it would cover both
                String first = checkOut(customer, Optional.empty(), ENOUGH_FOR_TWO.negate(), Optional.empty());
                String payment = awaitPaymentOf(first);
                checkOut(
                        customer,
                        Optional.of(payment),
                        BigDecimal.ZERO,
                        Optional.of("its payment has paid for order " + first));
                payFor(first);
            }
        }
    }

    private String register() {
        ObjectNode body = json().put("name", "Customer " + Long.toHexString(random.nextLong()))
                .put("smsNumber", "+49 30 " + (1_000_000 + random.nextInt(8_999_999)));
        String id = id(done(caller.write("POST", "/api/customers", body.toString()), "register"));
        ledger.answered(Deed.CUSTOMER_REGISTERED, id);
        return id;
    }

    private String fillBasket(String customer) {
        ledger.operation("mallbots.baskets.v1.BasketStarted", customer);
        String basket = id(done(
                caller.write(
                        "POST",
                        "/api/baskets",
                        json().put("customerId", customer).toString()),
                "start a basket"));
        ledger.answered(Deed.BASKET_STARTED, basket);
        Map<String, Integer> quantities = new HashMap<>();
        int lines = 1 + random.nextInt(3);
        for (int line = 0; line < lines; line++) {
            Product product = anyProduct();
            int quantity = 1 + random.nextInt(3);
            done(
                    caller.write(
                            "PUT",
                            "/api/baskets/" + basket + "/addItem",
                            json().put("productId", product.id())
                                    .put("quantity", quantity)
                                    .toString()),
                    "add an item");
            ledger.answered(Deed.BASKET_FILLED, basket);
            quantities.merge(product.id(), quantity, Integer::sum);
        }
        ledger.filled(new Ledger.Filling(basket, quantities));
        return basket;
    }

    /** @return the order's id, which is the basket's */
    private String checkOut(
            String customer, Optional<String> usedPayment, BigDecimal tooLittle, Optional<String> whyNever) {
        String basket = fillBasket(customer);
        BigDecimal total = totalOf(basket);
        String payment = usedPayment.orElseGet(() -> authorize(customer, total.subtract(tooLittle)));
        ledger.asksToCheckOut(new Ledger.Order(basket, customer, total, whyNever));
        done(
                caller.write(
                        "PUT",
                        "/api/baskets/" + basket + "/checkout",
                        json().put("paymentId", payment).toString()),
                "check out");
        ledger.answered(Deed.BASKET_CHECKED_OUT, basket);
        return basket;
    }

    private BigDecimal totalOf(String basket) {
        BigDecimal total = BigDecimal.ZERO;
        for (JsonNode item : read("/api/baskets/" + basket).path("basket").path("items")) {
            total = total.add(item.path("productPrice")
                    .decimalValue()
                    .multiply(BigDecimal.valueOf(item.path("quantity").asLong())));
        }
        return total;
    }

    private String authorize(String customer, BigDecimal amount) {
        ledger.operation("mallbots.payments.v1.PaymentAuthorized", customer);
        ObjectNode body = json().put("customerId", customer).put("amount", amount);
        String payment = id(done(caller.write("POST", "/api/payments", body.toString()), "authorize a payment"));
        ledger.answered(Deed.PAYMENT_AUTHORIZED, payment);
        return payment;
    }

    private String orderAtOnce(String customer) {
        Product product = anyProduct();
        int quantity = 1 + random.nextInt(3);
        BigDecimal total = product.price().multiply(BigDecimal.valueOf(quantity));
        String payment = authorize(customer, total);
        ObjectNode body = json().put("customerId", customer).put("paymentId", payment);
        ArrayNode items = body.putArray("items");
        items.addObject()
                .put("storeId", product.storeId())
                .put("productId", product.id())
                .put("storeName", product.storeName())
                .put("productName", product.name())
                .put("price", product.price())
                .put("quantity", quantity);
        ledger.mayOrderUnseen(customer);
        String order = id(done(caller.writeCarefully("POST", "/api/ordering", body.toString()), "order"));
        ledger.answered(Deed.ORDER_PLACED, order);
        ledger.knows(new Ledger.Order(order, customer, total, Optional.empty()));
        return order;
    }

    private void abandon(String basket) {
        if (random.nextBoolean()) {
            done(caller.write("DELETE", "/api/baskets/" + basket, null), "cancel a basket");
            ledger.answered(Deed.BASKET_CANCELLED, basket);
        }
    }

    /** The order appears a moment after check-out. */
    private void cancel(String order) {
        while (caller.goesOn()) {
            switch (caller.write("DELETE", "/api/ordering/" + order, null)) {
                case Outcome.Done _ -> {
                    ledger.answered(Deed.ORDER_CANCELLED, order);
                    return;
                }
                case Outcome.Refused refused when refused.status() == 404 -> Caller.sleep(LOOK_AGAIN);
                case Outcome.Refused _ -> {
                    ledger.count("cancellations that came too late");
                    return;
                }
                case Outcome.Unknown _ -> throw new Ends("no answer to cancel");
            }
        }
    }

    private void payFor(String order) {
        while (caller.goesOn()) {
            String status = status(order);
            if (OVER.contains(status)) {
                return;
            }
            if (status.equals("ready") && pay(order)) {
                return;
            }
            Caller.sleep(LOOK_AGAIN);
        }
    }

    /** The invoice comes a moment after the order is ready. */
    private boolean pay(String order) {
        return switch (caller.write("PUT", "/api/payments/invoices/" + order + "/pay", "{}")) {
            case Outcome.Done _ -> {
                ledger.answered(Deed.INVOICE_PAID, order);
                yield true;
            }
            case Outcome.Refused refused -> refused.status() != 404;
            case Outcome.Unknown _ -> false;
        };
    }

    private String awaitPaymentOf(String order) {
        while (caller.goesOn()) {
            JsonNode seen = caller.read("/api/ordering/" + order)
                    .map(answer -> answer.path("order"))
                    .orElse(json());
            switch (seen.path("status").asText()) {
                case "approved", "in-progress", "ready" -> {
                    return seen.path("paymentId").asText();
                }
                case "rejected", "cancelled" -> throw new Ends("the first order was not approved");
                default -> Caller.sleep(LOOK_AGAIN);
            }
        }
        throw new Ends("the first order was not approved in time");
    }

    private String status(String order) {
        return caller.read("/api/ordering/" + order)
                .map(answer -> answer.path("order").path("status").asText())
                .orElse("not there yet");
    }

    private JsonNode read(String path) {
        return caller.read(path).orElseThrow(() -> new Ends("could not read"));
    }

    private Product anyProduct() {
        return shop.products().get(random.nextInt(shop.products().size()));
    }

    private static JsonNode done(Outcome outcome, String what) {
        return switch (outcome) {
            case Outcome.Done done -> done.body();
            case Outcome.Refused refused ->
                throw new Ends("could not %s: %d%s"
                        .formatted(what, refused.status(), refused.certain() ? "" : " after a try without an answer"));
            case Outcome.Unknown _ -> throw new Ends("no answer to " + what);
        };
    }

    private static String id(JsonNode body) {
        return body.path("id").asText();
    }
}
