package dev.mallbots.platform.service;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * A gauge that is always 1, whose labels name the build that this process runs. The commit comes from the environment, which the container
 * image sets: jars of equal code are equal, so that no jar can name its commit.
 */
@Singleton
class BuildInfo implements MeterBinder {

    private static final String UNKNOWN = "unknown";

    private final String version;
    private final String commit;

    BuildInfo(
            @ConfigProperty(name = "quarkus.application.version") Optional<String> version,
            @ConfigProperty(name = "MALLBOTS_COMMIT") Optional<String> commit) {
        this.version = version.orElse(UNKNOWN);
        this.commit = commit.orElse(UNKNOWN);
    }

    @Override
    public void bindTo(MeterRegistry metrics) {
        Gauge.builder("mallbots.build.info", () -> 1)
                .tag("version", version)
                .tag("commit", commit)
                .register(metrics);
    }
}
