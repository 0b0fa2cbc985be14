package dev.mallbots.platform.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AotCachesTest {

    private static final Instant RECORDED = Instant.parse("2030-01-31T12:00:00Z");

    @TempDir
    private Path root;

    private AotCaches caches;

    @BeforeEach
    void record_a_cache_of_kafka() throws IOException {
        file("platform/local-fleet/target/kafka.aot", RECORDED);
        caches = new AotCaches(new Project(root), false);
    }

    @Test
    void a_cache_is_used_with_the_code_it_was_recorded_from() throws IOException {
        Path code = file("fleet.jar", RECORDED.minusSeconds(1));

        assertThat(caches.options(Roster.KAFKA, code)).anyMatch(option -> option.startsWith("-XX:AOTCache="));
    }

    @Test
    void a_cache_that_is_older_than_the_code_is_not_used() throws IOException {
        Path code = file("fleet.jar", RECORDED.plusSeconds(1));

        assertThat(caches.options(Roster.KAFKA, code)).noneMatch(option -> option.contains("AOTCache"));
    }

    @Test
    void a_cache_is_not_used_with_code_that_was_built_while_it_was_recorded() throws IOException {
        Instant begun = RECORDED.plusSeconds(60);
        file("platform/local-fleet/target/kafka.aot.new", begun.plusSeconds(60));
        Path code = file("fleet.jar", begun.plusSeconds(30));

        caches.keep(Roster.KAFKA, begun);

        assertThat(caches.fits(Roster.KAFKA, code)).isFalse();
    }

    private Path file(String name, Instant changed) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
        return Files.setLastModifiedTime(file, FileTime.from(changed));
    }
}
