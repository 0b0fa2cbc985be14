package dev.mallbots.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The resources that the mall's processes, and this one, have used since their start, as counted by Linux.
 *
 * @param cpu milliseconds, user and system, by process, including its children, ended ones too
 * @param written bytes that Linux attributes to a process, likewise. With large folios (ext4 from 6.16 on) it counts up to 2 MB for each 8
 *       KB that are written and synced, so it shows which process writes, not how much
 * @param disk bytes written to the disk below the mall, by all processes; 0 if unknown
 * @param wakeUps the number of times that threads of the mall had waited and went on (voluntary context switches); threads that have ended
 *       are not counted
 * @param own milliseconds of this process, the load generator
 */
record Usage(long nanos, Map<String, Double> cpu, Map<String, Long> written, long disk, long wakeUps, double own) {

    /** Linux counts processor time in hundredths of a second, on every architecture that Java supports. */
    private static final double TICK_MILLIS = 10;

    /**
     * @param processes names and process ids
     * @param home a folder on the disk
     */
    static Usage of(Map<String, Long> processes, Path home) {
        Map<String, Double> cpu = new LinkedHashMap<>();
        Map<String, Long> written = new LinkedHashMap<>();
        processes.forEach((name, root) -> {
            cpu.put(name, tree(root).mapToDouble(pid -> cpu(pid, 4)).sum());
            written.put(name, tree(root).mapToLong(Usage::written).sum());
        });
        return new Usage(
                System.nanoTime(),
                cpu,
                written,
                disk(home),
                processes.values().stream()
                        .flatMap(Usage::tree)
                        .mapToLong(Usage::wakeUps)
                        .sum(),
                cpu(ProcessHandle.current().pid(), 2));
    }

    Usage since(Usage before) {
        Map<String, Double> moreCpu = new LinkedHashMap<>();
        Map<String, Long> moreWritten = new LinkedHashMap<>();
        cpu.forEach((name, millis) -> moreCpu.put(name, millis - before.cpu.get(name)));
        written.forEach((name, bytes) -> moreWritten.put(name, bytes - before.written.get(name)));
        return new Usage(
                nanos - before.nanos,
                moreCpu,
                moreWritten,
                disk - before.disk,
                wakeUps - before.wakeUps,
                own - before.own);
    }

    double seconds() {
        return nanos / 1e9;
    }

    double cpuOfAll() {
        return cpu.values().stream().mapToDouble(millis -> millis).sum();
    }

    private static long disk(Path home) {
        try {
            long device = ((Number) Files.getAttribute(home, "unix:dev")).longValue();
            Path stat = Path.of(
                    "/sys/dev/block/%d:%d/stat".formatted(device >> 8 & 0xfff, device & 0xff | device >> 12 & 0xfff00));
            // the seventh field: written sectors, always of 512 bytes here
            return Files.exists(stat)
                    ? 512 * Long.parseLong(Files.readString(stat).strip().split("\\s+")[6])
                    : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Long> tree(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
                .map(ProcessHandle::pid);
    }

    /** @param fields 2: user and system; 4: also those of the ended children */
    private static double cpu(long pid, int fields) {
        String stat = read(pid, "stat");
        // after the name, which is in brackets and may contain any character; utime is the 14th field of all
        String[] words = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
        double ticks = 0;
        for (int i = 11; i < 11 + fields && words.length > i; i++) {
            ticks += Long.parseLong(words[i]);
        }
        return ticks * TICK_MILLIS;
    }

    private static long written(long pid) {
        return read(pid, "io")
                .lines()
                .filter(line -> line.startsWith("write_bytes:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring("write_bytes:".length()).strip()))
                .sum();
    }

    private static long wakeUps(long pid) {
        String[] threads = Path.of("/proc", "" + pid, "task").toFile().list();
        return threads == null
                ? 0
                : Arrays.stream(threads)
                        .flatMap(thread ->
                                read(pid, "task/" + thread + "/status").lines())
                        .filter(line -> line.startsWith("voluntary_ctxt_switches:"))
                        .mapToLong(line -> Long.parseLong(
                                line.substring(line.indexOf(':') + 1).strip()))
                        .sum();
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", "" + pid, file));
        } catch (NoSuchFileException e) {
            return ")";
        } catch (IOException e) {
            // the process or the thread ended during the read
            if (ProcessHandle.of(pid).isEmpty() || file.startsWith("task/")) {
                return ")";
            }
            throw new UncheckedIOException(e);
        }
    }
}
