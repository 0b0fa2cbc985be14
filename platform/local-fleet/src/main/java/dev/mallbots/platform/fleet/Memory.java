package dev.mallbots.platform.fleet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The memory of a process and its children. */
final class Memory {

    private Memory() {}

    /** In kilobytes: the proportional set size if the system reports it (Linux), else the resident set size. */
    static long kilobytes(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .mapToLong(Memory::ofOne)
                .sum();
    }

    private static long ofOne(ProcessHandle process) {
        Path rollup = Path.of("/proc", "" + process.pid(), "smaps_rollup");
        try {
            if (Files.exists(rollup)) {
                return Files.readAllLines(rollup).stream()
                        .filter(line -> line.startsWith("Pss:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                        .sum();
            }
            Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", "" + process.pid()).start();
            String answer = new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return answer.isEmpty() ? 0 : Long.parseLong(answer);
        } catch (IOException e) {
            // it ended meanwhile, or belongs to another user
            return 0;
        }
    }
}
