package dev.mallbots.platform.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the fleet reads of the project that it runs. */
record Project(Path root) {

    List<ServiceEntry> services() {
        return ServiceEntry.read(root.resolve("services/fleet.services"));
    }

    /** The topics that the contracts name. */
    List<String> topics() {
        Path catalogue = root.resolve("shared-contracts/src/main/resources").resolve(TopicCatalogue.RESOURCE);
        try {
            return Files.readAllLines(catalogue);
        } catch (IOException e) {
            throw new FleetFailure("Could not read the topics in " + catalogue + ": run this in the project.", e);
        }
    }

    /** What Maven built of a service. */
    Path jar(String service) {
        return target(service).resolve("quarkus-app/quarkus-run.jar");
    }

    /** Where Maven puts what it builds of one, be it a service or the fleet's own Kafka. */
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
