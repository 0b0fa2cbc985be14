package dev.mallbots.deploy;

import static dev.mallbots.deploy.Overlay.elements;
import static dev.mallbots.deploy.Overlay.nameOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.mallbots.deploy.Overlay.Workload;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every overlay keeps to, as it would reach a cluster. Needs kubectl, which renders it, and no cluster. */
@Tag("starts-processes")
@DisplayNameGeneration(ReplaceUnderscores.class)
class OverlaysTest {

    @SuppressWarnings("unused") // of the parameterized tests
    private static final List<String> OVERLAYS = Overlay.ALL;

    private static final String ALL = "OVERLAYS";
    private static final Pattern SECRET = Pattern.compile("(?i).*(password|secret|token|private.?key).*");

    @BeforeAll
    static void needsKubectl() {
        if (Overlay.kubectl().isEmpty()) {
            System.err.println("NOT TESTED: deploy/k8s. There is no kubectl on PATH or in KUBE_TOOLS, which renders the"
                    + " overlays.");
            Assumptions.abort("no kubectl: the overlays were not tested");
        }
    }

    // ---- what Kubernetes understands

    @ParameterizedTest
    @FieldSource(ALL)
    void no_resource_has_a_field_that_is_unknown_to_its_kind(String overlay) {
        SoftAssertions softly = new SoftAssertions();
        for (JsonNode resource : Overlay.of(overlay).resources()) {
            softly.assertThat(Schemas.faults(resource))
                    .as("%s/%s", resource.path("kind").asText(), nameOf(resource))
                    .isEmpty();
        }
        softly.assertAll();
    }

    @Test
    void the_check_of_fields_finds_what_is_wrong() throws Exception {
        JsonNode right = Overlay.of("local").kind("Deployment").findFirst().orElseThrow();
        ObjectNode unknown = right.deepCopy();
        ((ObjectNode) unknown.at("/spec/template/spec/containers/0")).put("imagePullPolice", "Always");
        ObjectNode wrong = right.deepCopy();
        ((ObjectNode) wrong.at("/spec/template/spec/containers/0/resources/limits")).put("memory", "64MB");
        ObjectNode keda = Overlay.of("eks-dev")
                .kind("ScaledObject")
                .findFirst()
                .orElseThrow()
                .deepCopy();
        ((ObjectNode) keda.path("spec")).put("minReplicaCont", 2);
        ObjectNode topic = Overlay.of("operators")
                .kind("KafkaTopic")
                .findFirst()
                .orElseThrow()
                .deepCopy();
        ((ObjectNode) topic.path("spec")).put("partition", 2);
        ObjectNode stranger = (ObjectNode)
                new ObjectMapper().readTree("{\"apiVersion\":\"v1\",\"kind\":\"Pot\",\"metadata\":{\"name\":\"p\"}}");

        assertThat(Schemas.faults(right)).isEmpty();
        assertThat(List.of(unknown, wrong, keda, topic, stranger))
                .allSatisfy(resource -> assertThat(Schemas.faults(resource)).isNotEmpty());
    }

    @ParameterizedTest
    @FieldSource(ALL)
    void every_config_map_secret_and_account_that_a_pod_names_exists(String overlay) {
        Overlay rendered = Overlay.of(overlay);
        Set<String> there = new HashSet<>();
        rendered.resources().forEach(resource -> there.add(resource.path("kind").asText() + "/" + nameOf(resource)));
        Set<String> secrets = secrets(rendered);
        SoftAssertions softly = new SoftAssertions();
        for (Workload workload : rendered.workloads()) {
            references(workload.pod(), "configMapRef", "name")
                    .forEach(it -> softly.assertThat(there).as("%s", workload).contains("ConfigMap/" + it));
            references(workload.pod(), "configMap", "name")
                    .forEach(it -> softly.assertThat(there).as("%s", workload).contains("ConfigMap/" + it));
            references(workload.pod(), "secret", "secretName")
                    .forEach(it -> softly.assertThat(secrets).as("%s", workload).contains(it));
            references(workload.pod(), "secret", "name")
                    .forEach(it -> softly.assertThat(secrets).as("%s", workload).contains(it));
            references(workload.pod(), "secretKeyRef", "name")
                    .forEach(it -> softly.assertThat(secrets).as("%s", workload).contains(it));
            softly.assertThat(there)
                    .as("%s", workload)
                    .contains("PriorityClass/"
                            + workload.pod().path("priorityClassName").asText());
            if (workload.pod().has("serviceAccountName")) {
                softly.assertThat(there)
                        .as("%s", workload)
                        .contains("ServiceAccount/"
                                + workload.pod().path("serviceAccountName").asText());
            }
        }
        softly.assertAll();
    }

    private static Set<String> secrets(Overlay rendered) {
        Set<String> made =
                rendered.kind("ExternalSecret").map(Overlay::nameOf).collect(Collectors.toCollection(HashSet::new));
        if (rendered.workloads().stream().anyMatch(it -> it.name().startsWith("make-secrets"))) {
            Mall.text(Mall.ROOT.resolve("deploy/k8s/backing/secrets/secrets"))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> made.add(line.split(" ")[0]));
        }
        // operators make these of their clusters
        rendered.kind("Cluster").forEach(cluster -> made.add(nameOf(cluster) + "-ca"));
        rendered.kind("Kafka").forEach(cluster -> made.add(nameOf(cluster) + "-cluster-ca-cert"));
        return made;
    }

    private static Set<String> references(JsonNode pod, String kind, String key) {
        return pod.findValues(kind).stream()
                .filter(it -> it.path(key).isTextual())
                .map(it -> it.path(key).asText())
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @FieldSource(ALL)
    void every_service_of_kubernetes_finds_its_pods_and_their_port_by_name(String overlay) {
        Overlay rendered = Overlay.of(overlay);
        SoftAssertions softly = new SoftAssertions();
        rendered.kind("Service").forEach(service -> {
            List<Workload> pods = rendered.workloads().stream()
                    .filter(workload -> contains(workload.labels(), service.at("/spec/selector")))
                    .toList();
            softly.assertThat(pods).as("pods of %s", nameOf(service)).hasSize(1);
            for (JsonNode port : service.at("/spec/ports")) {
                softly.assertThat(pods.stream().flatMap(OverlaysTest::portNames))
                        .as("port of %s", nameOf(service))
                        .contains(port.path("targetPort").asText());
                softly.assertThat(port.path("name").asText()).isNotBlank();
            }
        });
        softly.assertAll();
    }

    private static boolean contains(JsonNode labels, JsonNode selector) {
        return selector.properties().stream().allMatch(label -> label.getValue().equals(labels.get(label.getKey())));
    }

    private static Stream<String> portNames(Workload workload) {
        return workload.containers().stream()
                .flatMap(container -> elements(container.path("ports")))
                .map(port -> port.path("name").asText());
    }

    // ---- rules for every pod

    @ParameterizedTest
    @FieldSource(ALL)
    void every_pod_runs_without_root_and_privileges_on_a_read_only_file_system(String overlay) {
        SoftAssertions softly = new SoftAssertions();
        for (Workload workload : Overlay.of(overlay).workloads()) {
            JsonNode pod = workload.pod();
            softly.assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean())
                    .as("%s runAsNonRoot", workload)
                    .isTrue();
            softly.assertThat(pod.at("/securityContext/runAsUser").asInt())
                    .as("%s runAsUser", workload)
                    .isPositive();
            softly.assertThat(pod.at("/securityContext/seccompProfile/type").asText())
                    .as("%s", workload)
                    .isEqualTo("RuntimeDefault");
            softly.assertThat(List.of(pod.path("hostNetwork"), pod.path("hostPID"), pod.path("hostIPC")))
                    .as("%s", workload)
                    .allMatch(it -> !it.asBoolean());
            softly.assertThat(pod.findValues("hostPath"))
                    .as("%s hostPath", workload)
                    .isEmpty();
            softly.assertThat(pod.path("enableServiceLinks").asBoolean(true))
                    .as("%s enableServiceLinks", workload)
                    .isFalse();
            // only the Job that makes secrets talks to the API server
            softly.assertThat(pod.path("automountServiceAccountToken").asBoolean(true))
                    .as("%s token", workload)
                    .isEqualTo(workload.name().startsWith("make-secrets"));
            for (JsonNode container : workload.containers()) {
                JsonNode security = container.path("securityContext");
                softly.assertThat(security.path("readOnlyRootFilesystem").asBoolean())
                        .as("%s read-only root", workload)
                        .isTrue();
                softly.assertThat(security.path("allowPrivilegeEscalation").asBoolean(true))
                        .as("%s escalation", workload)
                        .isFalse();
                softly.assertThat(security.at("/capabilities/drop/0").asText())
                        .as("%s capabilities", workload)
                        .isEqualTo("ALL");
                softly.assertThat(security.at("/capabilities/add").isMissingNode())
                        .as("%s capabilities", workload)
                        .isTrue();
            }
        }
        softly.assertAll();
    }

    @ParameterizedTest
    @FieldSource(ALL)
    void every_container_requests_its_whole_memory_limit_and_has_an_image_with_a_fixed_tag(String overlay) {
        SoftAssertions softly = new SoftAssertions();
        for (Workload workload : Overlay.of(overlay).workloads()) {
            for (JsonNode container : workload.containers()) {
                JsonNode resources = container.path("resources");
                softly.assertThat(resources.at("/requests/cpu").asText())
                        .as("%s CPU", workload)
                        .isNotEmpty();
                softly.assertThat(resources.at("/limits/memory").asText())
                        .as("%s memory", workload)
                        .isNotEmpty()
                        .isEqualTo(resources.at("/requests/memory").asText());
                softly.assertThat(container.path("image").asText())
                        .as("image of %s", workload)
                        .matches(
                                "[a-z0-9.-]+(:\\d+)?(/[a-z0-9._-]+)+:[A-Za-z0-9][A-Za-z0-9._-]*(@sha256:[0-9a-f]{64})?")
                        .doesNotContain(":latest");
                softly.assertThat(elements(container.path("ports"))
                                .map(port -> port.path("name").asText()))
                        .as("ports of %s", workload)
                        .allMatch(name -> !name.isEmpty());
            }
            for (JsonNode volume : workload.pod().path("volumes")) {
                if (volume.has("emptyDir")) {
                    softly.assertThat(volume.at("/emptyDir/sizeLimit").asText())
                            .as("%s, volume %s", workload, volume.path("name"))
                            .isNotEmpty();
                }
            }
        }
        softly.assertAll();
    }

    @Test
    void the_runbook_says_how_much_memory_the_mall_asks_for() {
        Overlay local = Overlay.of("local");
        Map<String, Integer> pods = local.kind("HorizontalPodAutoscaler")
                .collect(Collectors.toMap(
                        Overlay::nameOf, it -> it.at("/spec/minReplicas").asInt()));
        int open = local.workloads().stream()
                .filter(Workload::goesOn)
                .mapToInt(workload -> memory(workload) * pods.getOrDefault(workload.name(), 1))
                .sum();
        int jobs = local.workloads().stream()
                .filter(workload -> !workload.goesOn())
                .mapToInt(OverlaysTest::memory)
                .sum();

        assertThat(Mall.text(Mall.ROOT.resolve("docs/runbooks/local-cluster.md")))
                .contains("needs %.0f GiB of memory".formatted(open / 1024.0))
                .contains("and %.0f GiB to open".formatted((open + jobs) / 1024.0));
    }

    private static int memory(Workload workload) {
        return elements(workload.pod().path("containers"))
                .map(container -> container.at("/resources/requests/memory").asText())
                .mapToInt(memory ->
                        Integer.parseInt(memory.replaceFirst("[MG]i$", "")) * (memory.endsWith("Gi") ? 1024 : 1))
                .sum();
    }

    @ParameterizedTest
    @FieldSource(ALL)
    void every_server_has_three_probes_and_time_to_stop(String overlay) {
        SoftAssertions softly = new SoftAssertions();
        for (Workload workload : Overlay.of(overlay).workloads()) {
            if (!workload.goesOn()) {
                softly.assertThat(workload.resource()
                                .at("/spec/activeDeadlineSeconds")
                                .asInt())
                        .as("%s ends", workload)
                        .isPositive();
                softly.assertThat(workload.resource()
                                .at("/spec/ttlSecondsAfterFinished")
                                .asInt())
                        .as("%s is forgotten", workload)
                        .isPositive();
                continue;
            }
            JsonNode container = workload.pod().at("/containers/0");
            softly.assertThat(container.has("startupProbe")
                            && container.has("readinessProbe")
                            && container.has("livenessProbe"))
                    .as("%s probes", workload)
                    .isTrue();
            softly.assertThat(container.has("lifecycle") || workload.name().equals("kafka"))
                    .as("%s preStop", workload)
                    .isTrue();
            softly.assertThat(
                            workload.pod().path("terminationGracePeriodSeconds").asInt())
                    .as("%s: preStop, and 30 s for a stop", workload)
                    .isGreaterThanOrEqualTo(
                            container.at("/lifecycle/preStop/sleep/seconds").asInt() + 30);
            softly.assertThat(workload.resource().at("/spec/minReadySeconds").asInt())
                    .as("%s minReadySeconds", workload)
                    .isPositive();
        }
        softly.assertAll();
    }

    /** The service gives each event loop 5 s to take its turn. A shorter probe would count a slow answer as no answer, and Kubernetes would restart the service. */
    @ParameterizedTest
    @FieldSource(ALL)
    void the_probe_of_life_waits_longer_than_the_check_that_it_asks_for(String overlay) {
        assertThat(Overlay.of(overlay).kind("Deployment"))
                .allSatisfy(deployment -> assertThat(deployment
                                .at("/spec/template/spec/containers/0/livenessProbe/timeoutSeconds")
                                .asInt())
                        .isGreaterThan(5));
    }

    @ParameterizedTest
    @FieldSource(ALL)
    void a_rollout_never_has_fewer_pods_than_before(String overlay) {
        Overlay rendered = Overlay.of(overlay);
        Set<String> budgets =
                rendered.kind("PodDisruptionBudget").map(Overlay::nameOf).collect(Collectors.toSet());
        assertThat(rendered.kind("Deployment")).allSatisfy(deployment -> {
            assertThat(deployment.at("/spec/strategy/rollingUpdate/maxSurge").asInt())
                    .isEqualTo(1);
            assertThat(deployment
                            .at("/spec/strategy/rollingUpdate/maxUnavailable")
                            .asInt(-1))
                    .isZero();
            assertThat(deployment.at("/spec/template/spec/topologySpreadConstraints"))
                    .hasSize(2);
            assertThat(deployment
                            .at("/spec/template/spec/containers/0/startupProbe/httpGet/port")
                            .asText())
                    .isEqualTo("management");
            assertThat(budgets).contains(nameOf(deployment));
            // or each apply would take back what an autoscaler did
            assertThat(deployment.at("/spec/replicas").isMissingNode()).isTrue();
        });
    }

    /** Otherwise new pods, which wait for the schema, could take the last memory of a node, and the Job that makes the schema would wait for them. */
    @ParameterizedTest
    @FieldSource(ALL)
    void a_job_comes_before_the_pods_that_wait_for_it_when_room_is_short(String overlay) {
        Overlay rendered = Overlay.of(overlay);
        Map<String, Integer> classes = rendered.kind("PriorityClass")
                .collect(
                        Collectors.toMap(Overlay::nameOf, it -> it.path("value").asInt()));
        Map<String, Integer> priorities = rendered.workloads().stream()
                .collect(Collectors.toMap(
                        Workload::toString,
                        it -> classes.get(it.pod().path("priorityClassName").asText())));
        int services = priorities.entrySet().stream()
                .filter(it -> it.getKey().startsWith("Deployment/"))
                .mapToInt(Map.Entry::getValue)
                .max()
                .orElseThrow();

        assertThat(priorities.entrySet().stream().filter(it -> it.getKey().startsWith("Job/")))
                .allSatisfy(job -> assertThat(job.getValue()).as(job.getKey()).isGreaterThan(services));
    }

    /** By default Kafka keeps a gigabyte of logs of its garbage collections, and every hour's log for ever. Kubernetes evicts a pod whose volume is full. */
    @Test
    void kafka_logs_to_the_console_and_to_no_file() throws Exception {
        Overlay local = Overlay.of("local");
        JsonNode kafka = local.workloads().stream()
                .filter(workload -> workload.name().equals("kafka"))
                .findFirst()
                .orElseThrow()
                .containers()
                .getFirst();
        Map<String, String> settings = elements(kafka.path("env"))
                .collect(Collectors.toMap(
                        it -> it.path("name").asText(), it -> it.path("value").asText()));
        JsonNode logging = new YAMLMapper()
                .readTree(local.kind("ConfigMap")
                        .map(map -> map.path("data").path("log4j2.yaml"))
                        .filter(JsonNode::isTextual)
                        .findFirst()
                        .orElseThrow()
                        .asText());

        assertThat(settings)
                .containsEntry("KAFKA_LOG4J_OPTS", "-Dlog4j2.configurationFile=/config/log4j2.yaml")
                // without -loggc
                .containsEntry("EXTRA_ARGS", "-name kafkaServer");
        assertThat(logging.at("/Configuration/Appenders").fieldNames())
                .toIterable()
                .containsExactly("Console");
    }

    // ---- secrets

    @ParameterizedTest
    @FieldSource(ALL)
    void no_secret_value_is_in_a_manifest(String overlay) {
        Overlay rendered = Overlay.of(overlay);
        assertThat(rendered.kind("Secret")).isEmpty();
        SoftAssertions softly = new SoftAssertions();
        rendered.workloads().stream()
                .flatMap(workload -> workload.containers().stream())
                .flatMap(container -> elements(container.path("env")))
                .filter(variable ->
                        SECRET.matcher(variable.path("name").asText()).matches())
                .filter(variable -> !variable.path("name").asText().endsWith("_FILE"))
                .forEach(variable -> softly.assertThat(variable.has("valueFrom"))
                        .as("%s", variable)
                        .isTrue());
        rendered.kind("ConfigMap")
                .flatMap(map -> map.path("data").properties().stream())
                .forEach(entry -> {
                    softly.assertThat(SECRET.matcher(entry.getKey()).matches()
                                    && !entry.getKey().equals("make-secrets.sh")
                                    && !entry.getKey().equals("secrets"))
                            .as(entry.getKey())
                            .isFalse();
                    softly.assertThat(entry.getValue().asText())
                            .as(entry.getKey())
                            .doesNotContain("PRIVATE KEY")
                            .doesNotContainPattern("://[^/\\s:@]+:[^/\\s@]+@");
                });
        softly.assertAll();
    }

    @ParameterizedTest
    @FieldSource(ALL)
    void no_role_permits_more_than_to_create_secrets(String overlay) {
        Overlay rendered = Overlay.of(overlay);
        assertThat(rendered.kind("ClusterRole").toList()).isEmpty();
        assertThat(rendered.kind("ClusterRoleBinding").toList()).isEmpty();
        assertThat(rendered.kind("Role")).allSatisfy(role -> {
            assertThat(role.path("rules")).hasSize(1);
            assertThat(role.at("/rules/0/resources").toString()).isEqualTo("[\"secrets\"]");
            assertThat(role.at("/rules/0/verbs").toString()).isEqualTo("[\"create\"]");
        });
    }

    // ---- scaling

    @ParameterizedTest
    @FieldSource(ALL)
    void no_service_has_two_scalers(String overlay) {
        Overlay rendered = Overlay.of(overlay);
        List<String> targets = Stream.concat(rendered.kind("HorizontalPodAutoscaler"), rendered.kind("ScaledObject"))
                .map(scaler -> scaler.at("/spec/scaleTargetRef/name").asText())
                .toList();

        assertThat(targets).doesNotHaveDuplicates().containsAll(DerivedFiles.BY_CPU);
        if (!overlay.equals("local")) {
            assertThat(targets)
                    .containsExactlyInAnyOrderElementsOf(
                            rendered.kind("Deployment").map(Overlay::nameOf).toList());
        }
    }

    // ---- builds and versions

    @ParameterizedTest
    @FieldSource(ALL)
    void all_of_the_malls_images_are_of_one_build_and_its_jobs_are_called_after_it(String overlay) {
        Overlay rendered = Overlay.of(overlay);
        Set<String> builds = rendered.workloads().stream()
                .flatMap(workload -> workload.containers().stream())
                .map(container -> container.path("image").asText())
                .filter(image -> image.contains("mallbots"))
                .map(image -> image.substring(image.lastIndexOf(':') + 1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(builds).singleElement().asString().matches("[0-9a-f]{12}");
        assertThat(rendered.kind("Job").map(Overlay::nameOf))
                .allMatch(name -> name.endsWith("-" + builds.iterator().next()));
    }

    @Test
    void the_servers_have_the_versions_that_the_tests_run_against() {
        Map<String, String> versions = Map.of(
                "apache/kafka", System.getProperty("deploy.kafka"),
                "library/postgres", System.getProperty("deploy.postgres").replaceFirst("\\.0$", ""),
                "keycloak/keycloak", System.getProperty("deploy.keycloak"));
        List<String> images = Overlay.of("local").workloads().stream()
                .flatMap(workload -> workload.containers().stream())
                .map(container -> container.path("image").asText())
                .toList();

        assertThat(versions)
                .allSatisfy((image, version) -> assertThat(images)
                        .anyMatch(it -> it.matches(".*/" + image + ":" + Pattern.quote(version) + "([-@].*)?")));
    }

    /** make eks-up applies these first, by label, and waits for the Jobs. */
    @ParameterizedTest
    @ValueSource(strings = {"eks-dev", "eks-prod"})
    void the_first_steps_bring_everything_that_their_jobs_need(String overlay) {
        Overlay rendered = Overlay.of(overlay);
        Set<String> brought = new HashSet<>();
        rendered.resources().stream()
                .filter(resource -> resource.at("/metadata/labels").has("mallbots.dev/step"))
                .forEach(resource -> brought.add(resource.path("kind").asText() + "/" + nameOf(resource)));
        Set<String> needed =
                new TreeSet<>(Set.of("Namespace/mallbots", "SecretStore/aws", "NetworkPolicy/default-deny"));
        needed.addAll(
                Set.of("NetworkPolicy/dns-clients", "NetworkPolicy/postgres-clients", "NetworkPolicy/kafka-clients"));
        rendered.workloads().stream().filter(workload -> !workload.goesOn()).forEach(job -> {
            needed.add("Job/" + job.name());
            references(job.pod(), "configMapRef", "name").forEach(it -> needed.add("ConfigMap/" + it));
            references(job.pod(), "configMap", "name").forEach(it -> needed.add("ConfigMap/" + it));
            references(job.pod(), "secret", "secretName").forEach(it -> needed.add("ExternalSecret/" + it));
            references(job.pod(), "secretKeyRef", "name").forEach(it -> needed.add("ExternalSecret/" + it));
            needed.add("PriorityClass/" + job.pod().path("priorityClassName").asText());
            if (job.pod().has("serviceAccountName")) {
                needed.add(
                        "ServiceAccount/" + job.pod().path("serviceAccountName").asText());
            }
        });

        assertThat(brought).containsAll(needed);
    }

    /**
     * A rollout ends an old pod only after the load balancer has found the new pod healthy. The controller built into EKS Auto Mode obeys this label; it ignores
     * {@code elbv2.k8s.aws/pod-readiness-gate-inject}, which is for the AWS Load Balancer Controller.
     */
    @ParameterizedTest
    @ValueSource(strings = {"eks-dev", "eks-prod"})
    void a_new_pod_is_ready_only_when_the_load_balancer_has_found_it_healthy(String overlay) {
        JsonNode namespace = Overlay.of(overlay).kind("Namespace").findFirst().orElseThrow();

        assertThat(namespace
                        .at("/metadata/labels/eks.amazonaws.com~1pod-readiness-gate-inject")
                        .asText())
                .isEqualTo("enabled");
    }

    // ---- the network

    @ParameterizedTest
    @FieldSource(ALL)
    void exactly_the_edges_that_exist_are_open_on_both_sides(String overlay) {
        Overlay rendered = Overlay.of(overlay);
        Network network = Network.of(rendered);
        Set<String> expected = new TreeSet<>();
        Edges.amongServices().forEach(edge -> expected.add(edge.from() + " -> " + edge.to() + ":" + Edges.HTTP));
        Edges.toKeycloak().forEach(edge -> expected.add(edge.from() + " -> " + edge.to() + ":" + Edges.HTTP));
        // people reach the gateway and Keycloak from outside; that is another test
        if (overlay.equals("local")) {
            Edges.toPostgres().forEach(edge -> expected.add(edge.from() + " -> postgres:5432"));
            Edges.toKafka().forEach(edge -> expected.add(edge.from() + " -> kafka:9092"));
        } else if (overlay.equals("operators")) {
            // operators make databases, topics and users themselves
            Edges.toPostgres().stream()
                    .filter(edge -> !edge.from().equals(Edges.PROVISION))
                    .forEach(edge -> expected.add(edge.from() + " -> postgres:5432"));
            Edges.toKafka().stream()
                    .filter(edge -> !edge.from().equals(Edges.PROVISION))
                    .forEach(edge -> expected.add(edge.from() + " -> kafka:9093"));
        }
        assertThat(network.open()).isEqualTo(expected);
    }

    @ParameterizedTest
    @FieldSource(ALL)
    void one_policy_denies_everything_in_both_directions(String overlay) {
        JsonNode deny = Overlay.of(overlay)
                .kind("NetworkPolicy")
                .filter(policy -> nameOf(policy).equals("default-deny"))
                .findFirst()
                .orElseThrow();
        assertThat(deny.at("/spec/podSelector").isEmpty()).isTrue();
        assertThat(deny.at("/spec/policyTypes").toString()).isEqualTo("[\"Ingress\",\"Egress\"]");
        assertThat(deny.at("/spec/ingress").isMissingNode()
                        && deny.at("/spec/egress").isMissingNode())
                .isTrue();
    }

    @ParameterizedTest
    @FieldSource(ALL)
    void people_reach_the_gateway_and_the_sign_in_and_nothing_else(String overlay) {
        assertThat(Network.of(Overlay.of(overlay)).openToEverybody())
                .containsExactlyInAnyOrder("gateway:8080", "keycloak:8080");
    }
}
