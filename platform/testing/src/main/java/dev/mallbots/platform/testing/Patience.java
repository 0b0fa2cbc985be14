package dev.mallbots.platform.testing;

import io.quarkus.test.junit.callback.QuarkusTestBeforeEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;
import java.time.Duration;
import org.awaitility.Awaitility;

/**
 * Awaitility waits 30 seconds for a condition, unless a test says otherwise. Its default of 10 seconds is too short on a build machine that
 * tests modules in parallel.
 */
public final class Patience implements QuarkusTestBeforeEachCallback {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Override
    public void beforeEach(QuarkusTestMethodContext test) {
        Awaitility.setDefaultTimeout(PATIENCE);
    }
}
