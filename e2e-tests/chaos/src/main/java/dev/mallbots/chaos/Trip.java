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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** One customer's shopping trip, which ends as planned or with a refusal. */
final class Trip implements Runnable {

    /** The planned end of a trip. */
    enum Way {
        COMPLETE(36),
        WITHOUT_BASKET(6),
        CANCEL(13),
        ABANDON(6),
        DISABLED(5),
        PAYS_TOO_LITTLE(5),
        PAYS_TWICE_WITH_ONE_PAYMENT(4),
        /** Two orders at once that name one payment. */
        PAYS_FOR_TWO_AT_ONCE(5),
        /** Staff cancel the order's shopping list. */
        LIST_IS_CANCELLED(9),
        /** An operator retries and compensates the order's saga. */
        SAGA_IS_GIVEN_UP(6),
        /** An operator lowers the invoice before it is paid. */
        INVOICE_IS_ADJUSTED(5);

        private final int weight;

        Way(int weight) {
            this.weight = weight;
        }

        static Way any(Random random, Set<Way> ways) {
            int dice = random.nextInt(ways.stream().mapToInt(way -> way.weight).sum());
            for (Way way : ways) {
                dice -= way.weight;
                if (dice < 0) {
                    return way;
                }
            }
            throw new IllegalStateException("no way");
        }
    }

    /** The customer can't continue: she was refused, or got no answer. */
    private static final class Ends extends RuntimeException {
        Ends(String why) {
            super(why, null, false, false);
        }
    }

    private static final Duration LOOK_AGAIN = Duration.ofMillis(300);
    private static final Duration LONGEST_LOOK_AGAIN = Duration.ofSeconds(3);
    private static final BigDecimal CENT = new BigDecimal("0.01");
    private static final BigDecimal ENOUGH_FOR_TWO = new BigDecimal("100");
    private static final Set<String> OVER = Set.of("rejected", "cancelled", "completed");

    private final Caller caller;
    private final Ledger ledger;
    private final Shop shop;
    private final Random random;
    private final Way way;
    private Duration pause = LOOK_AGAIN;

    /** @param ways the possible ways */
    Trip(Caller caller, Ledger ledger, Shop shop, long seed, Set<Way> ways) {
        this.caller = caller;
        this.ledger = ledger;
        this.shop = shop;
        this.random = new Random(seed);
        this.way = Way.any(random, ways);
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
            case PAYS_FOR_TWO_AT_ONCE -> payForTwoAtOnce(customer);
            case LIST_IS_CANCELLED ->
                cancelListOf(checkOut(customer, Optional.empty(), BigDecimal.ZERO, Optional.empty()));
            case SAGA_IS_GIVEN_UP ->
                giveUpSagaOf(checkOut(customer, Optional.empty(), BigDecimal.ZERO, Optional.empty()));
            case INVOICE_IS_ADJUSTED -> payFor(checkOut(customer, Optional.empty(), BigDecimal.ZERO, Optional.empty()));
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
        if (random.nextInt(4) == 0) {
            ObjectNode number = json().put("smsNumber", "+44 20 " + (1_000_000 + random.nextInt(8_999_999)));
            done(caller.write("PUT", "/api/customers/" + id + "/change-sms", number.toString()), "change the number");
            ledger.answered(Deed.CUSTOMER_REACHED_ELSEWHERE, id);
        }
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

    /** The payment would cover both orders, and pays for the one that is confirmed first. */
    private void payForTwoAtOnce(String customer) {
        String first = fillBasket(customer);
        String second = fillBasket(customer);
        BigDecimal totalOfFirst = totalOf(first);
        BigDecimal totalOfSecond = totalOf(second);
        String payment = authorize(customer, totalOfFirst.add(totalOfSecond));
        ledger.rivals(new Ledger.Rivals(first, second));
        ledger.asksToCheckOut(new Ledger.Order(first, customer, totalOfFirst, Optional.empty()));
        ledger.asksToCheckOut(new Ledger.Order(second, customer, totalOfSecond, Optional.empty()));
        for (String basket : List.of(first, second)) {
            ObjectNode body = json().put("paymentId", payment);
            done(caller.write("PUT", "/api/baskets/" + basket + "/checkout", body.toString()), "check out");
            ledger.answered(Deed.BASKET_CHECKED_OUT, basket);
        }
        payFor(first);
        payFor(second);
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
                case Outcome.Refused refused when refused.status() == 404 -> waitALittleLonger();
                case Outcome.Refused _ -> {
                    ledger.count("cancellations that came too late");
                    return;
                }
                case Outcome.Unknown _ -> throw new Ends("no answer to cancel");
            }
        }
    }

    /** As staff do, in any state of the list. */
    private void cancelListOf(String order) {
        while (caller.goesOn() && !OVER.contains(status(order))) {
            Optional<String> list = listOf(order);
            if (list.isPresent()) {
                Caller.sleep(Duration.ofMillis(random.nextInt(1500)));
                cancelList(order, list.get());
                return;
            }
            waitALittleLonger();
        }
    }

    private Optional<String> listOf(String order) {
        return caller.read("/api/depot/shopping?orderId=" + order).flatMap(answer -> {
            for (JsonNode list : answer.path("shoppingLists")) {
                if (!list.path("status").asText().equals("cancelled")) {
                    return Optional.of(list.path("id").asText());
                }
            }
            return Optional.empty();
        });
    }

    private void cancelList(String order, String list) {
        ledger.mayEnd(order);
        switch (caller.write("POST", "/api/depot/shopping/" + list, "{}")) {
            case Outcome.Done _ -> {
                ledger.answered(Deed.LIST_CANCELLED, list);
                ledger.calledOff(order, "staff have cancelled its shopping list");
            }
            case Outcome.Refused _ -> {
                ledger.count("shopping lists that could not be cancelled any more");
                payFor(order);
            }
            case Outcome.Unknown _ -> throw new Ends("no answer to cancel a shopping list");
        }
    }

    /** As operators do; the saga appears a moment after check-out. */
    private void giveUpSagaOf(String order) {
        Caller.sleep(Duration.ofMillis(random.nextInt(1500)));
        if (random.nextInt(3) == 0) {
            caller.write("POST", "/api/ops/sagas/" + order + "/retry", "{}");
        }
        ledger.mayEnd(order);
        while (caller.goesOn()) {
            switch (caller.write("POST", "/api/ops/sagas/" + order + "/compensate", "{}")) {
                case Outcome.Done _ -> {
                    ledger.calledOff(order, "an operator has given its saga up");
                    return;
                }
                case Outcome.Refused refused when refused.status() == 404 -> waitALittleLonger();
                case Outcome.Refused _ -> {
                    ledger.count("sagas that could not be given up any more");
                    payFor(order);
                    return;
                }
                case Outcome.Unknown _ -> throw new Ends("no answer to give a saga up");
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
            waitALittleLonger();
        }
    }

    /** The invoice appears a moment after the order is ready. */
    private boolean pay(String order) {
        if (way == Way.INVOICE_IS_ADJUSTED) {
            adjust(order);
        }
        return switch (caller.write("PUT", "/api/payments/invoices/" + order + "/pay", "{}")) {
            case Outcome.Done _ -> {
                ledger.answered(Deed.INVOICE_PAID, order);
                yield true;
            }
            case Outcome.Refused refused -> refused.status() != 404;
            case Outcome.Unknown _ -> false;
        };
    }

    private void adjust(String order) {
        JsonNode invoice = caller.read("/api/payments/invoices/" + order)
                .map(answer -> answer.path("invoice"))
                .orElse(json());
        if (!invoice.path("status").asText().equals("pending")) {
            return;
        }
        BigDecimal lower = invoice.path("amount").decimalValue().subtract(CENT);
        ledger.adjusted(order, lower, false);
        ObjectNode body = json().put("amount", lower);
        if (caller.write("PUT", "/api/payments/invoices/" + order + "/adjust", body.toString())
                instanceof Outcome.Done) {
            ledger.adjusted(order, lower, true);
        }
    }

    /** The interval of polls grows, because a mall that comes back has enough work. */
    private void waitALittleLonger() {
        Caller.sleep(pause);
        Duration longer = pause.multipliedBy(3).dividedBy(2);
        pause = longer.compareTo(LONGEST_LOOK_AGAIN) < 0 ? longer : LONGEST_LOOK_AGAIN;
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
                default -> waitALittleLonger();
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
