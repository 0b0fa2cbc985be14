package dev.mallbots.depot.architecture;

import dev.mallbots.platform.testing.ServiceArchitecture;

class ArchitectureTest extends ServiceArchitecture {

    ArchitectureTest() {
        super("dev.mallbots.depot");
    }
}
