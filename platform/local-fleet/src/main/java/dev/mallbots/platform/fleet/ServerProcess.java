package dev.mallbots.platform.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** A separate process with its output in a log file. */
public final class ServerProcess {

    /**
     * Runs a command as a child and ends it when the pipe on standard input closes, which the operating system does when the JVM on the
     * other end is killed. It uses only a shell's built-ins, so that it works on every Unix.
     */
    private static final String END_WITH_STANDARD_INPUT = """
            signal=$1; shift
            exec 3<&0
            "$@" </dev/null 3<&- & child=$!
            ( read -r nothing <&3; kill -"$signal" "$child" 2>/dev/null ) & watch=$!
            exec 3<&-
            wait "$child"; code=$?
            kill "$watch" 2>/dev/null
            exit "$code"
            """;

    /** A session of its own, so that neither the terminal's end nor its Ctrl-C reach it. macOS lacks the command. */
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private final Process process;
    private final Lifetime lifetime;
    private final Path log;

    private ServerProcess(Process process, Lifetime lifetime, Path log) {
        this.process = process;
        this.lifetime = lifetime;
        this.log = log;
    }

    /**
     * @param endSignal the name of the signal that ends a {@link Lifetime#TIED} process, for example {@code KILL}
     * @param log output is appended to it
     */
    public static ServerProcess start(
            Lifetime lifetime, String endSignal, List<String> command, Map<String, String> environment, Path log) {
        createFolder(log.getParent());
        List<String> line = new ArrayList<>();
        if (lifetime == Lifetime.TIED) {
            line.addAll(List.of("/bin/sh", "-c", END_WITH_STANDARD_INPUT, "sh", endSignal));
        } else {
            line.add(Files.isExecutable(SETSID) ? SETSID.toString() : "nohup");
        }
        line.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile()));
        if (lifetime == Lifetime.DETACHED) {
            builder.redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
        }
        builder.environment().putAll(environment);
        try {
            return new ServerProcess(builder.start(), lifetime, log);
        } catch (IOException e) {
            throw new FleetFailure("Could not run " + command.getFirst() + ": " + e.getMessage() + ".", e);
        }
    }

    private static void createFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new FleetFailure("Could not make the folder " + folder + ": " + e.getMessage() + ".", e);
        }
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Sends a signal to the server itself.
     *
     * @param signal {@code TERM}, {@code STOP}, {@code CONT} ...
     */
    public void signal(String signal) {
        Stopping.send(Processes.server(handle()), signal);
    }

    /** @return its exit code, or empty if it still runs after this time */
    public OptionalInt awaitEnd(Duration patience) throws InterruptedException {
        return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)
                ? OptionalInt.of(process.exitValue())
                : OptionalInt.empty();
    }

    public Path log() {
        return log;
    }

    /** Ends a {@link Lifetime#TIED} process at once, a detached one as {@link Stopping} does. */
    public void stop() {
        if (lifetime == Lifetime.DETACHED) {
            Stopping.stop(process.toHandle(), "TERM", Duration.ofSeconds(20));
            return;
        }
        try {
            process.getOutputStream().close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
