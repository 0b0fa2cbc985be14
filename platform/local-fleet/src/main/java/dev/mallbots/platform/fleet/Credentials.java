package dev.mallbots.platform.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One generated password for each database role and each Kafka user, and the services' client secret, in a file that only its owner may
 * read.
 */
final class Credentials {

    private final Path file;

    Credentials(Path file) {
        this.file = file;
    }

    /** Generated and stored at the first call. */
    synchronized String of(String name) {
        // read each time: a fleet of another build, with the same folder, may have deleted or written the file
        Map<String, String> passwords = read();
        if (!passwords.containsKey(name)) {
            passwords.put(name, Secrets.password());
            write(passwords);
        }
        return passwords.get(name);
    }

    private Map<String, String> read() {
        if (!Files.exists(file)) {
            return new TreeMap<>();
        }
        try {
            return Files.readAllLines(file).stream()
                    .map(line -> line.split("=", 2))
                    .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (first, last) -> last, TreeMap::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Map<String, String> passwords) {
        try {
            Secrets.write(
                    file,
                    passwords.entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + entry.getValue())
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
