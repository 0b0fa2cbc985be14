package dev.mallbots.deploy;

import static dev.mallbots.deploy.Overlay.elements;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the network policies of an overlay come to: which pod may open a connection to which other's port. An edge is open when both its ends permit it. */
final class Network {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAME = "app.kubernetes.io/name";

    private final Map<String, JsonNode> pods;
    private final Map<String, Set<Integer>> ports;
    private final List<JsonNode> policies;

    private Network(Map<String, JsonNode> pods, Map<String, Set<Integer>> ports, List<JsonNode> policies) {
        this.pods = pods;
        this.ports = ports;
        this.policies = policies;
    }

    static Network of(Overlay overlay) {
        Map<String, JsonNode> pods = new TreeMap<>();
        Map<String, Set<Integer>> ports = new TreeMap<>();
        overlay.workloads().forEach(workload -> {
            String name = workload.labels().path(NAME).asText();
            pods.put(name, workload.labels());
            ports.put(
                    name,
                    workload.containers().stream()
                            .flatMap(container -> elements(container.path("ports")))
                            .map(port -> port.path("containerPort").asInt())
                            .collect(Collectors.toCollection(TreeSet::new)));
        });
        // pods that operators make
        overlay.kind("Cluster")
                .forEach(cluster -> put(pods, ports, "postgres", 5432, "cnpg.io/cluster", Overlay.nameOf(cluster)));
        overlay.kind("Kafka")
                .forEach(kafka -> put(pods, ports, "kafka", 9093, "strimzi.io/name", Overlay.nameOf(kafka) + "-kafka"));
        return new Network(pods, ports, overlay.kind("NetworkPolicy").toList());
    }

    private static void put(
            Map<String, JsonNode> pods,
            Map<String, Set<Integer>> ports,
            String name,
            int port,
            String label,
            String value) {
        ObjectNode labels = JSON.createObjectNode().put(label, value);
        pods.put(name, labels);
        ports.put(name, Set.of(port));
    }

    /** As {@code from -> to:port}. */
    Set<String> open() {
        Set<String> open = new TreeSet<>();
        for (String from : pods.keySet()) {
            for (String to : pods.keySet()) {
                for (int port : ports.get(to)) {
                    if (!from.equals(to)
                            && permits("egress", "to", pods.get(from), pods.get(to), port)
                            && permits("ingress", "from", pods.get(to), pods.get(from), port)) {
                        open.add(from + " -> " + to + ":" + port);
                    }
                }
            }
        }
        return open;
    }

    /** As {@code to:port}. */
    Set<String> openToEverybody() {
        return pods.keySet().stream()
                .flatMap(to -> ports.get(to).stream()
                        .filter(port -> rules("ingress", pods.get(to))
                                .anyMatch(rule -> rule.path("from").isEmpty() && hasPort(rule, port)))
                        .map(port -> to + ":" + port))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private boolean permits(String direction, String peers, JsonNode self, JsonNode other, int port) {
        return rules(direction, self)
                .anyMatch(rule -> hasPort(rule, port)
                        && (rule.path(peers).isEmpty()
                                || elements(rule.path(peers)).anyMatch(peer -> isPeer(peer, other))));
    }

    private Stream<JsonNode> rules(String direction, JsonNode self) {
        return policies.stream()
                .filter(policy -> selects(policy.at("/spec/podSelector"), self))
                .flatMap(policy -> elements(policy.path("spec").path(direction)));
    }

    private static boolean hasPort(JsonNode rule, int port) {
        return rule.path("ports").isEmpty()
                || elements(rule.path("ports"))
                        .anyMatch(one -> one.path("port").asInt() == port
                                && one.path("protocol").asText().equals("TCP"));
    }

    /** A pod of the same namespace. */
    private static boolean isPeer(JsonNode peer, JsonNode labels) {
        return peer.has("podSelector") && !peer.has("namespaceSelector") && selects(peer.path("podSelector"), labels);
    }

    private static boolean selects(JsonNode selector, JsonNode labels) {
        return selector.path("matchLabels").properties().stream()
                        .allMatch(label -> label.getValue().equals(labels.get(label.getKey())))
                && elements(selector.path("matchExpressions")).allMatch(expression -> {
                    if (!expression.path("operator").asText().equals("In")) {
                        throw new AssertionError("not known here: " + expression);
                    }
                    return elements(expression.path("values"))
                            .anyMatch(value -> value.equals(
                                    labels.get(expression.path("key").asText())));
                });
    }
}
