package dev.mallbots.platform.fleet;

import java.io.PrintStream;
import java.util.Locale;

/** Prints lines with the time since the command's start. */
final class Progress {

    private final PrintStream out;
    private final long began = System.nanoTime();

    Progress(PrintStream out) {
        this.out = out;
    }

    synchronized void say(String line) {
        out.printf(Locale.ROOT, "%6.1f s  %s%n", (System.nanoTime() - began) / 1e9, line);
    }
}
