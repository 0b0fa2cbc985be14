package dev.mallbots.platform.service;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Defaults that a properties file can't hold, because they depend on other settings.
 *
 * <ul>
 * <li>{@code mallbots.database}: the service's name, with underscores, as the name of its database and role
 *   <li>{@code mallbots.log.json}: whether {@code MALLBOTS_LOG_FORMAT} is {@code json}
 * <li>{@code mallbots.traces.sent}: whether {@code OTEL_EXPORTER_OTLP_ENDPOINT} names a collector
 * <li>{@code mallbots.mode}: {@code MALLBOTS_MODE}, by default {@code production}
 * <li>{@code mallbots.auth.required}: whether callers need a token; true unless {@code MALLBOTS_AUTH} is {@code off}; a process that
 * migrates and ends ({@code quarkus.init-and-exit}) has no callers, and needs no issuer
 * <li>{@code mallbots.auth.issuer-known}: the same, and {@code MALLBOTS_ISSUER} names an issuer
 * <li>{@code mallbots.origins.named}: whether {@code MALLBOTS_CORS_ORIGINS} names the origins of pages that may call
 * <li>{@code mallbots.proxies.named}: whether {@code MALLBOTS_TRUSTED_PROXIES} names trusted proxies
 * <li>those of {@code META-INF/mallbots-database.properties}, if there is a database to migrate
 * </ul>
 */
public final class DerivedDefaults implements ConfigSourceFactory {

    /** Below every other source, so that every other source can override it. */
    private static final int ORDINAL = 50;

    private static final String DATABASE_DEFAULTS = "META-INF/mallbots-database.properties";
    private static final String SIGN_OF_A_DATABASE = "io/quarkus/flyway/FlywayDataSource.class";

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        return Stream.concat(Stream.of(derived(context)), databaseDefaults().stream())
                .toList();
    }

    private static ConfigSource derived(ConfigSourceContext context) {
        String name = value(context, "quarkus.application.name").orElse("mallbots");
        boolean json =
                value(context, "MALLBOTS_LOG_FORMAT").filter("json"::equals).isPresent();
        boolean sent = isNamed(context, "OTEL_EXPORTER_OTLP_ENDPOINT");
        boolean origins = isNamed(context, "MALLBOTS_CORS_ORIGINS");
        boolean proxies = isNamed(context, "MALLBOTS_TRUSTED_PROXIES");
        boolean endsBeforeItServes =
                value(context, "quarkus.init-and-exit").filter("true"::equals).isPresent();
        boolean required = !endsBeforeItServes
                && value(context, "MALLBOTS_AUTH").filter("off"::equals).isEmpty();
        boolean issuerKnown = required && isNamed(context, "MALLBOTS_ISSUER");
        return new PropertiesConfigSource(
                Map.of(
                        "mallbots.mode",
                        value(context, "MALLBOTS_MODE").orElse("production"),
                        "mallbots.auth.required",
                        String.valueOf(required),
                        "mallbots.auth.issuer-known",
                        String.valueOf(issuerKnown),
                        "mallbots.database",
                        name.replace('-', '_'),
                        "mallbots.log.json",
                        String.valueOf(json),
                        "mallbots.traces.sent",
                        String.valueOf(sent),
                        "mallbots.origins.named",
                        String.valueOf(origins),
                        "mallbots.proxies.named",
                        String.valueOf(proxies)),
                "MallBots derived defaults",
                ORDINAL);
    }

    private static List<ConfigSource> databaseDefaults() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        URL defaults = loader.getResource(DATABASE_DEFAULTS);
        if (defaults == null || loader.getResource(SIGN_OF_A_DATABASE) == null) {
            return List.of();
        }
        try {
            return List.of(new PropertiesConfigSource(defaults, ORDINAL));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static boolean isNamed(ConfigSourceContext context, String key) {
        return value(context, key).filter(text -> !text.isBlank()).isPresent();
    }

    private static Optional<String> value(ConfigSourceContext context, String key) {
        return Optional.ofNullable(context.getValue(key)).map(ConfigValue::getValue);
    }
}
