package dev.mallbots.ordersaga;

import dev.mallbots.platform.testing.ServiceReadme;
import java.util.List;

class ReadmeTest extends ServiceReadme {

    ReadmeTest() {
        super("dev.mallbots.ordersaga");
    }

    @Override
    protected List<String> emittingPackages() {
        return List.of("application.commands");
    }
}
