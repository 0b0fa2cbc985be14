package dev.mallbots.deploy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who may open a connection to whom inside the mall's namespace. A pod is known by its label {@code app.kubernetes.io/name}. All that is not here is refused;
 * docs/context-map.md draws the calls among the services.
 */
final class Edges {

    static final int HTTP = 8080;
    static final int MANAGEMENT = 9000;
    static final String POSTGRES = "postgres";
    static final String KAFKA = "kafka";
    static final String KEYCLOAK = "keycloak";
    /** The Job that makes databases and roles, users, topics and permissions. */
    static final String PROVISION = "provision";

    /** One who connects, and to whom. */
    record Edge(String from, String to) {}

    private Edges() {}

    /** One service to another, over HTTP and gRPC. */
    static List<Edge> amongServices() {
        return Mall.services().stream()
                .flatMap(service -> service.calls().stream().map(other -> new Edge(service.name(), other)))
                .toList();
    }

    /** Every service checks tokens, and so needs the issuer's keys. */
    static List<Edge> toKeycloak() {
        return Mall.services().stream()
                .map(service -> new Edge(service.name(), KEYCLOAK))
                .toList();
    }

    /** Only the service and the Job that migrates its database; and who makes databases. */
    static List<Edge> toPostgres() {
        return Stream.concat(
                        Mall.withDatabase().stream()
                                .flatMap(service -> Stream.of(service.name(), migration(service.name()))),
                        Stream.of(KEYCLOAK, PROVISION))
                .map(name -> new Edge(name, POSTGRES))
                .toList();
    }

    static List<Edge> toKafka() {
        return Stream.concat(
                        Mall.services().stream().filter(Mall.Service::usesKafka).map(Mall.Service::name),
                        Stream.of(PROVISION))
                .map(name -> new Edge(name, KAFKA))
                .toList();
    }

    static String migration(String service) {
        return service + "-migration";
    }

    /** How the pods of something that may lie outside are told from others, and where it answers. */
    record Target(String name, String peer, Optional<String> pods, int port) {

        /** Pods with these labels. */
        static Target pods(String name, int port, Map<String, String> labels) {
            String selector = labels.entrySet().stream()
                    .map(label -> label.getKey() + ": " + label.getValue())
                    .collect(Collectors.joining(", ", "{", "}"));
            return new Target(
                    name,
                    "podSelector: {matchLabels: " + selector + "}",
                    Optional.of("{matchLabels: " + selector + "}"),
                    port);
        }

        /** A pod of the mall. */
        static Target named(String name, int port) {
            return pods(name, port, Map.of("app.kubernetes.io/name", name));
        }

        /** Something outside of the cluster; the overlay puts the real range in place of this one. */
        static Target outside(String name, int port) {
            return new Target(name, "ipBlock: {cidr: 10.0.0.0/16}", Optional.empty(), port);
        }
    }

    /** Both sides of all edges to one target: two policies, or one where the target is no pod. */
    static String policies(Target target, List<Edge> edges, String labels) {
        String clients = edges.stream().map(Edge::from).collect(Collectors.toCollection(TreeSet::new)).stream()
                .collect(Collectors.joining(", ", "[", "]"));
        String peers = "{matchExpressions: [{key: app.kubernetes.io/name, operator: In, values: " + clients + "}]}";
        String inward = target.pods()
                .map(pods -> """
                    ---
                    apiVersion: networking.k8s.io/v1
                    kind: NetworkPolicy
                    metadata:
                      name: %1$s
                      labels: %5$s
                    spec:
                      podSelector: %2$s
                      policyTypes: [Ingress]
                      ingress:
                        - from:
                            - podSelector: %3$s
                          ports:
                            - {protocol: TCP, port: %4$d}
                    """.formatted(target.name(), pods, peers, target.port(), labels))
                .orElse("");
        return inward + """
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
              name: %1$s-clients
              labels: %5$s
            spec:
              podSelector: %2$s
              policyTypes: [Egress]
              egress:
                - to:
                    - %3$s
                  ports:
                    - {protocol: TCP, port: %4$d}
            """.formatted(target.name(), peers, target.peer(), target.port(), labels);
    }
}
