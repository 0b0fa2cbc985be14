package dev.mallbots.platform.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** The folder of one fleet: data, logs, and the notes between commands. */
final class Home {

    private static final long ROOM_NEEDED = 500L << 20;
    private static final int LAST_LINES = 20;

    private final Path folder;

    Home(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** The data folder of a server. */
    Path data(String server) {
        return folder.resolve(server);
    }

    Path credentials() {
        return folder.resolve("credentials");
    }

    /** Written by the issuer itself. */
    Path issuerKey() {
        return data(Roster.ISSUER).resolve("key.json");
    }

    Path runFolder() {
        return folder.resolve("run");
    }

    /** Locks the home for every other command until it is closed. */
    HomeLock lock() {
        return HomeLock.of(folder);
    }

    /** Deletes everything except the lock. */
    void delete() {
        try {
            for (String part : List.of(
                    Roster.POSTGRES,
                    Roster.KAFKA,
                    Roster.ISSUER,
                    "logs",
                    "run",
                    "credentials",
                    "port-base",
                    "training",
                    "auth",
                    "other-issuer",
                    "instances",
                    "addresses")) {
                Folders.delete(folder.resolve(part));
            }
        } catch (IOException e) {
            throw new FleetFailure("Could not delete " + folder + ": " + e.getMessage() + ".", e);
        }
    }

    void checkRoom() {
        try {
            long room = Files.getFileStore(folder).getUsableSpace();
            if (room < ROOM_NEEDED) {
                throw new FleetFailure("Only " + (room >> 20) + " MB are free where " + folder + " is and "
                        + (ROOM_NEEDED >> 20) + " MB are needed: make room or choose another folder.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- logs

    Path log(String name) {
        return folder.resolve("logs").resolve(name + ".log");
    }

    /** Begins a new log and keeps the one before. */
    Path freshLog(String name) {
        Path log = log(name);
        try {
            if (Files.exists(log)) {
                Files.move(log, log.resolveSibling(name + ".log.1"), StandardCopyOption.REPLACE_EXISTING);
            }
            return log;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty if there is no log. */
    List<String> lastLines(String name) {
        try {
            List<String> lines = Files.readAllLines(log(name));
            return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
        } catch (IOException e) {
            return List.of();
        }
    }

    // ---- notes

    /** The last port base. */
    OptionalInt portBase() {
        List<String> note = read("port-base");
        return note.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(Integer.parseInt(note.getFirst().strip()));
    }

    boolean isTraining() {
        return Files.exists(folder.resolve("training"));
    }

    void remember(int portBase, boolean training) {
        write("port-base", List.of("" + portBase));
        if (training) {
            write("training", List.of("the JVMs of this home record AOT caches"));
        }
    }

    /** Whether authentication is off. */
    boolean isOpenToAll() {
        return read("auth").contains("off");
    }

    void rememberOpenToAll(boolean open) {
        write("auth", List.of(open ? "off" : "on"));
    }

    /** The other issuer that services trust instead of the fleet's own. */
    Optional<String> otherIssuer() {
        return read("other-issuer").stream().findFirst();
    }

    void rememberOtherIssuer(Optional<String> url) {
        write("other-issuer", url.stream().toList());
    }

    /** The number of instances of the services that do not have one. */
    Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        read("instances").forEach(line -> {
            String[] words = line.split(" ");
            counts.put(words[0], Integer.parseInt(words[1]));
        });
        return counts;
    }

    void rememberCount(String service, int count) {
        Map<String, Integer> counts = counts();
        counts.put(service, count);
        counts.values().removeIf(any -> any == 1);
        write(
                "instances",
                counts.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .toList());
    }

    /** One line {@code service=address,address} each, which the edge reads again while it runs. */
    Path addresses() {
        return folder.resolve("addresses");
    }

    void publishAddresses(List<String> lines) {
        write("addresses", lines);
    }

    private List<String> read(String note) {
        try {
            Path file = folder.resolve(note);
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In one step: a concurrent reader sees the old note or the new one, never a part. */
    private void write(String note, List<String> lines) {
        try {
            Path written = Files.write(folder.resolve(note + ".new"), lines);
            Files.move(written, folder.resolve(note), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
