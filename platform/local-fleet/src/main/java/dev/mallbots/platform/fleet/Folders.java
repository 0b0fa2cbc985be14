package dev.mallbots.platform.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What java.nio.file has no single call for. */
public final class Folders {

    private Folders() {}

    /** Deletes what is in a folder, not the folder; follows the folder itself when it is a link, nothing below it. */
    public static void deleteContents(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Path real = folder.toRealPath();
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(real)) {
            paths = walk.filter(path -> !path.equals(real))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
        for (Path path : paths) {
            Files.deleteIfExists(path);
        }
    }

    /** Deletes a file, or a folder with what is in it; of a link both ends. Nothing to do is fine. */
    public static void delete(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            deleteContents(path);
            Files.delete(path.toRealPath());
        }
        Files.deleteIfExists(path);
    }
}
