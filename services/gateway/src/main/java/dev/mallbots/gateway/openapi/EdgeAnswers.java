package dev.mallbots.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mallbots.platform.service.Problem;
import dev.mallbots.platform.service.Problems;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Adds to the mall's document the gateway's own responses to any call, which no service knows. The headers with a client's limits are those
 * of draft-ietf-httpapi-ratelimit-headers.
 */
final class EdgeAnswers {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RETRY_AFTER = "Retry-After";
    private static final String LEFT = "RateLimit";
    private static final String POLICY = "RateLimit-Policy";
    private static final int TOO_MANY = 429;
    private static final List<Integer> TO_ANY_CALL = List.of(408, 414, TOO_MANY, 431, 503, 504);

    private EdgeAnswers() {}

    /** @param document the merged document of all services */
    static void addTo(ObjectNode document) {
        ObjectNode components = document.withObjectProperty("components");
        addHeaders(components.withObjectProperty("headers"));
        addResponses(components.withObjectProperty("responses"));
        document.path("paths")
                .forEach(path -> path.forEach(call -> {
                    if (call.path("responses") instanceof ObjectNode responses) {
                        TO_ANY_CALL.forEach(
                                status -> refer(responses.putObject("" + status), "responses", nameOf(status)));
                        sort(responses);
                    }
                }));
    }

    /** A service may document one of them already. */
    private static void addResponses(ObjectNode responses) {
        TO_ANY_CALL.stream()
                .map(Problems::ofStatus)
                .filter(problem -> !responses.has(nameOf(problem.status())))
                .forEach(problem -> describe(responses.putObject(nameOf(problem.status())), problem));
        ObjectNode headers = responses.withObjectProperty(nameOf(TOO_MANY)).putObject("headers");
        List.of(RETRY_AFTER, LEFT, POLICY).forEach(name -> refer(headers.putObject(name), "headers", name));
    }

    /** Services list them in any order, which differs between builds, so changes would not be visible. */
    private static void sort(ObjectNode responses) {
        SortedMap<String, JsonNode> sorted = new TreeMap<>();
        responses.properties().forEach(response -> sorted.put(response.getKey(), response.getValue()));
        responses.removeAll().setAll(sorted);
    }

    private static void refer(ObjectNode node, String kind, String name) {
        node.put("$ref", "#/components/" + kind + "/" + name);
    }

    private static String nameOf(int status) {
        return Problems.ofStatus(status).title().replace(" ", "");
    }

    private static void describe(ObjectNode response, Problem problem) {
        response.put("description", problem.title() + ": " + problem.detail());
        ObjectNode content = response.putObject("content").putObject(Problem.MEDIA_TYPE);
        content.putObject("schema").put("$ref", "#/components/schemas/Problem");
        content.set("example", JSON.valueToTree(problem.at("/the/path/asked/for")));
    }

    private static void addHeaders(ObjectNode headers) {
        ObjectNode retryAfter = headers.putObject(RETRY_AFTER)
                .put("description", "in so many seconds there is room again")
                .put("required", true);
        retryAfter
                .putObject("schema")
                .put("type", "integer")
                .put("minimum", 0)
                .putArray("examples")
                .add(1);
        addText(
                headers,
                LEFT,
                "what is left of each quota, and the seconds until it is whole; on every answer",
                "\"address\";r=471;t=2, \"client\";r=0;t=2");
        addText(
                headers,
                POLICY,
                "each quota, and the seconds for which it is given; on every answer. Each gateway counts for itself",
                "\"address\";q=1000;w=2, \"client\";q=200;w=2");
    }

    private static void addText(ObjectNode headers, String name, String description, String example) {
        ObjectNode header = headers.putObject(name).put("description", description);
        header.putObject("schema").put("type", "string").putArray("examples").add(example);
    }
}
