package dev.mallbots.platform.fleet;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked once a machine from the jar that Maven chose for its platform. */
final class PostgresBinaries {

    private PostgresBinaries() {}

    /** The folder with {@code initdb} and {@code postgres}; unpacked at the first use, safe with several JVMs. */
    static Path folder() {
        String archive = archiveName();
        try {
            Path cache = Files.createDirectories(cacheFolder());
            Path home = cache.resolve("postgresql-" + checksum(archive));
            try (FileChannel channel = FileChannel.open(
                            cache.resolve("postgresql.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = lock(channel)) {
                if (!Files.exists(home)) {
                    unpack(archive, home);
                }
            }
            return home.resolve("bin");
        } catch (IOException e) {
            throw new FleetFailure(
                    "Could not unpack PostgreSQL into " + cacheFolder() + " (" + e.getMessage()
                            + "): make room or make it writable and try again.",
                    e);
        }
    }

    // A file lock makes a second thread of this JVM fail instead of wait; so threads wait on this monitor.
    private static synchronized FileLock lock(FileChannel channel) throws IOException {
        return channel.lock();
    }

    private static void unpack(String archive, Path home) throws IOException {
        Path unfinished = Files.createTempDirectory(home.getParent(), "unpacking-");
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(open(archive), 1 << 16)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = unfinished.resolve(entry.getName()).normalize();
                if (!target.startsWith(unfinished)) {
                    throw new IOException("an entry outside of the archive: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(target.getParent());
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(tar, target);
                    boolean executable = (entry.getMode() & 0100) != 0;
                    Files.setPosixFilePermissions(
                            target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
        Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
    }

    /** As root not in the home folder: the user nobody, who runs PostgreSQL then, can't enter it. */
    private static Path cacheFolder() {
        if (Unprivileged.isNeeded()) {
            return Path.of("/var/cache/mallbots");
        }
        String configured = System.getenv("XDG_CACHE_HOME");
        // not user.home: it ignores HOME, and is missing for a user without an entry in passwd
        Path caches = configured != null && !configured.isBlank()
                ? Path.of(configured)
                : Path.of(System.getenv().getOrDefault("HOME", System.getProperty("user.home")), ".cache");
        return caches.resolve("mallbots");
    }

    private static String archiveName() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        String processor = switch (System.getProperty("os.arch")) {
            case "aarch64", "arm64" -> "arm_64";
            default -> "x86_64";
        };
        return "postgres-" + system + "-" + processor + ".txz";
    }

    private static String checksum(String archive) throws IOException {
        try (CheckedInputStream in = new CheckedInputStream(open(archive), new CRC32())) {
            in.skip(Long.MAX_VALUE);
            return Long.toHexString(in.getChecksum().getValue());
        }
    }

    private static InputStream open(String archive) {
        InputStream in = PostgresBinaries.class.getResourceAsStream("/" + archive);
        if (in == null) {
            throw new FleetFailure("There is no PostgreSQL for " + System.getProperty("os.name") + " on "
                    + System.getProperty("os.arch") + " here: build the fleet on the machine that runs it.");
        }
        return in;
    }
}
