package dev.mallbots.platform.service;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Defaults that are worked out from other keys, which a properties file can't do.
 *
 * <ul>
 *   <li>{@code mallbots.database}: the service's name, with underscores, as the name of its database and role
 *   <li>{@code mallbots.log.json}: whether {@code MALLBOTS_LOG_FORMAT} is {@code json}
 * </ul>
 */
public final class DerivedDefaults implements ConfigSourceFactory {

    /** Below every other source: whoever sets one of these keys wins. */
    private static final int ORDINAL = 50;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        String name = value(context, "quarkus.application.name").orElse("mallbots");
        boolean json =
                value(context, "MALLBOTS_LOG_FORMAT").filter("json"::equals).isPresent();
        return List.of(new PropertiesConfigSource(
                Map.of("mallbots.database", name.replace('-', '_'), "mallbots.log.json", String.valueOf(json)),
                "MallBots derived defaults",
                ORDINAL));
    }

    private static Optional<String> value(ConfigSourceContext context, String key) {
        return Optional.ofNullable(context.getValue(key)).map(ConfigValue::getValue);
    }
}
