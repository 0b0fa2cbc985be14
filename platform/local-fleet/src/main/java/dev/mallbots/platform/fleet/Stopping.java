package dev.mallbots.platform.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/** Stops a process by a signal, then by force. */
final class Stopping {

    private Stopping() {}

    /**
     * Sends the signal, then SIGKILL if the process has not ended in time.
     *
     * @param signal TERM or, for PostgreSQL's fast shutdown, INT
     * @return whether it ended without SIGKILL
     */
    static boolean stop(ProcessHandle process, String signal, Duration patience) {
        send(process, signal);
        if (ended(process, patience)) {
            return true;
        }
        process.destroyForcibly();
        ended(process, Duration.ofSeconds(5));
        return false;
    }

    /** Alive, and not a zombie whose parent (a container's first process) does not reap it. */
    static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && !isZombie(process);
    }

    static void send(ProcessHandle process, String signal) {
        if (signal.equals("TERM")) {
            process.destroy();
            return;
        }
        try {
            new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start().waitFor();
        } catch (IOException e) {
            process.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // not onExit(): for a process that is not our child it polls only occasionally
    private static boolean ended(ProcessHandle process, Duration patience) {
        Instant giveUp = Instant.now().plus(patience);
        try {
            while (isRunning(process)) {
                if (Instant.now().isAfter(giveUp)) {
                    return false;
                }
                Thread.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    /** The main thread alone may be a zombie while other threads, with their listening ports, are still ending. */
    private static boolean isZombie(ProcessHandle process) {
        Path about = Path.of("/proc", "" + process.pid());
        try (Stream<Path> threads = Files.list(about.resolve("task"))) {
            String status = Files.readString(about.resolve("stat"));
            return status.startsWith("Z", status.lastIndexOf(')') + 2) && threads.count() == 1;
        } catch (IOException e) {
            return false;
        }
    }
}
