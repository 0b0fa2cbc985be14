package dev.mallbots.chaos;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;

/** The clients' record of their requests and answers, against which the mall is checked. */
final class Ledger {

    /** A confirmed write, as the event that must report it. */
    enum Deed {
        STORE_CREATED("mallbots.stores.events.Store", "StoreCreated"),
        STORE_OPENED("mallbots.stores.events.Store", "StoreParticipationToggled"),
        STORE_RENAMED("mallbots.stores.events.Store", "StoreRebranded"),
        PRODUCT_ADDED("mallbots.stores.events.Product", "ProductAdded"),
        PRODUCT_RENAMED("mallbots.stores.events.Product", "ProductRebranded"),
        PRICE_CHANGED("mallbots.stores.events.Product", "ProductPriceChanged"),
        PRODUCT_REMOVED("mallbots.stores.events.Product", "ProductRemoved"),
        CUSTOMER_REGISTERED("mallbots.customers.events.Customer", "CustomerRegistered"),
        CUSTOMER_REACHED_ELSEWHERE("mallbots.customers.events.Customer", "CustomerSmsChanged"),
        CUSTOMER_DISABLED("mallbots.customers.events.Customer", "CustomerDisabled"),
        BASKET_STARTED("mallbots.baskets.events.Basket", "BasketStarted"),
        BASKET_FILLED("mallbots.baskets.events.Basket", "BasketItemAdded"),
        BASKET_CANCELLED("mallbots.baskets.events.Basket", "BasketCanceled"),
        BASKET_CHECKED_OUT("mallbots.baskets.events.Basket", "BasketCheckedOut"),
        ORDER_PLACED("mallbots.ordering.events.Order", "OrderCreated"),
        ORDER_CANCELLED("mallbots.ordering.events.Order", "OrderCanceled"),
        PAYMENT_AUTHORIZED("mallbots.payments.events.Payment", "PaymentAuthorized"),
        INVOICE_PAID("mallbots.payments.events.Invoice", "InvoicePaid"),
        LIST_CANCELLED("mallbots.depot.events.ShoppingList", "ShoppingListCanceled");

        final String topic;
        final String event;

        Deed(String topic, String event) {
            this.topic = topic;
            this.event = event;
        }
    }

    /** The client was told that the write is done. */
    record Answered(Deed deed, String id) {}

    /** The client's knowledge of an order. */
    record Order(String id, String customer, BigDecimal total, Optional<String> whyNever) {}

    /** A basket with known content: product to quantity. */
    record Filling(String basket, Map<String, Integer> quantities) {}

    /** Orders of one customer that name one payment, which can pay for only one of them. */
    record Rivals(String first, String second) {}

    private final Set<Answered> answered = ConcurrentHashMap.newKeySet();
    private final Set<String> askedCheckOuts = ConcurrentHashMap.newKeySet();
    private final Set<String> askedCustomers = ConcurrentHashMap.newKeySet();
    private final Map<String, Order> orders = new ConcurrentHashMap<>();
    private final Set<String> mayEnd = ConcurrentHashMap.newKeySet();
    private final Map<String, String> calledOff = new ConcurrentHashMap<>();
    private final Map<String, Set<BigDecimal>> invoiced = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Rivals> rivals = new ConcurrentLinkedQueue<>();
    private final Map<String, Map<String, Integer>> operations = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Filling> fillings = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> counts = new ConcurrentSkipListMap<>();
    private final Map<String, Integer> faults = new ConcurrentSkipListMap<>();

    void answered(Deed deed, String id) {
        answered.add(new Answered(deed, id));
    }

    /** This check-out may create an order, whatever its answer. */
    void asksToCheckOut(Order order) {
        askedCheckOuts.add(order.id());
        orders.put(order.id(), order);
    }

    void knows(Order order) {
        orders.put(order.id(), order);
    }

    /** Orders of this customer may exist whose id no answer contained. */
    void mayOrderUnseen(String customer) {
        askedCustomers.add(customer);
    }

    /** A request to end this order is about to be sent, and may take effect whatever its answer. */
    void mayEnd(String order) {
        mayEnd.add(order);
    }

    /** The end of this order was confirmed. */
    void calledOff(String order, String how) {
        calledOff.put(order, how);
    }

    void rivals(Rivals both) {
        rivals.add(both);
    }

    /**
     * An operator adjusts an invoice.
     *
     * @param certain whether it was answered: then the invoice has this amount; otherwise it may have it
     */
    void adjusted(String order, BigDecimal amount, boolean certain) {
        Set<BigDecimal> possible = invoiced.computeIfAbsent(order, any -> ConcurrentHashMap.newKeySet());
        if (certain) {
            possible.clear();
        } else {
            Optional.ofNullable(orders.get(order)).map(Order::total).ifPresent(possible::add);
        }
        possible.add(amount);
    }

    /** One more operation of the kind was begun for a customer, whatever the number of its attempts. */
    void operation(String event, String customer) {
        operations.computeIfAbsent(event, any -> new ConcurrentHashMap<>()).merge(customer, 1, Integer::sum);
    }

    void filled(Filling filling) {
        fillings.add(filling);
    }

    void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    void counted(String what, Map<String, Integer> times) {
        times.forEach((which, count) -> counts.merge(what + " of " + which, count, Integer::sum));
    }

    /** The mall answered with a 500. */
    void fault(String what) {
        faults.merge(what, 1, Integer::sum);
    }

    Set<Answered> answered() {
        return answered;
    }

    Set<String> askedCheckOuts() {
        return askedCheckOuts;
    }

    Set<String> askedCustomers() {
        return askedCustomers;
    }

    Map<String, Order> orders() {
        return orders;
    }

    Set<String> mayEnd() {
        return mayEnd;
    }

    /** By order: how it was ended. */
    Map<String, String> calledOff() {
        return calledOff;
    }

    List<Rivals> rivals() {
        return List.copyOf(rivals);
    }

    /** The possible amounts of adjusted invoices, by order. */
    Map<String, Set<BigDecimal>> invoiced() {
        return invoiced;
    }

    /** By event and customer: the maximum number. */
    Map<String, Map<String, Integer>> operations() {
        return operations;
    }

    List<Filling> fillings() {
        return List.copyOf(fillings);
    }

    Map<String, Integer> counts() {
        return new TreeMap<>(counts);
    }

    /** The number of each answer. */
    Map<String, Integer> faults() {
        return new TreeMap<>(faults);
    }

    int count(Deed deed) {
        return (int) answered.stream().filter(done -> done.deed() == deed).count();
    }
}
