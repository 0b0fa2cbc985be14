package dev.mallbots.platform.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;

/** The AOT caches of JVMs (JEP 483, JEP 514), one for all instances of a service. */
final class AotCaches {

    /**
     * The byte code comes from our own build; verifying it again costs a tenth of the start. A JVM with a cache does not need this option.
     */
    private static final List<String> UNVERIFIED =
            List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote");

    private final Project project;
    private final boolean training;

    /** @param training whether the JVMs record caches, which are complete when they have ended */
    AotCaches(Project project, boolean training) {
        this.project = project;
        this.training = training;
    }

    boolean areRecorded() {
        return training;
    }

    /**
     * The options for the JVM of a service or of Kafka.
     *
     * @param code the program: an older cache holds older code, which the JVM does not always detect
     */
    List<String> options(String name, Path code) {
        Path cache = cache(name);
        if (training) {
            return List.of("-XX:AOTCacheOutput=" + unfinished(cache), "-Xlog:aot=error,cds=error");
        }
        return fits(name, code) ? List.of("-XX:AOTCache=" + cache, "-Xlog:aot=error,cds=error") : UNVERIFIED;
    }

    /** @param code the program: a cache that is older than the program is of no use */
    boolean fits(String name, Path code) {
        Path cache = cache(name);
        return Files.exists(cache) && !isNewer(code, cache);
    }

    /**
     * Adopts the recording of a process that has ended, if there is one.
     *
     * @param begun when the process started, which becomes the cache's time: code that was built since then is not in it
     */
    void keep(String name, Instant begun) {
        Path recorded = unfinished(cache(name));
        try {
            if (Files.exists(recorded)) {
                Files.setLastModifiedTime(recorded, FileTime.from(begun));
                Files.move(recorded, cache(name), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path cache(String name) {
        return project.target(name).resolve(name + ".aot");
    }

    private static Path unfinished(Path cache) {
        return cache.resolveSibling(cache.getFileName() + ".new");
    }

    private static boolean isNewer(Path one, Path other) {
        try {
            return Files.exists(one) && Files.getLastModifiedTime(one).compareTo(Files.getLastModifiedTime(other)) > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
