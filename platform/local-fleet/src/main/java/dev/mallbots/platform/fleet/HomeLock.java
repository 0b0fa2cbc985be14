package dev.mallbots.platform.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Permits one command at a time on a home; the operating system releases the lock when the command's process ends.
 *
 * @param lock referenced, because otherwise the garbage collector would release it for other threads of this JVM
 */
record HomeLock(FileChannel channel, FileLock lock) implements AutoCloseable {

    /** Creates the folder if it is missing. */
    static HomeLock of(Path home) {
        try {
            Files.createDirectories(home);
            FileChannel channel =
                    FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw new FleetFailure("Another command is at work on " + home + ": wait until it has ended.");
            }
            return new HomeLock(channel, lock);
        } catch (IOException e) {
            throw new FleetFailure(
                    "Could not use the folder " + home + " (" + e.getMessage()
                            + "): make it writable or choose another one.",
                    e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
