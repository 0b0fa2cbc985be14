package dev.mallbots.chaos;

import static dev.mallbots.chaos.Violation.lost;
import static dev.mallbots.chaos.Violation.twice;
import static dev.mallbots.chaos.Violation.wrong;

import dev.mallbots.chaos.Evidence.Consumer;
import dev.mallbots.chaos.Evidence.FoundLine;
import dev.mallbots.chaos.Evidence.FoundOrder;
import dev.mallbots.chaos.Evidence.ShoppingList;
import dev.mallbots.chaos.Evidence.StoredEvent;
import dev.mallbots.chaos.Evidence.Stream;
import dev.mallbots.contracts.baskets.v1.BasketItemAdded;
import dev.mallbots.contracts.ordering.v1.OrderCreated;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** What holds when things break: seven promises, each checked against the clients' record and the evidence. */
final class Promises {

    private static final String BASKETS = "mallbots.baskets.events.Basket";
    private static final Set<String> APPROVED = Set.of("approved", "in-progress", "ready", "completed");
    private static final Set<String> TOLD =
            Set.of("OrderCreated", "OrderApproved", "OrderRejected", "OrderReadied", "OrderCanceled", "OrderCompleted");
    /** These happen to one thing once. */
    private static final Set<String> ONCE = Set.of(
            "StoreCreated",
            "ProductAdded",
            "CustomerRegistered",
            "BasketStarted",
            "BasketCanceled",
            "BasketCheckedOut",
            "OrderCreated",
            "OrderApproved",
            "OrderRejected",
            "OrderInProgress",
            "OrderReadied",
            "OrderCanceled",
            "OrderCompleted",
            "PaymentAuthorized",
            "PaymentConfirmed",
            "PaymentCaptured",
            "PaymentVoided",
            "InvoiceCreated",
            "InvoicePaid",
            "InvoiceCanceled",
            "ShoppingListCreated",
            "ShoppingListAvailable",
            "ShoppingListCompleted",
            "ShoppingListCanceled");

    private final Ledger ledger;
    private final boolean keysWork;
    private final Evidence evidence;
    private final History history;
    private final List<Violation> violations = new ArrayList<>();

    private Promises(Ledger ledger, boolean keysWork, Evidence evidence) {
        this.ledger = ledger;
        this.keysWork = keysWork;
        this.evidence = evidence;
        this.history = new History(evidence.said());
    }

    /** @param keysWork whether a write that was tried again with its key must not have been done twice */
    static List<Violation> broken(Ledger ledger, boolean keysWork, Evidence evidence) {
        Promises promises = new Promises(ledger, keysWork, evidence);
        promises.answeredIsThere();
        promises.basketsAndOrdersMatch();
        promises.triedAgainIsDoneOnce();
        promises.sagasAreOver();
        promises.ordersHaveWhatTheyShould();
        promises.streamsAreGapless();
        promises.messagesLeftInOrder();
        promises.effectsHappenedOnce();
        promises.readModelsEqualHistory();
        promises.everyNewsIsToldOnce();
        promises.whatFailedIsKept();
        return List.copyOf(promises.violations);
    }

    // ---- 1. every answered write is there

    private void answeredIsThere() {
        for (Ledger.Answered done : ledger.answered()) {
            if (history.of(done.deed().topic, done.id(), done.deed().event).isEmpty()) {
                add(lost(
                        1,
                        "A client was told '%s' of %s, but no %s of it is on %s.",
                        done.deed().name().toLowerCase().replace('_', ' '),
                        done.id(),
                        done.deed().event,
                        done.deed().topic));
            }
        }
    }

    private void basketsAndOrdersMatch() {
        Set<String> checkedOut = history.all("BasketCheckedOut").map(Said::key).collect(Collectors.toSet());
        Map<String, Stream> orders = evidence.streams().stream()
                .filter(stream -> stream.service().equals("ordering"))
                .collect(Collectors.toMap(Stream::id, Function.identity()));
        checkedOut.stream()
                .filter(basket -> !orders.containsKey(basket))
                .forEach(basket -> add(lost(1, "Basket %s was checked out, but there is no order of it.", basket)));
        checkedOut.stream()
                .filter(basket -> !ledger.askedCheckOuts().contains(basket))
                .forEach(basket -> add(wrong(1, "Basket %s is checked out, and nobody asked for it.", basket)));
        history.all("OrderCreated").forEach(said -> {
            OrderCreated created = History.read(said);
            String order = created.getOrderId();
            if (!checkedOut.contains(order) && !ledger.askedCustomers().contains(created.getCustomerId())) {
                add(wrong(1, "Order %s has come from nowhere.", order));
            }
            Ledger.Order known = ledger.orders().get(order);
            if (known != null
                    && known.total().compareTo(amount(created.getTotal().getAmount())) != 0) {
                add(wrong(
                        1,
                        "Order %s is over %s, but its client put things for %s into it.",
                        order,
                        created.getTotal().getAmount(),
                        known.total()));
            }
        });
    }

    private void triedAgainIsDoneOnce() {
        if (!keysWork) {
            return;
        }
        ledger.operations().forEach((event, allowed) -> {
            Map<String, Integer> done = new HashMap<>();
            history.all()
                    .filter(said -> said.fullType().equals(event))
                    .forEach(said -> done.merge(History.field(History.read(said), "customer_id"), 1, Integer::sum));
            done.forEach((customer, times) -> {
                if (times > allowed.getOrDefault(customer, 0)) {
                    add(twice(
                            1,
                            "Customer %s asked for %d times %s, with a key each, and got it %d times.",
                            customer,
                            allowed.getOrDefault(customer, 0),
                            event,
                            times));
                }
            });
        });
        for (Ledger.Filling filling : ledger.fillings()) {
            Map<String, Integer> held = new HashMap<>();
            history.of(BASKETS, filling.basket(), "BasketItemAdded").forEach(said -> {
                BasketItemAdded added = History.read(said);
                held.merge(added.getItem().getProductId(), added.getItem().getQuantity(), Integer::sum);
            });
            if (!held.equals(filling.quantities())) {
                add(twice(
                        1,
                        "Into basket %s its client put %s, but there is %s in it.",
                        filling.basket(),
                        filling.quantities(),
                        held));
            }
        }
    }

    // ---- 2. every saga is over

    private void sagasAreOver() {
        Set<String> sagas = new HashSet<>();
        for (Evidence.Saga saga : evidence.sagas()) {
            sagas.add(saga.id());
            if (!saga.isOver() || saga.stuck()) {
                add(wrong(2, "Saga %s is %s%s.", saga.id(), saga.state(), saga.stuck() ? " and stuck" : ""));
            }
        }
        history.of(History.ORDERS).keySet().stream()
                .filter(order -> !sagas.contains(order))
                .forEach(order -> add(lost(2, "Order %s has no saga.", order)));
    }

    private void ordersHaveWhatTheyShould() {
        Map<String, List<ShoppingList>> lists =
                evidence.shoppingLists().stream().collect(Collectors.groupingBy(ShoppingList::order));
        Map<String, List<Evidence.Payment>> payments = evidence.payments().stream()
                .filter(payment -> payment.order().isPresent())
                .collect(Collectors.groupingBy(payment -> payment.order().orElseThrow()));
        Map<String, Evidence.Invoice> invoices =
                evidence.invoices().stream().collect(Collectors.toMap(Evidence.Invoice::order, Function.identity()));
        history.all("OrderCreated").forEach(said -> {
            OrderCreated created = History.read(said);
            String order = created.getOrderId();
            String status = history.statusOf(order).orElseThrow();
            List<ShoppingList> live = lists.getOrDefault(order, List.of()).stream()
                    .filter(ShoppingList::isLive)
                    .toList();
            List<Evidence.Payment> paying = payments.getOrDefault(order, List.of()).stream()
                    .filter(payment -> !payment.status().equals("VOIDED"))
                    .toList();
            if (APPROVED.contains(status)) {
                approvedHasBoth(order, status, amount(created.getTotal().getAmount()), live, paying);
            } else {
                endedHasNeither(order, status, live, paying);
            }
            neverMeantNever(order, status);
            invoiceFits(order, status, amount(created.getTotal().getAmount()), invoices.get(order));
        });
    }

    private void approvedHasBoth(
            String order, String status, BigDecimal total, List<ShoppingList> live, List<Evidence.Payment> paying) {
        if (live.size() != 1) {
            add(wrong(2, "Order %s is %s and has %d live shopping lists.", order, status, live.size()));
        }
        boolean covered = paying.size() == 1 && paying.getFirst().amount().compareTo(total) >= 0;
        if (!covered) {
            add(wrong(2, "Order %s over %s is %s and is paid by %s.", order, total, status, paying));
        }
    }

    private void endedHasNeither(String order, String status, List<ShoppingList> live, List<Evidence.Payment> paying) {
        if (status.equals("pending")) {
            add(wrong(2, "Order %s is still pending.", order));
            return;
        }
        // what a bot has brought home before the cancellation came is no longer live
        List<ShoppingList> walking =
                live.stream().filter(list -> !list.status().equals("COMPLETED")).toList();
        if (!walking.isEmpty()) {
            add(wrong(2, "Order %s is %s and has a live shopping list: %s.", order, status, walking));
        }
        if (!paying.isEmpty()) {
            add(wrong(2, "Order %s is %s and holds a payment: %s.", order, status, paying));
        }
    }

    private void neverMeantNever(String order, String status) {
        Ledger.Order known = ledger.orders().get(order);
        if (known != null
                && known.whyNever().isPresent()
                && history.typesOf(History.ORDERS, order).contains("OrderApproved")) {
            add(wrong(
                    2,
                    "Order %s is %s though %s.",
                    order,
                    status,
                    known.whyNever().orElseThrow()));
        }
    }

    private void invoiceFits(String order, String status, BigDecimal total, Evidence.Invoice invoice) {
        boolean due = status.equals("ready") || status.equals("completed");
        if (due && invoice == null) {
            add(lost(2, "Order %s is %s and has no invoice.", order, status));
        } else if (due
                && (invoice.amount().compareTo(total) != 0
                        || invoice.status().equals("PAID") != status.equals("completed"))) {
            add(wrong(2, "Order %s over %s is %s and its invoice is %s.", order, total, status, invoice));
        }
    }

    // ---- 3. streams are gapless, and their messages left in order

    private void streamsAreGapless() {
        for (Stream stream : evidence.streams()) {
            List<Long> versions =
                    stream.events().stream().map(StoredEvent::version).toList();
            List<Long> expected =
                    LongStream.rangeClosed(1, stream.head()).boxed().toList();
            if (!versions.equals(expected)) {
                add(lost(
                        3,
                        "%s %s of %s should have the events 1 to %d, but has %s.",
                        stream.aggregate(),
                        stream.id(),
                        stream.service(),
                        stream.head(),
                        versions));
            }
            Set<Long> told = stream.events().stream()
                    .filter(event -> House.isMessageOf(stream.service(), event.type()))
                    .map(StoredEvent::version)
                    .collect(Collectors.toCollection(TreeSet::new));
            allTold(stream.topic(), stream.id(), told);
        }
        for (Evidence.Counted counted : evidence.counted()) {
            allTold(
                    counted.topic(),
                    counted.id(),
                    LongStream.rangeClosed(1, counted.told()).boxed().collect(Collectors.toCollection(TreeSet::new)));
        }
    }

    private void allTold(String topic, String key, Set<Long> told) {
        Set<Long> heard = history.of(topic, key).stream()
                .map(said -> said.sequence().orElse(-1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<Long> missing = new TreeSet<>(told);
        missing.removeAll(heard);
        if (!missing.isEmpty()) {
            add(lost(3, "Events %s of %s were never told on %s.", missing, key, topic));
        }
        Set<Long> unknown = new TreeSet<>(heard);
        unknown.removeAll(told);
        if (!unknown.isEmpty()) {
            add(lost(3, "On %s are events %s of %s, which its owner does not know.", topic, unknown, key));
        }
    }

    private void messagesLeftInOrder() {
        for (String topic : history.topics()) {
            if (!topic.contains(".events.")) {
                continue;
            }
            history.of(topic).forEach((key, messages) -> {
                long last = 0;
                for (Said said : messages) {
                    long sequence = said.sequence().orElse(-1);
                    if (sequence <= last) {
                        add(wrong(
                                3,
                                "%s is number %d of %s and came after number %d.",
                                said.place(),
                                sequence,
                                key,
                                last));
                    }
                    last = Math.max(last, sequence);
                }
            });
        }
    }

    // ---- 4. every message took its effect exactly once

    private void effectsHappenedOnce() {
        evidence.consumers().forEach(this::inboxIsComplete);
        oneCauseHasOneEffect();
        onlyOnceEach();
        secondRepliesChangedNothing();
        stepsWereDoneOnce();
    }

    private void inboxIsComplete(String service, Consumer consumer) {
        Map<UUID, Said> wanted = new HashMap<>();
        evidence.said().stream()
                .filter(said -> consumer.topics().contains(said.topic()))
                .filter(said -> isHandled(consumer, said))
                .forEach(said -> wanted.put(said.id(), said));
        wanted.forEach((id, said) -> {
            int times = consumer.inbox().getOrDefault(id, 0);
            if (times == 0) {
                add(lost(4, "%s has not handled %s.", service, said.place()));
            } else if (times > 1) {
                add(twice(4, "%s has handled %s %d times.", service, said.place(), times));
            }
        });
    }

    /** What has no envelope is handled, too: it is given up. */
    private static boolean isHandled(Consumer consumer, Said said) {
        return said.payload() == null
                || said.type().isEmpty()
                || consumer.types().contains(said.type());
    }

    /** One message can't make a service say the same of the same thing twice. */
    private void oneCauseHasOneEffect() {
        Map<List<String>, Set<UUID>> effects = new HashMap<>();
        history.all()
                .filter(said -> said.ours().isEmpty() && said.causation().isPresent())
                .forEach(said -> effects.computeIfAbsent(
                                List.of(
                                        said.causation().orElseThrow(),
                                        said.headers().getOrDefault("ce_source", ""),
                                        said.fullType(),
                                        said.key()),
                                any -> new HashSet<>())
                        .add(said.id()));
        effects.forEach((cause, ids) -> {
            if (ids.size() > 1) {
                add(twice(
                        4,
                        "Message %s made %s say %s of %s %d times: %s.",
                        cause.get(0),
                        cause.get(1),
                        cause.get(2),
                        cause.get(3),
                        ids.size(),
                        ids));
            }
        });
    }

    private void onlyOnceEach() {
        for (String topic : history.topics()) {
            history.of(topic)
                    .forEach((key, messages) -> messages.stream()
                            .filter(said -> ONCE.contains(said.type()))
                            .collect(Collectors.groupingBy(Said::type))
                            .forEach((type, same) -> {
                                if (same.size() > 1) {
                                    add(twice(4, "%s happened to %s %d times.", type, key, same.size()));
                                }
                            }));
        }
    }

    private void secondRepliesChangedNothing() {
        Set<String> ours = evidence.said().stream()
                .filter(said ->
                        said.ours().filter(Said.Kind.SECOND_REPLY::equals).isPresent())
                .map(said -> said.id().toString())
                .collect(Collectors.toSet());
        history.all()
                .filter(said -> said.causation().filter(ours::contains).isPresent())
                .forEach(said -> add(twice(
                        4,
                        "A reply that came twice, %s, led to %s.",
                        said.causation().orElseThrow(),
                        said.place())));
    }

    private void stepsWereDoneOnce() {
        evidence.stepsDone().stream()
                .collect(Collectors.groupingBy(done -> List.of(done.saga(), done.step())))
                .forEach((step, done) -> {
                    if (done.size() > 1) {
                        add(twice(
                                4,
                                "Saga %s did its step '%s' %d times, upon %s.",
                                step.get(0),
                                step.get(1),
                                done.size(),
                                done.stream().map(Evidence.StepDone::message).toList()));
                    }
                });
    }

    // ---- 5. read models equal what the topics give when read from the start

    private void readModelsEqualHistory() {
        Map<String, FoundOrder> found = new HashMap<>();
        for (FoundOrder order : evidence.found()) {
            if (found.put(order.id(), order) != null) {
                add(twice(5, "Search finds order %s twice.", order.id()));
            }
        }
        Set<String> expected = new HashSet<>();
        history.all("OrderCreated").map(this::expected).forEach(order -> {
            expected.add(order.id());
            FoundOrder seen = found.get(order.id());
            if (seen == null) {
                add(lost(5, "Search does not find order %s.", order.id()));
            } else if (!same(order, seen)) {
                add(wrong(5, "Search shows %s, but the topics give %s.", seen, order));
            }
        });
        found.keySet().stream()
                .filter(order -> !expected.contains(order))
                .forEach(order -> add(wrong(5, "Search finds order %s, of which no topic tells.", order)));
        for (Evidence.Copy copy : evidence.copies()) {
            String owner = copy.what().equals("Customer") ? "customers" : "stores";
            String name = nameOf("mallbots.%s.events.%s".formatted(owner, copy.what()), copy.id());
            if (!name.equals(copy.name())) {
                add(wrong(
                        5,
                        "%s calls %s %s '%s', but it is '%s'.",
                        copy.service(),
                        copy.what().toLowerCase(),
                        copy.id(),
                        copy.name(),
                        name));
            }
        }
    }

    private FoundOrder expected(Said said) {
        OrderCreated created = History.read(said);
        List<FoundLine> lines = created.getItemsList().stream()
                .map(item -> new FoundLine(
                        item.getProductId(),
                        item.getStoreId(),
                        nameOf("mallbots.stores.events.Product", item.getProductId()),
                        nameOf("mallbots.stores.events.Store", item.getStoreId()),
                        amount(item.getPrice().getAmount()),
                        item.getQuantity()))
                .toList();
        return new FoundOrder(
                created.getOrderId(),
                created.getCustomerId(),
                nameOf("mallbots.customers.events.Customer", created.getCustomerId()),
                amount(created.getTotal().getAmount()),
                history.statusOf(created.getOrderId()).orElseThrow(),
                lines);
    }

    private String nameOf(String topic, String id) {
        return history.nameOf(topic, id).orElse("");
    }

    private static boolean same(FoundOrder one, FoundOrder other) {
        return one.customer().equals(other.customer())
                && one.customerName().equals(other.customerName())
                && one.total().compareTo(other.total()) == 0
                && one.status().equals(other.status())
                && normal(one.lines()).equals(normal(other.lines()));
    }

    private static Map<String, String> normal(List<FoundLine> lines) {
        return lines.stream()
                .collect(Collectors.toMap(
                        FoundLine::product,
                        line -> String.join(
                                "|",
                                line.store(),
                                line.productName(),
                                line.storeName(),
                                line.price().stripTrailingZeros().toPlainString(),
                                Objects.toString(line.quantity())),
                        (one, other) -> one + " and " + other));
    }

    // ---- 6. notifications

    private void everyNewsIsToldOnce() {
        Map<Evidence.Notification, Long> sent = evidence.notifications().stream()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        Set<Evidence.Notification> due = new HashSet<>();
        history.of(History.ORDERS)
                .forEach((order, messages) -> messages.stream()
                        .filter(said -> TOLD.contains(said.type()))
                        .forEach(said -> due.add(new Evidence.Notification(order, kindOf(said.type())))));
        due.stream()
                .filter(news -> !sent.containsKey(news))
                .forEach(news -> add(lost(6, "Nobody was told that order %s is %s.", news.order(), news.kind())));
        sent.forEach((news, times) -> {
            if (times > 1) {
                add(twice(6, "It was told %d times that order %s is %s.", times, news.order(), news.kind()));
            }
            if (!due.contains(news)) {
                add(wrong(6, "It was told that order %s is %s, and it is not.", news.order(), news.kind()));
            }
        });
    }

    private static String kindOf(String type) {
        return switch (type) {
            case "OrderReadied" -> "order-ready";
            case "OrderCanceled" -> "order-cancelled";
            default -> "order-" + type.substring("Order".length()).toLowerCase();
        };
    }

    // ---- 7. dead letters

    private void whatFailedIsKept() {
        Map<String, Map<String, Evidence.DeadLetter>> kept = new HashMap<>();
        evidence.deadLetters()
                .forEach(letter -> kept.computeIfAbsent(letter.service(), any -> new HashMap<>())
                        .put(letter.id(), letter));
        Map<String, Set<String>> told = new HashMap<>();
        evidence.said().stream()
                .filter(said -> said.topic().endsWith(".dead-letters"))
                .filter(said -> said.headers()
                        .keySet()
                        .containsAll(Set.of(
                                "dead-letter-error", "dead-letter-topic", "dead-letter-offset", "dead-letter-tries")))
                .forEach(said -> told.computeIfAbsent(said.topic(), any -> new HashSet<>())
                        .add(originOf(said.headers())));
        evidence.consumers().forEach((service, consumer) -> {
            Map<String, Evidence.DeadLetter> letters = kept.getOrDefault(service, Map.of());
            Set<String> expected = new HashSet<>();
            evidence.said().stream()
                    .filter(said -> consumer.topics().contains(said.topic()) && said.isRubbish())
                    .filter(said -> isHandled(consumer, said))
                    .forEach(said -> {
                        expected.add(said.id().toString());
                        deadLetterIsThere(service, said, letters.get(said.id().toString()), told);
                    });
            letters.values().stream()
                    .filter(letter -> !expected.contains(letter.id()))
                    .forEach(letter -> add(lost(
                            4,
                            "%s gave up on %s %s, which was no rubbish, after %d tries: %s.",
                            service,
                            letter.type(),
                            letter.id(),
                            letter.tries(),
                            letter.error())));
        });
    }

    private void deadLetterIsThere(
            String service, Said said, Evidence.DeadLetter letter, Map<String, Set<String>> told) {
        if (letter == null) {
            add(lost(7, "%s has not kept what it could not handle: %s.", service, said.place()));
            return;
        }
        boolean complete = letter.topic().equals(said.topic())
                && letter.partition() == said.partition()
                && letter.offset() == said.offset()
                && !letter.error().isBlank()
                && letter.tries() > 0;
        if (!complete) {
            add(wrong(7, "%s kept %s without its origin or error: %s.", service, said.place(), letter));
        }
        String topic = "mallbots.%s.dead-letters".formatted(service);
        String origin = "%s/%d/%d".formatted(said.topic(), said.partition(), said.offset());
        if (!told.getOrDefault(topic, Set.of()).contains(origin)) {
            add(lost(7, "%s is not on %s.", said.place(), topic));
        }
        if (!evidence.listedDeadLetters().getOrDefault(service, Set.of()).contains(letter.id())) {
            add(wrong(7, "Operators of %s are not shown %s.", service, said.place()));
        }
    }

    private static String originOf(Map<String, String> headers) {
        return String.join(
                "/",
                headers.get("dead-letter-topic"),
                headers.getOrDefault("dead-letter-partition", ""),
                headers.get("dead-letter-offset"));
    }

    private void add(Violation violation) {
        violations.add(violation);
    }

    private static BigDecimal amount(String text) {
        return new BigDecimal(text);
    }
}
