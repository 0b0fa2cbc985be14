package dev.mallbots.platform.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One service of the fleet.
 *
 * @param port its port with {@link Fleet#FIRST_PORT} as the base
 * @param database the name of its database and role, if it has one
 */
record ServiceEntry(String name, int port, Optional<String> database) {

    /** Reads the list: one line each with name, port, and database or {@code -}; comments with #. */
    static List<ServiceEntry> read(Path list) {
        try {
            return Files.readAllLines(list).stream()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .map(ServiceEntry::parse)
                    .toList();
        } catch (IOException e) {
            throw new FleetFailure("Could not read the list of services " + list + ": run this in the project.", e);
        }
    }

    private static ServiceEntry parse(String line) {
        String[] words = line.split("\\s+");
        if (words.length != 3) {
            throw new FleetFailure("The list of services has a line without name, port and database: " + line);
        }
        return new ServiceEntry(
                words[0], Integer.parseInt(words[1]), Optional.of(words[2]).filter(name -> !name.equals("-")));
    }

    /** As part of the name of an environment variable. */
    String variable() {
        return name.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
