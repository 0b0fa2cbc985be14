package dev.mallbots.analytics.architecture;

import dev.mallbots.platform.testing.ServiceReadme;

class ReadmeTest extends ServiceReadme {

    ReadmeTest() {
        super("dev.mallbots.analytics");
    }
}
