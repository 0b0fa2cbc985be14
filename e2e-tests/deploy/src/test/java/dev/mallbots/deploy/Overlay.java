package dev.mallbots.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What {@code kubectl apply -k} would send to a cluster for one overlay.
 *
 * @param resources as they are rendered
 */
record Overlay(String name, List<JsonNode> resources) {

    static final List<String> ALL = List.of("local", "operators", "eks-dev", "eks-prod");

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Map<String, Overlay> RENDERED = new ConcurrentHashMap<>();

    /** A pod as somebody makes it: a Deployment, StatefulSet or Job. */
    record Workload(String kind, String name, JsonNode resource, JsonNode labels, JsonNode pod) {

        List<JsonNode> containers() {
            return Stream.concat(elements(pod.path("initContainers")), elements(pod.path("containers")))
                    .toList();
        }

        boolean goesOn() {
            return !kind.equals("Job");
        }

        @Override
        public String toString() {
            return kind + "/" + name;
        }
    }

    /** The first kubectl of {@code KUBE_TOOLS} or PATH; empty where there is none. */
    static Optional<Path> kubectl() {
        return Programs.in(Stream.ofNullable(System.getenv("KUBE_TOOLS")), "kubectl")
                .or(() -> Programs.onPath("kubectl"));
    }

    static Overlay of(String name) {
        return RENDERED.computeIfAbsent(name, it -> render(it, Mall.ROOT.resolve("deploy/k8s/overlays/" + it)));
    }

    private static Overlay render(String name, Path folder) {
        try {
            Process kustomize = new ProcessBuilder(kubectl().orElseThrow().toString(), "kustomize", folder.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String yaml = new String(kustomize.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (kustomize.waitFor() != 0) {
                throw new AssertionError("kubectl kustomize " + folder + " failed; what it said stands above");
            }
            try (MappingIterator<JsonNode> documents =
                    YAML.readerFor(JsonNode.class).readValues(yaml)) {
                return new Overlay(name, documents.readAll());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    Stream<JsonNode> kind(String kind) {
        return resources.stream()
                .filter(resource -> resource.path("kind").asText().equals(kind));
    }

    List<Workload> workloads() {
        return resources.stream()
                .map(Overlay::workload)
                .filter(Objects::nonNull)
                .toList();
    }

    private static Workload workload(JsonNode resource) {
        return switch (resource.path("kind").asText()) {
            case "Deployment", "StatefulSet", "Job" ->
                new Workload(
                        resource.path("kind").asText(),
                        nameOf(resource),
                        resource,
                        resource.at("/spec/template/metadata/labels"),
                        resource.at("/spec/template/spec"));
            default -> null;
        };
    }

    static String nameOf(JsonNode resource) {
        return resource.at("/metadata/name").asText();
    }

    static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
