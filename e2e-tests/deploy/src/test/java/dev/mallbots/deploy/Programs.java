package dev.mallbots.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs that a machine may lack. A test that needs one says so where it is missing. */
final class Programs {

    private Programs() {}

    static Optional<Path> onPath(String program) {
        return in(Stream.of(System.getenv("PATH").split(":")), program);
    }

    /** The first one that may be executed. */
    static Optional<Path> in(Stream<String> folders, String program) {
        return folders.map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static boolean isPromtoolThere() {
        return onPath("promtool").isPresent();
    }

    static boolean isPythonThere() {
        return onPath("python3").isPresent();
    }

    /** @return the exit value */
    static int promtool(Path folder, String command, String what, List<Path> files)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("promtool", command, what));
        files.forEach(file -> line.add(file.toString()));
        return run(folder, line);
    }

    /** Runs a program in a folder; what it prints is in the output of the tests. @return the exit value */
    static int run(Path folder, List<String> line) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(line).directory(folder.toFile()).inheritIO().start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }
}
