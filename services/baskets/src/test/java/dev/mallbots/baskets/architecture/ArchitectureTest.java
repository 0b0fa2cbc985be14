package dev.mallbots.baskets.architecture;

import dev.mallbots.platform.testing.ServiceArchitecture;

class ArchitectureTest extends ServiceArchitecture {

    ArchitectureTest() {
        super("dev.mallbots.baskets");
    }
}
