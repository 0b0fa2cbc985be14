package dev.mallbots.platform.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("starts-processes")
@DisplayNameGeneration(ReplaceUnderscores.class)
class ShutDownTest {

    private static final String NAME = "kafka";

    /** The shell's own signal has no effect, so that only the shut-down can end the server. */
    private static final String WITHOUT_EFFECT = "CONT";

    @TempDir
    private Path home;

    @Test
    void a_tied_server_that_another_fleet_started_has_ended_after_its_shut_down() {
        ServerProcess shell = ServerProcess.start(
                Lifetime.TIED, WITHOUT_EFFECT, List.of("sleep", "60"), Map.of(), home.resolve("log"));
        Awaitility.await().until(() -> !Processes.server(shell.handle()).equals(shell.handle()));
        ProcessHandle server = Processes.server(shell.handle());
        Processes processes = new Processes(home);
        processes.note(NAME, 1, shell.handle());

        shutDown(processes).one(NAME, new Progress(new PrintStream(OutputStream.nullOutputStream())));

        assertThat(Stopping.isRunning(server)).isFalse();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !shell.isAlive());
    }

    private ShutDown shutDown(Processes processes) {
        return new ShutDown(
                new Roster(List.of(), new Home(home), 1), processes, new AotCaches(new Project(home), false));
    }
}
