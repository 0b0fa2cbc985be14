package dev.mallbots.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mallbots.gateway.routing.Routes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Merges the services' OpenAPI documents into one. It takes only calls that the gateway routes to that service. A name that two services
 * use for different schemas gets the service's name as a prefix.
 */
final class MergedDocument {

    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

    /** The description in Markdown. */
    private static final String FOR_CLIENTS = """
            Customers, store owners, staff and operators show a bearer token of the mall's issuer; stores and their catalogues are open to everybody.

            - **Errors** are `application/problem+json` (RFC 9457), with `message` for a person and `violations` field by field; \
            who accepts `application/json` only gets it as that.
            - **Amounts** are JSON numbers, exact, with up to four decimals.
            - **Lists** take `limit` (100 if it is left out, 500 at most), and `next` of the answer before for what follows.
            - **Changes** take an `Idempotency-Key`: asked for again under the same key, they are done once and answered alike, for a day.
            - **Limits** are told by `RateLimit` on every answer; beyond them a 429 says in `Retry-After` when to come again, as a 503 does \
            while something is away.
            """;

    private static final String COMPONENTS = "#/components/";

    /** In the address of calls that every service has. */
    private static final String ANY_SERVICE = "{service}";

    private final ObjectNode paths = JsonNodeFactory.instance.objectNode();
    private final ObjectNode components = JsonNodeFactory.instance.objectNode();
    private final Set<String> operationIds = new HashSet<>();
    private final Set<String> ambiguous;

    private MergedDocument(Set<String> ambiguous) {
        this.ambiguous = ambiguous;
    }

    /** @param documents by service */
    static ObjectNode of(SortedMap<String, ObjectNode> documents) {
        MergedDocument merged = new MergedDocument(ambiguousNames(documents.values()));
        documents.forEach(merged::add);
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "MallBots")
                .put("version", "1.0.0")
                .put("description", FOR_CLIENTS);
        document.set("paths", merged.paths);
        document.set("components", merged.components);
        EdgeAnswers.addTo(document);
        DocumentFrame.addTo(document);
        return document;
    }

    /** Kind and name of components that several documents define differently, directly or through a reference. */
    private static Set<String> ambiguousNames(Iterable<ObjectNode> documents) {
        Map<String, Set<JsonNode>> held = new HashMap<>();
        documents.forEach(document -> document.path("components")
                .properties()
                .forEach(kind -> kind.getValue()
                        .properties()
                        .forEach(component -> held.computeIfAbsent(
                                        kind.getKey() + "/" + component.getKey(), name -> new HashSet<>())
                                .add(component.getValue()))));
        Set<String> ambiguous = new HashSet<>();
        while (held.entrySet().stream()
                .filter(named -> named.getValue().size() > 1 || refersTo(ambiguous, named.getValue()))
                .map(Map.Entry::getKey)
                .map(ambiguous::add)
                .reduce(false, Boolean::logicalOr)) {
            // each round finds components with references to those of the round before
        }
        return ambiguous;
    }

    private static boolean refersTo(Set<String> names, Set<JsonNode> components) {
        return components.stream()
                .flatMap(component -> component.findValuesAsText("$ref").stream())
                .map(reference -> reference.replace(COMPONENTS, ""))
                .anyMatch(names::contains);
    }

    private void add(String service, ObjectNode document) {
        JsonNode own = renamed(document, service);
        own.path("paths").properties().forEach(path -> addCalls(path.getKey(), (ObjectNode) path.getValue(), service));
        document.path("components")
                .properties()
                .forEach(kind -> kind.getValue()
                        .properties()
                        .forEach(component -> components
                                .withObjectProperty(kind.getKey())
                                .set(
                                        nameOf(kind.getKey(), component.getKey(), service),
                                        renamed(component.getValue(), service))));
    }

    private void addCalls(String template, ObjectNode calls, String service) {
        String path = template.replace(ANY_SERVICE, service);
        if (Routes.serviceOf(path).filter(service::equals).isEmpty()) {
            return;
        }
        METHODS.stream()
                .map(calls::get)
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .forEach(call -> {
                    boolean everyServiceHasIt = !path.equals(template);
                    label(call, service, everyServiceHasIt);
                    if (everyServiceHasIt) {
                        removeServiceParameter(call);
                    }
                });
        paths.set(path, calls);
    }

    /** Components of every service get the service's name as a prefix even in the first one, so that a new service renames nothing. */
    private void label(ObjectNode call, String service, boolean everyServiceHasIt) {
        call.putArray("tags").add(service);
        String id = call.path("operationId").asText("");
        if (!id.isEmpty() && (everyServiceHasIt || !operationIds.add(id))) {
            call.put("operationId", id + "Of" + inWords(service));
        }
    }

    private static void removeServiceParameter(ObjectNode call) {
        Iterator<JsonNode> parameters = call.path("parameters").elements();
        while (parameters.hasNext()) {
            if (parameters.next().path("name").asText().equals("service")) {
                parameters.remove();
            }
        }
    }

    private JsonNode renamed(JsonNode node, String service) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode copy = JsonNodeFactory.instance.objectNode();
                object.properties()
                        .forEach(member -> copy.set(
                                member.getKey(),
                                member.getKey().equals("$ref")
                                        ? reference(member.getValue().asText(), service)
                                        : renamed(member.getValue(), service)));
                yield copy;
            }
            case ArrayNode array ->
                JsonNodeFactory.instance
                        .arrayNode()
                        .addAll(array.valueStream()
                                .map(element -> renamed(element, service))
                                .toList());
            default -> node;
        };
    }

    private TextNode reference(String reference, String service) {
        if (!reference.startsWith(COMPONENTS)) {
            return TextNode.valueOf(reference);
        }
        String[] parts = reference.substring(COMPONENTS.length()).split("/", 2);
        return TextNode.valueOf(COMPONENTS + parts[0] + "/" + nameOf(parts[0], parts[1], service));
    }

    private String nameOf(String kind, String name, String service) {
        return ambiguous.contains(kind + "/" + name) ? inWords(service) + name : name;
    }

    private static String inWords(String service) {
        return List.of(service.split("-")).stream()
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
    }
}
