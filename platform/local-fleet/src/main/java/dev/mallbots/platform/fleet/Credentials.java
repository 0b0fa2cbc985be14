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
    private final Map<String, String> passwords;

    Credentials(Path file) {
        this.file = file;
        this.passwords = new TreeMap<>(read(file));
    }

    /** Generated and stored at the first call. */
    synchronized String of(String name) {
        String known = passwords.get(name);
        if (known != null) {
            return known;
        }
        passwords.put(name, Secrets.password());
        write();
        return passwords.get(name);
    }

    /** Deletes the file and forgets its content. */
    synchronized void forget() {
        passwords.clear();
    }

    private static Map<String, String> read(Path file) {
        if (!Files.exists(file)) {
            return Map.of();
        }
        try {
            return Files.readAllLines(file).stream()
                    .map(line -> line.split("=", 2))
                    .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write() {
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
