package dev.mallbots.platform.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class that started a process, by listening to the log that Java writes for each start. JUnit finds this
 * extension by itself. The build switches it on ({@code tests.start-nothing}) for all tests that are not tagged
 * {@code starts-processes}, so that {@code make check} starts none.
 */
public final class StartsNothing implements BeforeAllCallback, AfterAllCallback {

    // Java forgets a logger's level and handlers when nobody holds the logger
    private static final Logger STARTS = Logger.getLogger("java.lang.ProcessBuilder");

    private static final String SAYS = "ProcessBuilder.start()";

    private final boolean demanded;
    private final List<String> started = new CopyOnWriteArrayList<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord start) {
            if (start.getMessage().startsWith(SAYS)) {
                started.add(start.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    /** For JUnit. */
    public StartsNothing() {
        this(Boolean.getBoolean("tests.start-nothing"));
    }

    StartsNothing(boolean demanded) {
        this.demanded = demanded;
    }

    @Override
    public void beforeAll(ExtensionContext test) {
        if (!demanded) {
            return;
        }
        listener.setLevel(Level.ALL);
        STARTS.setLevel(Level.FINE);
        STARTS.addHandler(listener);
    }

    /** @throws AssertionError when the test class has started a process */
    @Override
    public void afterAll(ExtensionContext test) {
        STARTS.removeHandler(listener);
        List<String> ofThisClass = List.copyOf(started);
        started.clear();
        if (!ofThisClass.isEmpty()) {
            throw new AssertionError("A test that starts a process needs @Tag(\"starts-processes\"), so that make check"
                    + " leaves it out. This one started " + ofThisClass);
        }
    }
}
