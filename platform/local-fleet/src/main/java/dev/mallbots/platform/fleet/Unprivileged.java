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
 * PostgreSQL refuses to run as root. Whoever is root (a container, a build machine) gets it run by the user nobody,
 * and its data in a folder that this user reaches.
 */
final class Unprivileged {

    private static final String NOBODY = "65534";

    private Unprivileged() {}

    static boolean isNeeded() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** The command as the user nobody runs it; unchanged when we are not root. */
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
     * The folder itself where the user nobody may walk to it; else one under /var/lib, with a link to it, because a
     * clone under a home folder of mode 0700 can't be entered by anybody else and must not be opened up for it.
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
