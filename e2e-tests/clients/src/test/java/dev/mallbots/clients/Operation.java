package dev.mallbots.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A call of the contract.
 *
 * @param document the file that contains it
 * @param path with parameter names in braces
 */
record Operation(String document, String method, String path, String id) {

    private static final Path DOCUMENTS = Path.of("src/main/swagger");
    private static final YAMLMapper YAML = new YAMLMapper();

    /** The calls of all documents. */
    static List<Operation> all() throws IOException {
        try (Stream<Path> documents = Files.list(DOCUMENTS)) {
            return documents.flatMap(Operation::of).toList();
        }
    }

    private static Stream<Operation> of(Path document) {
        return read(document).path("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .map(operation -> new Operation(
                                document.getFileName().toString(),
                                operation.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                operation.getValue().path("operationId").asText())));
    }

    private static JsonNode read(Path document) {
        try {
            return YAML.readTree(document.toFile());
        } catch (IOException e) {
            throw new AssertionError(document.toString(), e);
        }
    }

    /** A parameter in the path stands for a UUID, so that {@code participating} is not taken for a store's id. */
    boolean isCalledBy(String calledMethod, String calledPath) {
        return method.equals(calledMethod) && calledPath.matches(path.replaceAll("\\{[^}]+}", "[0-9a-f-]{36}"));
    }
}
