package dev.mallbots.chaos;

import com.google.protobuf.Message;
import dev.mallbots.chaos.Evidence.Analytics;
import dev.mallbots.chaos.Evidence.Claim;
import dev.mallbots.chaos.Evidence.Consequence;
import dev.mallbots.chaos.Evidence.Consumer;
import dev.mallbots.chaos.Evidence.Copies;
import dev.mallbots.chaos.Evidence.Counted;
import dev.mallbots.chaos.Evidence.DeadLetter;
import dev.mallbots.chaos.Evidence.FoundLine;
import dev.mallbots.chaos.Evidence.FoundOrder;
import dev.mallbots.chaos.Evidence.Invoice;
import dev.mallbots.chaos.Evidence.Notification;
import dev.mallbots.chaos.Evidence.Payment;
import dev.mallbots.chaos.Evidence.Saga;
import dev.mallbots.chaos.Evidence.ShoppingList;
import dev.mallbots.chaos.Evidence.StepDone;
import dev.mallbots.chaos.Evidence.StoredEvent;
import dev.mallbots.chaos.Evidence.Stream;
import dev.mallbots.chaos.Ledger.Deed;
import dev.mallbots.contracts.baskets.v1.BasketCheckedOut;
import dev.mallbots.contracts.common.v1.CommandSucceeded;
import dev.mallbots.contracts.common.v1.Money;
import dev.mallbots.contracts.ordering.v1.ApproveOrder;
import dev.mallbots.contracts.ordering.v1.OrderApproved;
import dev.mallbots.contracts.ordering.v1.OrderCreated;
import dev.mallbots.contracts.ordering.v1.OrderItem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The correct history of one order, to which a test adds a fault. */
final class Story {

    static final String BASKETS = "mallbots.baskets.events.Basket";
    static final String COMMANDS = "mallbots.ordering.commands";
    static final String REPLIES = "mallbots.order-saga.replies";
    static final BigDecimal TOTAL = new BigDecimal("12.50");

    final String order = UUID.randomUUID().toString();
    final String customer = UUID.randomUUID().toString();
    final String product = UUID.randomUUID().toString();
    final String payment = UUID.randomUUID().toString();
    final String store = UUID.randomUUID().toString();

    final Ledger ledger = new Ledger();
    final List<Said> said = new ArrayList<>();
    final Map<String, Consumer> consumers = new HashMap<>();
    final List<Stream> streams = new ArrayList<>();
    final List<Counted> counted = new ArrayList<>();
    final List<Payment> payments = new ArrayList<>();
    final List<Invoice> invoices = new ArrayList<>();
    final List<ShoppingList> lists = new ArrayList<>();
    final List<Saga> sagas = new ArrayList<>();
    final List<StepDone> steps = new ArrayList<>();
    final List<Notification> senderCalls = new ArrayList<>();
    final Set<Notification> unconfirmed = new HashSet<>();
    final List<DeadLetter> deadLetters = new ArrayList<>();
    final Map<String, Set<String>> listed = new HashMap<>();
    final List<FoundOrder> found = new ArrayList<>();
    final List<Copies> copies = new ArrayList<>();
    private int transactions;
    /** The results of analytics, by default those of the topics. */
    Optional<Analytics> analytics = Optional.empty();

    Story() {
        ledger.asksToCheckOut(new Ledger.Order(order, customer, TOTAL, Optional.empty()));
        ledger.answered(Deed.BASKET_CHECKED_OUT, order);
        Money total = Money.newBuilder().setAmount("12.5").setCurrency("EUR").build();
        Said checkedOut =
                say(BASKETS, 1, BasketCheckedOut.newBuilder().setBasketId(order).build(), null);
        OrderItem item = OrderItem.newBuilder()
                .setProductId(product)
                .setStoreId(store)
                .setPrice(total)
                .setQuantity(1)
                .build();
        Said created = say(
                History.ORDERS,
                1,
                OrderCreated.newBuilder()
                        .setOrderId(order)
                        .setCustomerId(customer)
                        .setPaymentId(payment)
                        .setTotal(total)
                        .addItems(item)
                        .build(),
                checkedOut);
        Said command =
                say(COMMANDS, 0, ApproveOrder.newBuilder().setOrderId(order).build(), created);
        Said approved = say(
                History.ORDERS, 2, OrderApproved.newBuilder().setOrderId(order).build(), command);
        Said reply = say(REPLIES, 0, CommandSucceeded.getDefaultInstance(), command);
        listens("ordering", Set.of(BASKETS, COMMANDS), Set.of("BasketCheckedOut", "ApproveOrder"));
        listens("order-saga", Set.of(History.ORDERS, REPLIES), Set.of("OrderCreated", "CommandSucceeded"));
        handles("ordering", checkedOut, created);
        handles("order-saga", created, command);
        handles("ordering", command, approved, reply);
        handles("order-saga", reply);
        streams.add(new Stream("baskets", "Basket", order, 1, List.of(new StoredEvent(1, "BasketCheckedOut"))));
        streams.add(new Stream(
                "ordering",
                "Order",
                order,
                2,
                List.of(new StoredEvent(1, "OrderCreated"), new StoredEvent(2, "OrderApproved"))));
        payments.add(new Payment(payment, TOTAL, "CONFIRMED", Optional.of(order)));
        lists.add(new ShoppingList(UUID.randomUUID().toString(), order, "AVAILABLE"));
        sagas.add(new Saga(order, "COMPLETED", false));
        steps.add(new StepDone(order, "approve order", reply.id().toString()));
        senderCalls.add(new Notification(order, "order-created"));
        senderCalls.add(new Notification(order, "order-approved"));
        found.add(foundCalled("", ""));
    }

    /** The order in search, with these names of its store and product. */
    FoundOrder foundCalled(String storeName, String productName) {
        FoundLine line = new FoundLine(product, store, productName, storeName, TOTAL, 1);
        return new FoundOrder(order, customer, "", TOTAL, "approved", List.of(line));
    }

    private void listens(String service, Set<String> topics, Set<String> types) {
        consumers.put(service, new Consumer(topics, types, new ArrayList<>(), new ArrayList<>()));
    }

    /** In a transaction of its own. */
    void handles(String service, Said message, Said... consequences) {
        String transaction = "" + ++transactions;
        claims(service, transaction, message, false);
        says(service, transaction, message, consequences);
    }

    void claims(String service, String transaction, Said message, boolean givenUp) {
        List<Claim> claims = consumers.get(service).claims();
        claims.add(new Claim(claims.size() + 1, transaction, message.id(), givenUp));
    }

    void says(String service, String transaction, Said cause, Said... consequences) {
        for (Said said : consequences) {
            consumers
                    .get(service)
                    .consequences()
                    .add(new Consequence(transaction, cause.id(), said.fullType(), said.key(), said.topic()));
        }
    }

    void keeps(String service, Facts.Kind what, String id, Map<String, String> values) {
        copies.add(new Copies(service, what, true, Map.of(id, values)));
    }

    /** @param sequence 0 for a message without one */
    Said say(String topic, long sequence, Message message, Said cause) {
        return say(topic, order, sequence, message, cause);
    }

    Said say(String topic, String key, long sequence, Message message, Said cause) {
        Map<String, String> headers = new HashMap<>();
        headers.put("ce_id", UUID.randomUUID().toString());
        headers.put("ce_type", message.getDescriptorForType().getFullName());
        headers.put("ce_source", "/services/any");
        if (sequence > 0) {
            headers.put("ce_sequence", "" + sequence);
        }
        if (cause != null) {
            headers.put("ce_causationid", cause.id().toString());
        }
        return add(topic, key, headers, message.toByteArray());
    }

    Said again(Said first) {
        Map<String, String> headers = new HashMap<>(first.headers());
        headers.put(Said.OURS, Said.Kind.DUPLICATE.name());
        return add(first.topic(), headers, first.payload());
    }

    Said add(String topic, Map<String, String> headers, byte[] payload) {
        return add(topic, order, headers, payload);
    }

    private Said add(String topic, String key, Map<String, String> headers, byte[] payload) {
        Said one = new Said(topic, 0, said.size(), key, headers, payload);
        said.add(one);
        return one;
    }

    Said first(String type) {
        return said.stream().filter(one -> one.type().equals(type)).findFirst().orElseThrow();
    }

    List<Violation> broken() {
        return Promises.broken(
                ledger,
                true,
                new Evidence(
                        said,
                        consumers,
                        streams,
                        counted,
                        payments,
                        invoices,
                        lists,
                        sagas,
                        steps,
                        senderCalls,
                        unconfirmed,
                        deadLetters,
                        listed,
                        copies,
                        found,
                        analytics.orElseGet(() -> AnalyticsEqualsHistory.expected(new History(said)))));
    }

    Set<Integer> brokenPromises() {
        Set<Integer> numbers = new HashSet<>();
        broken().forEach(violation -> numbers.add(violation.promise()));
        return numbers;
    }
}
