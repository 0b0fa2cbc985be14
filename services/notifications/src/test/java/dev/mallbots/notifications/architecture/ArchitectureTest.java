package dev.mallbots.notifications.architecture;

import dev.mallbots.platform.testing.ServiceArchitecture;

class ArchitectureTest extends ServiceArchitecture {

    ArchitectureTest() {
        super("dev.mallbots.notifications");
    }
}
