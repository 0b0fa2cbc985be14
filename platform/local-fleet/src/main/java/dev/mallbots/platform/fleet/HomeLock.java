package dev.mallbots.platform.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One command at a time is at work on a home; the system lets go of it when the command's process ends.
 *
 * @param lock kept, since another thread of this JVM is only kept away while somebody refers to it
 */
record HomeLock(FileChannel channel, FileLock lock) implements AutoCloseable {

    /** Makes the folder when it is missing. */
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
