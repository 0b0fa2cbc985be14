package dev.mallbots.issuer;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/** The environment that the fleet gives to the issuer. */
public final class IssuerHome implements QuarkusTestResourceLifecycleManager {

    static final String URL = "http://127.0.0.1:8090";
    static final String SECRET = "a secret: of %the% fleet+";
    static final Path KEY_FILE =
            Path.of("target", "issuer-home", UUID.randomUUID().toString(), "key.json");

    @Override
    public Map<String, String> start() {
        return Map.of(
                "MALLBOTS_MODE",
                "development",
                "MALLBOTS_ISSUER",
                URL,
                "MALLBOTS_ISSUER_KEY",
                KEY_FILE.toString(),
                "MALLBOTS_CLIENT_SECRET",
                SECRET);
    }

    @Override
    public void stop() {}
}
