package dev.mallbots.platform.fleet;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;

/**
 * PostgreSQL refuses to run as root. For root (a container, a build machine) the user nobody runs it, with its data in a folder that this
 * user can enter.
 */
final class Unprivileged {

    private static final String NOBODY = "65534";

    private Unprivileged() {}

    static boolean isNeeded() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** The command, run as the user nobody; unchanged if we are not root. */
    static List<String> command(List<String> command) {
        if (!isNeeded()) {
            return command;
        }
        List<String> line =
                new ArrayList<>(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--"));
        line.addAll(command);
        return line;
    }

    /** Gives a file or folder to the user who will run PostgreSQL. */
    static void own(Path path) throws IOException {
        if (isNeeded()) {
            Files.setOwner(path, nobody());
        }
    }

    /**
     * The folder itself if the user nobody can enter it; else one under /var/lib, with a link to it, because no other user can enter a
     * clone under a home folder of mode 0700, and the mode must not be changed.
     */
    static Path reachable(Path folder) throws IOException {
        Path absolute = folder.toAbsolutePath().normalize();
        if (Files.isSymbolicLink(absolute)) {
            return absolute.toRealPath();
        }
        if (!isNeeded() || isReachable(absolute.getParent())) {
            return absolute;
        }
        Path elsewhere = Path.of(
                "/var/lib/mallbots", Integer.toHexString(absolute.toString().hashCode()));
        Files.createDirectories(elsewhere);
        Files.createDirectories(absolute.getParent());
        Files.createSymbolicLink(absolute, elsewhere);
        return elsewhere;
    }

    private static boolean isReachable(Path folder) throws IOException {
        for (Path step = folder; step != null; step = step.getParent()) {
            boolean enterable = !Files.exists(step)
                    || Files.getPosixFilePermissions(step).contains(PosixFilePermission.OTHERS_EXECUTE);
            if (!enterable) {
                return false;
            }
        }
        return true;
    }

    private static UserPrincipal nobody() throws IOException {
        return FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(NOBODY);
    }
}
