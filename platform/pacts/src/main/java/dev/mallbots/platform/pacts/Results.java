package dev.mallbots.platform.pacts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the tests of a service have shown last, for {@code make contracts}: one line a message. A line names the content of the pact's file,
 * so that a result for an older content counts for nothing.
 */
final class Results {

    private Results() {}

    static String line(Path file, String type) throws IOException {
        return "%s %08x %s".formatted(file.getFileName(), Files.readString(file).hashCode(), type);
    }

    static void write(String file, List<String> lines) throws IOException {
        Path target = Files.createDirectories(Path.of("target"));
        Files.write(target.resolve(file), lines);
    }
}
