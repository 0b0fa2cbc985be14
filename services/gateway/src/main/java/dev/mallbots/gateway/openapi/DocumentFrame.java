package dev.mallbots.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Adds to the mall's document what client generators and linters expect beside the calls: its server, its tags, and for each call whether
 * it is public. No service knows these.
 *
 * <p>Which roles may make a call is in {@code x-roles}. OpenAPI 3.1 allows names of roles as the scopes of a bearer token, but generators
 * and linters take them for OAuth scopes that nobody has defined.
 */
final class DocumentFrame {

    private static final String ROLES = "x-roles";
    private static final String SECURITY = "security";

    /** What the calls with a service's name as their tag are about. */
    private static final SortedMap<String, String> TAGS = new TreeMap<>(Map.of(
            "analytics",
            "Sales, the funnel from basket to completed order, and the trail of every event, for operators",
            "baskets",
            "Fill a basket from many stores, and check it out",
            "customers",
            "Register customers, and keep their SMS numbers current",
            "depot",
            "Shopping lists, and the bots that collect them",
            "notifications",
            "What a customer was told about orders",
            "order-saga",
            "The processes that bring a pending order to approved or rejected, for operators",
            "ordering",
            "Follow an order, and cancel it",
            "payments",
            "Authorize payments, and pay invoices",
            "search",
            "Find orders",
            "stores",
            "Stores, and the products that they sell"));

    private DocumentFrame() {}

    /** @param document the merged document of all services */
    static void addTo(ObjectNode document) {
        document.withObjectProperty("info").putObject("contact").put("name", "The operators of the mall");
        document.putArray("servers")
                .addObject()
                .put("url", "/")
                .put("description", "The gateway that serves this document");
        Set<String> used = new TreeSet<>();
        document.path("paths")
                .forEach(path -> path.properties().forEach(member -> {
                    if (member.getValue() instanceof ObjectNode call && call.has("responses")) {
                        call.path("tags").forEach(tag -> used.add(tag.asText()));
                        secure(call);
                    }
                }));
        ArrayNode tags = document.putArray("tags");
        used.forEach(tag -> tags.addObject().put("name", tag).put("description", TAGS.getOrDefault(tag, tag)));
    }

    /** A call without security is public, and says so. */
    private static void secure(ObjectNode call) {
        Set<String> roles = new TreeSet<>();
        for (JsonNode requirement : call.withArrayProperty(SECURITY)) {
            requirement.forEach(names -> {
                names.forEach(role -> roles.add(role.asText()));
                ((ArrayNode) names).removeAll();
            });
        }
        if (!roles.isEmpty()) {
            ArrayNode list = call.putArray(ROLES);
            roles.forEach(list::add);
        }
    }
}
