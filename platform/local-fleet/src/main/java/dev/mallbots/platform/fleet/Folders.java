package dev.mallbots.platform.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** File operations that java.nio.file does not have. */
public final class Folders {

    private Folders() {}

    /** Deletes the content of a folder, not the folder; follows the folder itself if it is a link, and no link in it. */
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

    /** Deletes a file, or a folder with its content; of a link both ends. Does nothing if it does not exist. */
    public static void delete(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            deleteContents(path);
            Files.delete(path.toRealPath());
        }
        Files.deleteIfExists(path);
    }
}
