package dev.mallbots.platform.testing;

import io.quarkus.test.junit.main.QuarkusMainTest;
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
 * Fails a test class that starts a process or a main program of Quarkus. It listens to the log record that Java writes for each new
 * process. JUnit finds this extension automatically. The build enables it ({@code tests.start-nothing}) for all tests without the tag
 * {@code starts-processes}, so that {@code make check} starts no process.
 */
public final class StartsNothing implements BeforeAllCallback, AfterAllCallback {

    // a static reference, because Java drops a logger's level and handlers when the logger is garbage collected
    private static final Logger STARTS = Logger.getLogger("java.lang.ProcessBuilder");

    private static final String SAYS = "ProcessBuilder.start()";
    private static final boolean DEMANDED = Boolean.getBoolean("tests.start-nothing");
    private static final String TAG = "@Tag(\"starts-processes\"), so that make check leaves it out";

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

    @Override
    public void beforeAll(ExtensionContext test) {
        if (!DEMANDED) {
            return;
        }
        // Quarkus tags @QuarkusTest, but not this annotation
        if (test.getRequiredTestClass().isAnnotationPresent(QuarkusMainTest.class)) {
            throw new AssertionError("A @QuarkusMainTest needs " + TAG);
        }
        begin();
    }

    @Override
    public void afterAll(ExtensionContext test) {
        if (DEMANDED) {
            end();
        }
    }

    void begin() {
        listener.setLevel(Level.ALL);
        STARTS.setLevel(Level.FINE);
        STARTS.addHandler(listener);
    }

    /** @throws AssertionError if a process was started since the beginning of the class */
    void end() {
        STARTS.removeHandler(listener);
        List<String> now = List.copyOf(started);
        started.clear();
        if (!now.isEmpty()) {
            throw new AssertionError("A test that starts a process needs " + TAG + ". This one started " + now);
        }
    }
}
