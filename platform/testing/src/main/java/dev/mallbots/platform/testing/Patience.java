package dev.mallbots.platform.testing;

import io.quarkus.test.junit.callback.QuarkusTestBeforeEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;
import java.time.Duration;
import org.awaitility.Awaitility;

/**
 * Awaitility waits 30 seconds for a condition, unless a test says otherwise. The 10 seconds that it waits by itself are too
 * few on a build machine on which modules are tested side by side.
 */
public final class Patience implements QuarkusTestBeforeEachCallback {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Override
    public void beforeEach(QuarkusTestMethodContext test) {
        Awaitility.setDefaultTimeout(PATIENCE);
    }
}
