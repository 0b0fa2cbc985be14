package dev.mallbots.platform.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One generated password for each role of the database and each user of Kafka, and the services' own, in a file that only its owner may read. */
final class Credentials {

    private final Path file;
    private final Map<String, String> passwords;

    Credentials(Path file) {
        this.file = file;
        this.passwords = new TreeMap<>(read(file));
    }

    /** Made and kept on the first question. */
    synchronized String of(String name) {
        String known = passwords.get(name);
        if (known != null) {
            return known;
        }
        passwords.put(name, Secrets.password());
        write();
        return passwords.get(name);
    }

    /** The file is gone, and what it said is not believed any more. */
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
