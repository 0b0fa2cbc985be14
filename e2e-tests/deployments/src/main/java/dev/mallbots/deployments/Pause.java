package dev.mallbots.deployments;

import java.time.Duration;

/** Sleeps, and ends the test when the test is interrupted. */
final class Pause {

    private Pause() {}

    static void of(Duration length) {
        try {
            Thread.sleep(length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
