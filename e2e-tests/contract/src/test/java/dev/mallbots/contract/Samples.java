package dev.mallbots.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mallbots.contract.Call.Parameter;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Valid requests: each field of a call gets a value that fits its name and its schema. */
record Samples(ApiDocument document, Belongings things) {

    /** Parameters to leave out: filters and cursors. */
    private static final Set<String> OPTIONAL = Set.of("next", "after", "before", "status", "minTotal", "maxTotal");

    /** The call's address with its parameters. */
    String address(Call call) {
        String path = call.path();
        for (Parameter parameter : call.parameters()) {
            if (parameter.in().equals("path")) {
                path = path.replace("{" + parameter.name() + "}", idIn(call.path()));
            }
        }
        String query = call.parameters().stream()
                .filter(parameter -> parameter.in().equals("query") && parameter.required())
                .map(parameter -> parameter.name() + "=" + one(value(parameter.name(), parameter.schema())))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? path : path + "?" + query;
    }

    /** A parameter with several values is repeated in an address; one value is enough here. */
    private static String one(JsonNode value) {
        return value.isArray() ? value.get(0).asText() : value.asText();
    }

    /** A body for the call; null if it has none. */
    JsonNode body(Call call) {
        return call.bodySchema().map(schema -> value("body", schema)).orElse(null);
    }

    private String idIn(String path) {
        return switch (path.replaceFirst("/\\{.*", "")) {
            case "/api/stores" -> things.store();
            case "/api/stores/products" -> things.product();
            case "/api/customers" -> things.customer().toString();
            case "/api/baskets" -> things.basket();
            case "/api/ordering", "/api/payments/invoices", "/api/search/orders", "/api/ops/sagas", "/api/audit" ->
                things.order();
            case "/api/payments" -> things.payment();
            case "/api/depot/shopping" -> things.shoppingList();
            default -> UUID.randomUUID().toString();
        };
    }

    private JsonNode value(String name, JsonNode schema) {
        JsonNode resolved = document.resolve(schema);
        return switch (Schemas.typeOf(resolved)) {
            case "object" -> object(resolved);
            case "array" -> JsonNodeFactory.instance.arrayNode().add(value(singular(name), resolved.path("items")));
            case "integer", "number" -> JsonNodeFactory.instance.numberNode(10);
            case "boolean" -> JsonNodeFactory.instance.booleanNode(true);
            default -> JsonNodeFactory.instance.textNode(text(name));
        };
    }

    private ObjectNode object(JsonNode schema) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            if (!OPTIONAL.contains(property.getKey())) {
                object.set(property.getKey(), value(property.getKey(), property.getValue()));
            }
        }
        return object;
    }

    private static String singular(String name) {
        return name.endsWith("s") ? name.substring(0, name.length() - 1) : name;
    }

    private String text(String name) {
        return switch (name) {
            case "customerId" -> things.customer().toString();
            case "paymentId" -> things.payment();
            case "productId" -> things.product();
            case "storeId" -> things.store();
            case "orderId", "id" -> UUID.randomUUID().toString();
            case "botId" -> things.bot();
            case "smsNumber" -> "+44 20 7946 0958";
            default -> "something";
        };
    }
}
