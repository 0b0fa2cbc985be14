package dev.mallbots.platform.service;

import dev.mallbots.platform.kernel.NotFound;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The running service by its name, which the addresses of operators' calls contain: {@code /api/ops/{service}/dead-letters}. */
@ApplicationScoped
public class ThisService {

    private final String name;

    ThisService(@ConfigProperty(name = "quarkus.application.name") String name) {
        this.name = name;
    }

    /**
     * Refuses a call that is meant for another service.
     *
     * @param called the name in the call's address
     * @throws NotFound if this service has another name
     */
    public void checkIs(String called) {
        if (!name.equals(called)) {
            throw new NotFound("service", called);
        }
    }
}
