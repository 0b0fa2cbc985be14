package dev.mallbots.platform.service;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.PropertiesConfigSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * <li>those of {@code META-INF/mallbots-database.properties}, if there is a database to migrate, and those of {@link EncryptedDatabase}
 * <li>{@code kafka.*}: those of {@link GuardedKafka}
 * </ul>
 */
public final class DerivedDefaults implements ConfigSourceFactory {

    /** Below every other source, so that every other source can override it. */
    private static final int ORDINAL = 50;

    private static final String DATABASE_DEFAULTS = "META-INF/mallbots-database.properties";
    private static final String SIGN_OF_A_DATABASE = "io/quarkus/flyway/FlywayDataSource.class";

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        Settings settings = new Settings(context);
        return Stream.concat(Stream.of(derived(settings)), databaseDefaults(settings).stream())
                .toList();
    }

    private static ConfigSource derived(Settings settings) {
        String name = settings.find("quarkus.application.name").orElse("mallbots");
        boolean json =
                settings.find("MALLBOTS_LOG_FORMAT").filter("json"::equals).isPresent();
        boolean endsBeforeItServes =
                settings.find("quarkus.init-and-exit").filter("true"::equals).isPresent();
        boolean required = !endsBeforeItServes
                && settings.find("MALLBOTS_AUTH").filter("off"::equals).isEmpty();
        Map<String, String> defaults = new HashMap<>(GuardedKafka.defaults(settings::find));
        defaults.put("mallbots.mode", settings.find("MALLBOTS_MODE").orElse("production"));
        defaults.put("mallbots.auth.required", String.valueOf(required));
        defaults.put("mallbots.auth.issuer-known", String.valueOf(required && isNamed(settings, "MALLBOTS_ISSUER")));
        defaults.put("mallbots.database", name.replace('-', '_'));
        defaults.put("mallbots.log.json", String.valueOf(json));
        defaults.put("mallbots.traces.sent", String.valueOf(isNamed(settings, "OTEL_EXPORTER_OTLP_ENDPOINT")));
        defaults.put("mallbots.origins.named", String.valueOf(isNamed(settings, "MALLBOTS_CORS_ORIGINS")));
        defaults.put("mallbots.proxies.named", String.valueOf(isNamed(settings, "MALLBOTS_TRUSTED_PROXIES")));
        return new PropertiesConfigSource(defaults, "MallBots derived defaults", ORDINAL);
    }

    private static List<ConfigSource> databaseDefaults(Settings settings) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        URL defaults = loader.getResource(DATABASE_DEFAULTS);
        if (defaults == null || loader.getResource(SIGN_OF_A_DATABASE) == null) {
            return List.of();
        }
        try {
            return List.of(
                    new PropertiesConfigSource(defaults, ORDINAL),
                    new PropertiesConfigSource(
                            EncryptedDatabase.defaults(settings::find), "MallBots encrypted database", ORDINAL));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static boolean isNamed(Settings settings, String name) {
        return settings.find(name).isPresent();
    }
}
