package dev.mallbots.issuer;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** An issuer with public passwords must not run outside of development: it ends before it opens its port. */
@ApplicationScoped
class DevelopmentOnly {

    private static final int BEFORE_ALL_OTHERS = 1;

    private final String mode;
    private final String host;

    DevelopmentOnly(
            @ConfigProperty(name = "mallbots.mode") String mode,
            @ConfigProperty(name = "quarkus.http.host") String host) {
        this.mode = mode;
        this.host = host;
    }

    void check(@Observes @Priority(BEFORE_ALL_OTHERS) StartupEvent start) {
        if (!mode.equals("development")) {
            throw new ConfigurationException(
                    "This issuer gives a token to everybody who asks: it starts with MALLBOTS_MODE=development only,"
                            + " and has no place in production.");
        }
        if (!isLoopback(host)) {
            throw new ConfigurationException(
                    "This issuer gives a token to everybody who asks: it listens on a loopback address such as 127.0.0.1"
                            + " only, not on " + host + ".");
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
