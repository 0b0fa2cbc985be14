package dev.mallbots.platform.fleet;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** Reads the files of the project that the fleet runs. */
record Project(Path root) {

    private static final String LISTENS_TO = "mp.messaging.incoming.inbox.topics";

    List<ServiceEntry> services() {
        return ServiceEntry.read(root.resolve("services/fleet.services"));
    }

    /** The topics of the contracts. */
    List<String> topics() {
        Path catalogue = root.resolve("shared-contracts/src/main/resources").resolve(TopicCatalogue.RESOURCE);
        try {
            return Files.readAllLines(catalogue);
        } catch (IOException e) {
            throw new FleetFailure("Could not read the topics in " + catalogue + ": run this in the project.", e);
        }
    }

    /** The permissions of each service for the topics; see {@link TopicPermissions}. */
    List<TopicPermission> permissions() {
        List<String> topics = topics().stream()
                .map(line -> line.replaceFirst("#.*", "").strip().split("\\s+")[0])
                .filter(name -> !name.isEmpty())
                .toList();
        Map<String, List<String>> listensTo = new LinkedHashMap<>();
        services().forEach(service -> listensTo.put(service.name(), listensTo(service.name())));
        return TopicPermissions.of(topics, listensTo);
    }

    private List<String> listensTo(String service) {
        Path settings = root.resolve("services").resolve(service).resolve("src/main/resources/application.properties");
        if (!Files.exists(settings)) {
            return List.of();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(settings)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new FleetFailure("Could not read what " + service + " listens to in " + settings + ".", e);
        }
        return Stream.of(properties.getProperty(LISTENS_TO, "").split(","))
                .map(String::strip)
                .filter(topic -> !topic.isEmpty())
                .toList();
    }

    /** The build of a service. */
    Path jar(String service) {
        return target(service).resolve("quarkus-app/quarkus-run.jar");
    }

    /** The build folder of a service or of the fleet's own Kafka. */
    Path target(String name) {
        return name.equals(Roster.KAFKA)
                ? root.resolve("platform/local-fleet/target")
                : root.resolve("services").resolve(name).resolve("target");
    }

    void checkBuilt(String service) {
        if (!Files.exists(jar(service))) {
            throw new FleetFailure(service + " is not built: run make build first.");
        }
    }
}
