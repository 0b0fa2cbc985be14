package dev.mallbots.platform.service;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesLocationConfigSourceFactory;
import io.smallrye.config.SmallRyeConfig;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * What a factory of defaults may ask: the environment, the service's own files, and the files that {@code SMALLRYE_CONFIG_LOCATIONS} names. SmallRye
 * shows the last ones to no factory, so they are read here once more.
 */
final class Settings {

    private final ConfigSourceContext context;
    private final List<ConfigSource> files = new ArrayList<>();

    /** @throws IllegalArgumentException when a file that is named is not there or can't be read; SmallRye leaves out such a file without a word */
    Settings(ConfigSourceContext context) {
        this.context = context;
        Optional<String> locations = inContext(SmallRyeConfig.SMALLRYE_CONFIG_LOCATIONS);
        locations.stream().flatMap(named -> Stream.of(named.split(","))).forEach(Settings::checkReadable);
        if (locations.isPresent()) {
            new PropertiesLocationConfigSourceFactory()
                    .getConfigSources(context)
                    .forEach(files::add);
        }
    }

    /** Empty also when it is blank. */
    Optional<String> find(String name) {
        return inContext(name).or(() -> inFiles(name)).filter(value -> !value.isBlank());
    }

    /** Of all that may be asked for. */
    Stream<String> names() {
        Iterable<String> known = context::iterateNames;
        return Stream.concat(
                        StreamSupport.stream(known.spliterator(), false),
                        files.stream().flatMap(file -> file.getPropertyNames().stream()))
                .distinct();
    }

    private Optional<String> inContext(String name) {
        return Optional.ofNullable(context.getValue(name)).map(ConfigValue::getValue);
    }

    private Optional<String> inFiles(String name) {
        return files.stream()
                .map(file -> file.getValue(name))
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static void checkReadable(String location) {
        URI uri = URI.create(location.strip());
        boolean isFile = uri.getScheme() == null || uri.getScheme().equals("file");
        if (isFile && !Files.isReadable(Path.of(uri.getPath()))) {
            throw new IllegalArgumentException("SMALLRYE_CONFIG_LOCATIONS names " + location.strip()
                    + ", which is not there or can't be read by this process");
        }
    }
}
