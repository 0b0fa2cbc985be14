package dev.mallbots.chaos;

import com.google.protobuf.Message;
import dev.mallbots.contracts.common.v1.Money;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The state of stores, products, customers, payments and invoices after all events of the topics. */
final class Facts {

    /** The kinds of objects that have copies. */
    enum Kind {
        STORE("mallbots.stores.events.Store"),
        PRODUCT("mallbots.stores.events.Product"),
        CUSTOMER("mallbots.customers.events.Customer"),
        PAYMENT("mallbots.payments.events.Payment"),
        INVOICE("mallbots.payments.events.Invoice");

        final String topic;

        Kind(String topic) {
            this.topic = topic;
        }
    }

    /**
     * One object.
     *
     * @param values by the name of the field in the events; every value as text, amounts without trailing zeros
     */
    record Thing(Map<String, String> values) {
        boolean isRemoved() {
            return values.getOrDefault("removed", "").equals("true");
        }
    }

    private static final Set<String> KEPT =
            Set.of("name", "location", "participating", "store_id", "description", "sku", "price", "sms_number");

    private final History history;

    Facts(History history) {
        this.history = history;
    }

    Map<String, Thing> of(Kind kind) {
        return history.of(kind.topic).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, events -> thing(events.getValue())));
    }

    static String amount(BigDecimal amount) {
        return amount.stripTrailingZeros().toPlainString();
    }

    private static Thing thing(List<Said> events) {
        Map<String, String> values = new HashMap<>();
        events.stream()
                .sorted(Comparator.comparingLong(said -> said.sequence().orElseThrow()))
                .forEach(said -> happened(said, values));
        return new Thing(values);
    }

    private static void happened(Said said, Map<String, String> values) {
        Message event = History.read(said);
        event.getDescriptorForType().getFields().stream()
                .filter(field -> KEPT.contains(field.getName()))
                .forEach(field -> values.put(field.getName(), text(event.getField(field))));
        switch (said.type()) {
            case "StoreCreated" -> values.put("participating", "false");
            case "ProductAdded" -> values.put("removed", "false");
            case "ProductRemoved" -> values.put("removed", "true");
            case "CustomerRegistered", "CustomerEnabled" -> values.put("enabled", "true");
            case "CustomerDisabled" -> values.put("enabled", "false");
            case "PaymentAuthorized", "PaymentConfirmed", "PaymentCaptured", "PaymentVoided" ->
                values.put("status", said.type().substring("Payment".length()).toLowerCase());
            case "InvoiceCreated" -> values.put("status", "pending");
            case "InvoicePaid" -> values.put("status", "paid");
            case "InvoiceCanceled" -> values.put("status", "cancelled");
            default -> {}
        }
    }

    private static String text(Object value) {
        return value instanceof Money money ? amount(new BigDecimal(money.getAmount())) : value.toString();
    }
}
