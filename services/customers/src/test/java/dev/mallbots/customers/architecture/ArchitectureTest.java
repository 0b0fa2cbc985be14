package dev.mallbots.customers.architecture;

import dev.mallbots.platform.testing.ServiceArchitecture;

class ArchitectureTest extends ServiceArchitecture {

    ArchitectureTest() {
        super("dev.mallbots.customers");
    }
}
