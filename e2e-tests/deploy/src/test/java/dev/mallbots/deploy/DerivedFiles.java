package dev.mallbots.deploy;

import dev.mallbots.deploy.Edges.Edge;
import dev.mallbots.deploy.Edges.Target;
import dev.mallbots.deploy.Mall.Service;
import dev.mallbots.deploy.Mall.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of deploy/k8s that nobody types: each follows from what the code says. */
final class DerivedFiles {

    private static final String HEAD =
            "# Written by e2e-tests/deploy from the code: change the code, then run make manifests.\n";
    private static final String PLAIN = "{app.kubernetes.io/part-of: mallbots}";
    private static final String PROVISION = "{app.kubernetes.io/part-of: mallbots, mallbots.dev/step: provision}";
    /** Scaled by CPU, since people wait for them; all others with topics are scaled by their lag. */
    static final List<String> BY_CPU = List.of("gateway", "stores", "baskets");

    private DerivedFiles() {}

    /** By path under deploy/k8s. */
    static SequencedMap<String, String> all() {
        SequencedMap<String, String> files = new TreeMap<>();
        Mall.services().forEach(service -> files.put("base/" + service.name() + "/settings.env", settings(service)));
        files.put("backing/secrets/secrets", secrets());
        files.put("backing/provisioning/passwords.yaml", passwords());
        files.put("overlays/local/kafka-users.yaml", kafkaUsers());
        files.put("backing/keycloak/clients.yaml", clients());
        files.put("components/network-policies/edges.yaml", amongServices());
        files.put(
                "overlays/local/edges.yaml",
                backing(Target.named(Edges.POSTGRES, 5432), Target.named(Edges.KAFKA, 9092)));
        files.put(
                "overlays/operators/edges.yaml",
                backing(
                        Target.pods(Edges.POSTGRES, 5432, new TreeMap<>(Map.of("cnpg.io/cluster", "postgres"))),
                        Target.pods(Edges.KAFKA, 9093, new TreeMap<>(Map.of("strimzi.io/name", "mallbots-kafka")))));
        files.put(
                "components/aws/edges.yaml",
                backing(Target.outside(Edges.POSTGRES, 5432), Target.outside(Edges.KAFKA, 9096)));
        for (String environment : List.of("dev", "prod")) {
            files.put("overlays/eks-" + environment + "/externalsecrets.yaml", externalSecrets(environment));
        }
        files.put("components/autoscaling-consumers/scaledobjects.yaml", scaledObjects());
        files.put("backing/strimzi/topics.yaml", strimziTopics());
        files.put("backing/strimzi/users.yaml", strimziUsers());
        files.put("backing/cloudnativepg/databases.yaml", cnpgDatabases());
        files.put("backing/cloudnativepg/roles.yaml", cnpgRoles());
        files.put("components/monitoring/prometheusrule.yaml", prometheusRule());
        return files;
    }

    /** The groups of deploy/observability/prometheus/rules, as they are there. */
    private static String prometheusRule() {
        String groups = Stream.of("hard", "objectives")
                .map(name -> Mall.text(Mall.ROOT.resolve("deploy/observability/prometheus/rules/" + name + ".yaml")))
                .map(rules -> rules.substring(rules.indexOf("groups:\n") + "groups:\n".length()))
                .flatMap(String::lines)
                .map(line -> "  " + line + "\n")
                .collect(Collectors.joining());
        return HEAD + """
            # the rules are those of deploy/observability/prometheus/rules
            apiVersion: monitoring.coreos.com/v1
            kind: PrometheusRule
            metadata:
              name: mallbots
              labels: %s
            spec:
              groups:
            """.formatted(PLAIN) + groups;
    }

    private static String settings(Service service) {
        SequencedMap<String, String> settings = new TreeMap<>();
        service.database().ifPresent(name -> {
            settings.put("MALLBOTS_DB_NAME", name);
            settings.put("MALLBOTS_DB_USER", name);
        });
        if (service.usesKafka()) {
            settings.put("MALLBOTS_KAFKA_USER", service.name());
        }
        service.addresses().forEach((variable, address) -> {
            String host = address.service() + "-pods";
            settings.put(
                    variable,
                    switch (address.part()) {
                        case URL -> "http://" + host + ":" + Edges.HTTP;
                        case HOST -> host;
                        case PORT -> "" + Edges.HTTP;
                    });
        });
        return HEAD + lines(settings.entrySet().stream().map(one -> one.getKey() + "=" + one.getValue()));
    }

    private static String secrets() {
        return HEAD
                + "# a Secret's name, and what is in it\n"
                + lines(Stream.of(
                                Stream.of(
                                        "postgres-admin username=postgres password",
                                        "kafka-admin username=admin password"),
                                Stream.of("keycloak-secrets username=keycloak password admin-password"),
                                Mall.withDatabase().stream().map(DerivedFiles::secret))
                        .flatMap(it -> it));
    }

    private static String secret(Service service) {
        return service.name() + "-secrets username=" + service.database().orElseThrow() + " password"
                + (service.usesKafka() ? " kafka-username=" + service.name() + " kafka-password" : "")
                + (service.hasClientSecret() ? " client-secret" : "");
    }

    private static String passwords() {
        return provisioning(Stream.concat(
                Stream.of(
                        variable("MALLBOTS_DB_USER", "postgres-admin", "username"),
                        variable("MALLBOTS_DB_PASSWORD", "postgres-admin", "password"),
                        variable("MALLBOTS_KAFKA_USER", "kafka-admin", "username"),
                        variable("MALLBOTS_KAFKA_PASSWORD", "kafka-admin", "password"),
                        variable("MALLBOTS_DB_PASSWORD_KEYCLOAK", "keycloak-secrets", "password")),
                Mall.withDatabase().stream()
                        .map(service -> variable(
                                "MALLBOTS_DB_PASSWORD_"
                                        + service.database().orElseThrow().toUpperCase(Locale.ROOT),
                                service.name() + "-secrets",
                                "password"))));
    }

    /** Where Kafka's users are made with everything else; on MSK they come from Secrets Manager. */
    private static String kafkaUsers() {
        return provisioning(Mall.services().stream()
                .filter(Service::usesKafka)
                .map(service -> variable(
                        "MALLBOTS_KAFKA_PASSWORD_" + service.variable(),
                        service.name() + "-secrets",
                        "kafka-password")));
    }

    private static String provisioning(Stream<String> variables) {
        return HEAD + """
            apiVersion: batch/v1
            kind: Job
            metadata:
              name: provision
            spec:
              template:
                spec:
                  containers:
                    - name: provision
                      env:
            """ + variables.collect(Collectors.joining());
    }

    private static String variable(String name, String secret, String key) {
        return "            - {name: %s, valueFrom: {secretKeyRef: {name: %s, key: %s}}}\n"
                .formatted(name, secret, key);
    }

    private static String projected(String secret, String key, String path) {
        return "              - secret: {name: %s, items: [{key: %s, path: %s}]}\n".formatted(secret, key, path);
    }

    private static String clients() {
        return HEAD
                + """
                apiVersion: apps/v1
                kind: StatefulSet
                metadata:
                  name: keycloak
                spec:
                  template:
                    spec:
                      volumes:
                        - name: clients
                          projected:
                            defaultMode: 0440
                            sources:
                """
                + Mall.services().stream()
                        .filter(Service::hasClientSecret)
                        .map(service -> projected(service.name() + "-secrets", "client-secret", service.name()))
                        .collect(Collectors.joining());
    }

    private static String amongServices() {
        Map<String, List<Edge>> byTarget = Edges.amongServices().stream()
                .collect(Collectors.groupingBy(Edge::to, TreeMap::new, Collectors.toList()));
        return HEAD
                + byTarget.entrySet().stream()
                        .map(target ->
                                Edges.policies(Target.named(target.getKey(), Edges.HTTP), target.getValue(), PLAIN))
                        .collect(Collectors.joining())
                + Edges.policies(Target.named(Edges.KEYCLOAK, Edges.HTTP), Edges.toKeycloak(), PLAIN);
    }

    private static String backing(Target postgres, Target kafka) {
        return HEAD
                + Edges.policies(postgres, Edges.toPostgres(), PROVISION)
                + Edges.policies(kafka, Edges.toKafka(), PROVISION);
    }

    private static String scaledObjects() {
        return HEAD
                + Mall.services().stream()
                        .filter(service -> !BY_CPU.contains(service.name())
                                && !service.reads().isEmpty())
                        .map(DerivedFiles::scaledObject)
                        .collect(Collectors.joining());
    }

    /** KEDA asks Kafka as the service itself, which may read its own group and topics and no more. */
    private static String scaledObject(Service service) {
        int most = service.reads().stream().mapToInt(Mall::partitions).max().orElseThrow();
        return """
            ---
            apiVersion: keda.sh/v1alpha1
            kind: TriggerAuthentication
            metadata:
              name: %1$s-kafka
              labels: %3$s
            spec:
              secretTargetRef:
                - {parameter: username, name: %1$s-secrets, key: kafka-username}
                - {parameter: password, name: %1$s-secrets, key: kafka-password}
            ---
            apiVersion: keda.sh/v1alpha1
            kind: ScaledObject
            metadata:
              name: %1$s
              labels: %3$s
            spec:
              scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: %1$s}
              minReplicaCount: 2
              # more than there are partitions would have nothing to do
              maxReplicaCount: %2$d
              pollingInterval: 15
              cooldownPeriod: 300
              triggers:
            """.formatted(service.name(), most, PLAIN)
                + service.reads().stream()
                        .map(topic -> """
                                - type: kafka
                                  metadata:
                                    bootstrapServersFromEnv: KAFKA_BOOTSTRAP_SERVERS
                                    consumerGroup: %1$s
                                    topic: %2$s
                                    lagThreshold: "500"
                                    sasl: scram_sha512
                                    tls: enable
                                  authenticationRef: {name: %1$s-kafka}
                            """.formatted(service.name(), topic))
                        .collect(Collectors.joining());
    }

    private static String strimziTopics() {
        return HEAD + Mall.topics().stream().map(DerivedFiles::strimziTopic).collect(Collectors.joining());
    }

    /** Kubernetes takes no capital letters in names, Kafka does. */
    private static String strimziTopic(Topic topic) {
        return """
            ---
            apiVersion: kafka.strimzi.io/v1beta2
            kind: KafkaTopic
            metadata:
              name: %s
              labels: {app.kubernetes.io/part-of: mallbots, strimzi.io/cluster: mallbots}
            spec:
              topicName: %s
              partitions: %d
              replicas: 3
              config:
                min.insync.replicas: 2
            """.formatted(topic.name().toLowerCase(Locale.ROOT), topic.name(), topic.partitions())
                + topic.settings().entrySet().stream()
                        .map(setting -> "    %s: %s\n".formatted(setting.getKey(), setting.getValue()))
                        .collect(Collectors.joining());
    }

    private static String strimziUsers() {
        return HEAD
                + Mall.services().stream()
                        .filter(Service::usesKafka)
                        .map(DerivedFiles::strimziUser)
                        .collect(Collectors.joining());
    }

    private static String strimziUser(Service service) {
        List<String> acls = new ArrayList<>();
        service.writes().forEach(topic -> acls.add(acl("topic", topic, "[Write]")));
        service.reads().forEach(topic -> acls.add(acl("topic", topic, "[Read, DescribeConfigs]")));
        if (!service.reads().isEmpty()) {
            acls.add(acl("group", service.name(), "[Read]"));
        }
        return """
            ---
            apiVersion: kafka.strimzi.io/v1beta2
            kind: KafkaUser
            metadata:
              name: %1$s
              labels: {app.kubernetes.io/part-of: mallbots, strimzi.io/cluster: mallbots}
            spec:
              authentication:
                type: scram-sha-512
                password:
                  valueFrom:
                    secretKeyRef: {name: %1$s-secrets, key: kafka-password}
              authorization:
                type: simple
                acls:
            """.formatted(service.name()) + String.join("", acls);
    }

    private static String acl(String type, String name, String operations) {
        return "      - {resource: {type: %s, name: %s, patternType: literal}, operations: %s}\n"
                .formatted(type, name, operations);
    }

    private static String cnpgDatabases() {
        return HEAD
                + rolesAndSecrets().keySet().stream()
                        .map(role -> """
                            ---
                            apiVersion: postgresql.cnpg.io/v1
                            kind: Database
                            metadata:
                              name: %1$s
                              labels: %3$s
                            spec:
                              cluster: {name: postgres}
                              name: %2$s
                              owner: %2$s
                            """.formatted(role.replace('_', '-'), role, PLAIN))
                        .collect(Collectors.joining());
    }

    private static String cnpgRoles() {
        return HEAD
                + """
                apiVersion: postgresql.cnpg.io/v1
                kind: Cluster
                metadata:
                  name: postgres
                spec:
                  managed:
                    roles:
                """
                + rolesAndSecrets().entrySet().stream()
                        .map(role -> "      - {name: %s, ensure: present, login: true, passwordSecret: {name: %s}}\n"
                                .formatted(role.getKey(), role.getValue()))
                        .collect(Collectors.joining());
    }

    private static SequencedMap<String, String> rolesAndSecrets() {
        SequencedMap<String, String> roles = new TreeMap<>(Map.of("keycloak", "keycloak-secrets"));
        Mall.withDatabase()
                .forEach(service -> roles.put(service.database().orElseThrow(), service.name() + "-secrets"));
        return roles;
    }

    private static String externalSecrets(String environment) {
        return HEAD
                + externalSecret(
                        "postgres-admin",
                        "kubernetes.io/basic-auth",
                        new TreeMap<>(Map.of(
                                "username",
                                new Remote("DB_ADMIN_SECRET", "username"),
                                "password",
                                new Remote("DB_ADMIN_SECRET", "password"))))
                + externalSecret(
                        "kafka-admin",
                        "kubernetes.io/basic-auth",
                        new TreeMap<>(Map.of(
                                "username", new Remote(kafkaUser("admin", environment), "username"),
                                "password", new Remote(kafkaUser("admin", environment), "password"))))
                + externalSecret(
                        "keycloak-secrets",
                        "Opaque",
                        new TreeMap<>(Map.of(
                                "password", new Remote(own("keycloak", environment), "db_password"),
                                "admin-password", new Remote(own("keycloak", environment), "admin_password"))))
                + Mall.withDatabase().stream()
                        .map(service -> externalSecret(service, environment))
                        .collect(Collectors.joining());
    }

    /** Where Secrets Manager has it. */
    private record Remote(String secret, String property) {}

    private static String own(String name, String environment) {
        return "mallbots/" + environment + "/" + name;
    }

    /** MSK takes users from secrets that are called so, and from no others. */
    private static String kafkaUser(String name, String environment) {
        return "AmazonMSK_mallbots-" + environment + "-" + name;
    }

    private static String externalSecret(Service service, String environment) {
        SequencedMap<String, Remote> keys = new TreeMap<>();
        String own = own(service.name(), environment);
        keys.put("password", new Remote(own, "db_password"));
        if (service.usesKafka()) {
            keys.put("kafka-username", new Remote(kafkaUser(service.name(), environment), "username"));
            keys.put("kafka-password", new Remote(kafkaUser(service.name(), environment), "password"));
        }
        if (service.hasClientSecret()) {
            keys.put("client-secret", new Remote(own, "client_secret"));
        }
        return externalSecret(service.name() + "-secrets", "Opaque", keys);
    }

    private static final Map<String, String> SETTINGS = Map.of(
            "password",
            "MALLBOTS_DB_PASSWORD",
            "kafka-password",
            "MALLBOTS_KAFKA_PASSWORD",
            "client-secret",
            "MALLBOTS_CLIENT_SECRET");

    private static String externalSecret(String name, String type, SequencedMap<String, Remote> keys) {
        String values = keys.keySet().stream()
                .map(key -> "        %s: '{{ index . \"%s\" }}'\n".formatted(key, key))
                .collect(Collectors.joining());
        String properties = new TreeSet<>(keys.keySet())
                .stream()
                        .filter(SETTINGS::containsKey)
                        .map(key -> "          %s={{ index . \"%s\" }}\n".formatted(SETTINGS.get(key), key))
                        .collect(Collectors.joining());
        return """
            ---
            apiVersion: external-secrets.io/v1
            kind: ExternalSecret
            metadata:
              name: %1$s
              labels: %2$s
            spec:
              refreshInterval: 1h
              secretStoreRef: {kind: SecretStore, name: aws}
              target:
                name: %1$s
                creationPolicy: Owner
                template:
                  type: %3$s
                  data:
            """.formatted(name, PROVISION, type)
                + values
                + (name.endsWith("-admin") ? "" : "        service.properties: |\n" + properties)
                + "  data:\n"
                + keys.entrySet().stream()
                        .map(key -> "    - {secretKey: %s, remoteRef: {key: %s, property: %s}}\n"
                                .formatted(
                                        key.getKey(),
                                        key.getValue().secret(),
                                        key.getValue().property()))
                        .collect(Collectors.joining());
    }

    private static String lines(Stream<String> lines) {
        return lines.map(line -> line + "\n").collect(Collectors.joining());
    }
}
