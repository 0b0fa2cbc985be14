package dev.mallbots.platform.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A note of a started process: a pid is only valid together with its start time, because pids are reused.
 */
record RunFile(String name, int port, long pid, Instant started) {

    // the system counts from its boot, whose time may be corrected slightly meanwhile
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    static RunFile of(String name, int port, ProcessHandle process) {
        return new RunFile(
                name, port, process.pid(), process.info().startInstant().orElse(Instant.now()));
    }

    static Optional<RunFile> read(Path folder, String name) {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            List<String> lines = Files.readAllLines(file);
            return Optional.of(new RunFile(
                    name, Integer.parseInt(lines.get(0)), Long.parseLong(lines.get(1)), Instant.parse(lines.get(2))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve(name), List.of("" + port, "" + pid, started.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path folder, String name) {
        try {
            Files.deleteIfExists(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process, if it is still the same one. */
    Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isSame);
    }

    private boolean isSame(ProcessHandle process) {
        return process.info()
                .startInstant()
                .map(instant -> Duration.between(started, instant).abs().compareTo(TOLERANCE) <= 0)
                .orElse(false);
    }
}
