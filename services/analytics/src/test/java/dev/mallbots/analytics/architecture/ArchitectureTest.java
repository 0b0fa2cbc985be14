package dev.mallbots.analytics.architecture;

import dev.mallbots.platform.testing.ServiceArchitecture;

class ArchitectureTest extends ServiceArchitecture {

    ArchitectureTest() {
        super("dev.mallbots.analytics");
    }
}
