package dev.mallbots.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mallbots.chaos.Evidence.Analytics;
import dev.mallbots.chaos.Evidence.Consumer;
import dev.mallbots.chaos.Evidence.Copies;
import dev.mallbots.chaos.Evidence.Counted;
import dev.mallbots.chaos.Evidence.DeadLetter;
import dev.mallbots.chaos.Evidence.FoundLine;
import dev.mallbots.chaos.Evidence.FoundOrder;
import dev.mallbots.chaos.Evidence.Notification;
import dev.mallbots.chaos.Evidence.StoredEvent;
import dev.mallbots.chaos.Evidence.Stream;
import dev.mallbots.chaos.Facts.Kind;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** Collects the evidence after all work has finished. */
final class Gathering {

    private static final List<String> EVENT_SOURCED = List.of("stores", "baskets", "ordering");
    private static final List<String> STATUSES =
            List.of("pending", "approved", "rejected", "in-progress", "ready", "completed", "cancelled");

    private final House house;
    private final Databases databases;
    private final Broker broker;
    private final Caller caller;

    Gathering(House house, Databases databases, Broker broker, Caller caller) {
        this.house = house;
        this.databases = databases;
        this.broker = broker;
        this.caller = caller;
    }

    Evidence evidence(List<String> consumers) throws SQLException, ExecutionException, InterruptedException {
        List<String> topics = new ArrayList<>(house.topics());
        topics.addAll(house.deadLetterTopics());
        Map<String, Consumer> byService = new HashMap<>();
        for (String service : consumers) {
            byService.put(service, consumer(service));
        }
        List<Stream> streams = new ArrayList<>();
        for (String service : EVENT_SOURCED) {
            streams.addAll(streams(service));
        }
        List<Said> said = broker.read(topics);
        List<DeadLetter> deadLetters = new ArrayList<>();
        Map<String, Set<String>> listed = new HashMap<>();
        for (String service : consumers) {
            deadLetters.addAll(deadLetters(service));
            listed.put(service, Operators.shownTo(caller, service));
        }
        return new Evidence(
                said,
                byService,
                streams,
                counted(),
                databases.query(
                        "payments",
                        "select id, amount, status, order_id from payment",
                        row -> new Evidence.Payment(
                                row.getString(1),
                                row.getBigDecimal(2),
                                row.getString(3),
                                Optional.ofNullable(row.getString(4)))),
                databases.query(
                        "payments",
                        "select id, payment_id, amount, status from invoice",
                        row -> new Evidence.Invoice(
                                row.getString(1), row.getString(2), row.getBigDecimal(3), row.getString(4))),
                databases.query(
                        "depot",
                        "select id, order_id, status from shopping_list",
                        row -> new Evidence.ShoppingList(row.getString(1), row.getString(2), row.getString(3))),
                databases.query(
                        "order-saga",
                        "select id, state, stuck_since is not null from saga",
                        row -> new Evidence.Saga(row.getString(1), row.getString(2), row.getBoolean(3))),
                databases.query(
                        "order-saga",
                        "select saga_id, step, message_id from saga_log where what = 'STEP_DONE'",
                        row -> new Evidence.StepDone(row.getString(1), row.getString(2), row.getString(3))),
                notifications("select order_id, kind from sender_call"),
                // an attempt without an outcome gets an unknown outcome after a while
                Set.copyOf(
                        notifications(
                                "select order_id, kind from notifications where outcome is distinct from 'SENT' and attempted_at is not null")),
                deadLetters,
                listed,
                copies(),
                found(),
                new Analytics(sold(), baskets(), trails(said)));
    }

    private List<Notification> notifications(String select) throws SQLException {
        return databases.query(
                "notifications",
                select,
                row -> new Notification(
                        row.getString(1), row.getString(2).toLowerCase().replace('_', '-')));
    }

    private Consumer consumer(String service) throws SQLException, ExecutionException, InterruptedException {
        return new Consumer(
                broker.partitionsOf(service).stream().map(TopicPartition::topic).collect(Collectors.toSet()),
                house.consumedBy(service),
                Trace.claims(databases, service),
                Trace.consequences(databases, service));
    }

    private List<Stream> streams(String service) throws SQLException {
        Map<String, List<StoredEvent>> events = new HashMap<>();
        databases.query(
                service,
                "select stream_id, version, type from event order by stream_id, version",
                row -> events.computeIfAbsent(row.getString(1), any -> new ArrayList<>())
                        .add(new StoredEvent(row.getLong(2), row.getString(3))));
        return databases.query(
                service,
                "select id, aggregate, version from stream",
                row -> new Stream(
                        service,
                        row.getString(2),
                        row.getString(1),
                        row.getLong(3),
                        events.getOrDefault(row.getString(1), List.of())));
    }

    private List<Counted> counted() throws SQLException {
        Map<String, String[]> tables = new LinkedHashMap<>();
        tables.put("mallbots.customers.events.Customer", new String[] {"customers", "customers"});
        tables.put("mallbots.payments.events.Payment", new String[] {"payments", "payment"});
        tables.put("mallbots.payments.events.Invoice", new String[] {"payments", "invoice"});
        tables.put("mallbots.depot.events.ShoppingList", new String[] {"depot", "shopping_list"});
        List<Counted> counted = new ArrayList<>();
        for (Map.Entry<String, String[]> table : tables.entrySet()) {
            counted.addAll(databases.query(
                    table.getValue()[0],
                    "select id, sequence from " + table.getValue()[1],
                    row -> new Counted(table.getKey(), row.getString(1), row.getLong(2))));
        }
        return counted;
    }

    private List<DeadLetter> deadLetters(String service) throws SQLException {
        return databases.query(
                service,
                "select id, topic, partition, \"offset\", coalesce(type, ''), error, tries from dead_letter",
                row -> new DeadLetter(
                        service,
                        row.getString(1),
                        row.getString(2),
                        row.getInt(3),
                        row.getLong(4),
                        row.getString(5),
                        row.getString(6),
                        row.getInt(7)));
    }

    private List<Copies> copies() throws SQLException {
        return List.of(
                kept("stores", Kind.STORE, true, "id, name, location, participating from mall"),
                kept("stores", Kind.PRODUCT, false, "id, store_id, name, description, sku, price from catalog"),
                kept("customers", Kind.CUSTOMER, true, "id, name, sms_number, enabled from customers"),
                kept("baskets", Kind.STORE, true, "id, name, participating from store_copy"),
                kept("baskets", Kind.PRODUCT, true, "id, store_id, name, price, removed from product_copy"),
                kept("depot", Kind.STORE, true, "id, name, location from store_copy"),
                kept("depot", Kind.PRODUCT, true, "id, store_id, name from product_copy"),
                kept("notifications", Kind.CUSTOMER, true, "customer_id, name, sms_number from contacts"),
                kept("search", Kind.STORE, true, "id, name from read_model.store"),
                kept("search", Kind.PRODUCT, true, "id, name from read_model.product"),
                kept("search", Kind.CUSTOMER, true, "id, name from read_model.customer"),
                kept("search", Kind.PAYMENT, true, "id, status from read_model.payment"),
                kept("search", Kind.INVOICE, true, "id, status from read_model.invoice"),
                kept("analytics", Kind.STORE, true, "id, name from read_model.store"),
                kept("analytics", Kind.PRODUCT, true, "id, name from read_model.product"));
    }

    /** @param columns the first is the id; the others have the names of the events' fields */
    private Copies kept(String service, Kind what, boolean keepsRemoved, String columns) throws SQLException {
        Map<String, Map<String, String>> byId = new HashMap<>();
        databases.query(service, "select " + columns, row -> byId.put(row.getString(1), fields(row)));
        return new Copies(service, what, keepsRemoved, byId);
    }

    private static Map<String, String> fields(ResultSet row) throws SQLException {
        Map<String, String> fields = new HashMap<>();
        for (int column = 2; column <= row.getMetaData().getColumnCount(); column++) {
            Object value = row.getObject(column);
            fields.put(
                    row.getMetaData().getColumnName(column),
                    value instanceof BigDecimal amount ? Facts.amount(amount) : String.valueOf(value));
        }
        return fields;
    }

    /** Queried status by status, as staff would. */
    private List<FoundOrder> found() {
        List<FoundOrder> found = new ArrayList<>();
        for (String status : STATUSES) {
            String next = null;
            do {
                ObjectNode question = Shop.json().put("limit", 500);
                question.putObject("filters").put("status", status);
                if (next != null) {
                    question.put("next", next);
                }
                JsonNode page = caller.ask("POST", "/api/search/orders", question.toString())
                        .orElseThrow(() -> new IllegalStateException("search does not answer"));
                page.path("orders").forEach(order -> found.add(order(order)));
                next = page.hasNonNull("next") ? page.path("next").asText() : null;
            } while (next != null);
        }
        return found;
    }

    private Map<String, String> sold() {
        Map<String, String> sold = new HashMap<>();
        String next = "";
        do {
            JsonNode page = asked("/api/analytics/sales?by=product&limit=500&next=" + next);
            page.path("sales")
                    .forEach(sale -> sold.put(
                            sale.path("productId").asText(),
                            Analytics.sold(
                                    sale.path("quantity").asLong(),
                                    sale.path("total").decimalValue())));
            next = page.path("next").asText();
        } while (!next.isEmpty());
        return sold;
    }

    private Map<String, Long> baskets() {
        Map<String, Long> baskets = new HashMap<>();
        asked("/api/analytics/funnel")
                .path("baskets")
                .properties()
                .forEach(stage -> baskets.put(stage.getKey(), stage.getValue().asLong()));
        return baskets;
    }

    /** An order has fewer events than a page. */
    private Map<String, List<UUID>> trails(List<Said> said) {
        Map<String, List<UUID>> trails = new HashMap<>();
        new History(said).all("OrderCreated").map(Said::key).forEach(order -> {
            List<UUID> events = new ArrayList<>();
            caller.read("/api/audit/%s?limit=500".formatted(order))
                    .ifPresent(trail -> trail.path("events")
                            .forEach(event ->
                                    events.add(UUID.fromString(event.path("id").asText()))));
            trails.put(order, events);
        });
        return trails;
    }

    private JsonNode asked(String path) {
        return caller.read(path).orElseThrow(() -> new IllegalStateException("analytics does not answer"));
    }

    private static FoundOrder order(JsonNode order) {
        List<FoundLine> lines = new ArrayList<>();
        order.path("items")
                .forEach(item -> lines.add(new FoundLine(
                        item.path("productId").asText(),
                        item.path("storeId").asText(),
                        item.path("productName").asText(),
                        item.path("storeName").asText(),
                        item.path("price").decimalValue(),
                        item.path("quantity").asInt())));
        return new FoundOrder(
                order.path("orderId").asText(),
                order.path("customerId").asText(),
                order.path("customerName").asText(),
                order.path("total").decimalValue(),
                order.path("status").asText(),
                lines);
    }
}
