package dev.mallbots.platform.fleet;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The processes of a fleet, found by the notes of their start, whichever command started them. */
final class Processes {

    private final Path notes;

    Processes(Path notes) {
        this.notes = notes;
    }

    void note(String name, int port, ProcessHandle process) {
        RunFile.of(name, port, process).write(notes);
    }

    void forget(String name) {
        RunFile.delete(notes, name);
    }

    /** Started and not stopped, whether it still runs or not. */
    boolean isNoted(String name) {
        return RunFile.read(notes, name).isPresent();
    }

    boolean runs(String name) {
        return find(name).isPresent();
    }

    Optional<ProcessHandle> find(String name) {
        return RunFile.read(notes, name).flatMap(RunFile::process).filter(Stopping::isRunning);
    }

    /** Sends SIGKILL and returns when the process has ended. Does nothing if it does not run. */
    void kill(String name) {
        find(name).ifPresent(process -> {
            server(process).destroyForcibly();
            process.onExit().join();
        });
    }

    /** Sends a signal to a server and its children; does nothing if it does not run. */
    void signal(String name, String signal) {
        find(name)
                .map(Processes::server)
                .ifPresent(server -> Stream.concat(Stream.of(server), server.descendants())
                        .forEach(process -> Stopping.send(process, signal)));
    }

    /** The server itself: a tied one is the child of a shell that ends it with us. */
    static ProcessHandle server(ProcessHandle process) {
        return isShell(process)
                ? process.children()
                        .filter(child -> !isShell(child))
                        .findFirst()
                        .orElse(process)
                : process;
    }

    private static boolean isShell(ProcessHandle process) {
        return process.info()
                .command()
                .filter(command -> command.endsWith("sh"))
                .isPresent();
    }
}
