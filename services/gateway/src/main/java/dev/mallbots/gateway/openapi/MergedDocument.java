package dev.mallbots.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mallbots.gateway.routing.Routes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Makes one OpenAPI document of the services'. Only calls that the gateway routes to the very service are taken. Names that
 * two services use for different things get their service's name in front.
 */
final class MergedDocument {

    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

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
        document.putObject("info").put("title", "MallBots").put("version", "1.0.0");
        document.set("paths", merged.paths);
        document.set("components", merged.components);
        return document;
    }

    /** Kind and name of what is in more than one document and not surely the same in all of them. */
    private static Set<String> ambiguousNames(Iterable<ObjectNode> documents) {
        Map<String, JsonNode> seen = new HashMap<>();
        Set<String> ambiguous = new HashSet<>();
        documents.forEach(document -> document.path("components")
                .properties()
                .forEach(kind -> kind.getValue().properties().forEach(component -> {
                    String name = kind.getKey() + "/" + component.getKey();
                    JsonNode before = seen.putIfAbsent(name, component.getValue());
                    if (before != null && (!before.equals(component.getValue()) || refersToOthers(before))) {
                        ambiguous.add(name);
                    }
                })));
        return ambiguous;
    }

    private static boolean refersToOthers(JsonNode component) {
        return component.findValue("$ref") != null;
    }

    private void add(String service, ObjectNode document) {
        JsonNode own = renamed(document, service);
        own.path("paths").properties().stream()
                .filter(path ->
                        Routes.serviceOf(path.getKey()).filter(service::equals).isPresent())
                .forEach(path -> paths.set(path.getKey(), labelled((ObjectNode) path.getValue(), service)));
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

    private ObjectNode labelled(ObjectNode path, String service) {
        METHODS.stream().map(path::get).filter(ObjectNode.class::isInstance).forEach(found -> {
            ObjectNode operation = (ObjectNode) found;
            operation.putArray("tags").add(service);
            String id = operation.path("operationId").asText("");
            if (!id.isEmpty() && !operationIds.add(id)) {
                operation.put("operationId", service + "-" + id);
            }
        });
        return path;
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
            case com.fasterxml.jackson.databind.node.ArrayNode array ->
                JsonNodeFactory.instance
                        .arrayNode()
                        .addAll(array.valueStream()
                                .map(element -> renamed(element, service))
                                .toList());
            default -> node;
        };
    }

    private TextNode reference(String reference, String service) {
        List<String> parts = List.of(reference.split("/"));
        return parts.size() == 4 && reference.startsWith("#/components/")
                ? TextNode.valueOf("#/components/" + parts.get(2) + "/" + nameOf(parts.get(2), parts.get(3), service))
                : TextNode.valueOf(reference);
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
