package dev.mallbots.deployments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files with a {@code name=value} a line. */
final class Secret {

    private Secret() {}

    static String named(String name, Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(name + "="))
                    .map(line -> line.substring(name.length() + 1))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(file + " has no line " + name + "=.."));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
