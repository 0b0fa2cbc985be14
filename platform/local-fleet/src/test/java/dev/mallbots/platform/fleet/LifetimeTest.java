package dev.mallbots.platform.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("starts-processes")
@DisplayNameGeneration(ReplaceUnderscores.class)
class LifetimeTest {

    @Test
    void a_tied_process_ends_when_the_jvm_that_started_it_is_killed() throws Exception {
        Path note = Files.createTempFile("pid", null);
        Files.delete(note);
        Process starter = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Starter.class.getName(),
                        note.toString())
                .inheritIO()
                .start();
        Awaitility.await().until(() -> Files.exists(note) && Files.size(note) > 0);
        ProcessHandle tied =
                ProcessHandle.of(Long.parseLong(Files.readString(note))).orElseThrow();
        assertThat(Stopping.isRunning(tied)).isTrue();

        starter.destroyForcibly();

        Awaitility.await().until(() -> !Stopping.isRunning(tied));
        Files.delete(note);
    }

    /** Starts a process that would live for a minute, notes its pid, and waits. */
    static final class Starter {
        public static void main(String[] args) throws Exception {
            ServerProcess process = ServerProcess.start(
                    Lifetime.TIED, "KILL", List.of("sleep", "60"), Map.of(), Path.of(args[0] + ".log"));
            Awaitility.await().until(() -> !Processes.server(process.handle()).equals(process.handle()));
            long pid = Processes.server(process.handle()).pid();
            Path unfinished = Path.of(args[0] + ".new");
            Files.writeString(unfinished, "" + pid);
            Files.move(unfinished, Path.of(args[0]));
            Thread.sleep(60_000);
        }
    }
}
