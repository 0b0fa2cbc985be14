package dev.mallbots.platform.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The topics of the system: one line each, {@code name partitions=3 cleanup.policy=compact}; comments with #. */
public final class TopicCatalogue {

    /** Its location in the contracts. */
    public static final String RESOURCE = "META-INF/mallbots/topics";

    private TopicCatalogue() {}

    /** The catalogue of the contracts on the class path; empty without contracts. */
    public static List<String> onClassPath() {
        try (InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream(RESOURCE)) {
            return in == null
                    ? List.of()
                    : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList();
        } catch (IOException e) {
            throw new FleetFailure("Could not read " + RESOURCE + ": " + e.getMessage() + ".", e);
        }
    }

    /** The names of the topics in such lines. */
    public static List<String> names(List<String> lines) {
        return lines.stream()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .map(line -> line.split("\\s+")[0])
                .toList();
    }
}
