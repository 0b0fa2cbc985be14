package dev.mallbots.gateway.routing;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Where the instances of each service are just now: where the configuration says, unless a file is named that says otherwise.
 * Whoever starts and stops instances writes that file, and the gateway goes on meanwhile.
 */
@Singleton
class Addresses {

    private static final Logger LOG = Logger.getLogger(Addresses.class);
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Upstreams configured;
    private final Optional<Path> file;
    private volatile Map<String, List<URI>> inFile = Map.of();
    private volatile long lookedAt = System.nanoTime() - LOOK_AGAIN_NANOS;

    /** @param file has a line {@code service=address,address} each */
    Addresses(Upstreams configured, @ConfigProperty(name = "mallbots.addresses") Optional<Path> file) {
        this.configured = configured;
        this.file = file;
    }

    List<URI> of(String service) {
        file.ifPresent(this::look);
        return inFile.getOrDefault(service, configured.addresses().get(service));
    }

    /** Whether this is the address of any instance. */
    boolean name(URI address) {
        return Stream.of(inFile, configured.addresses())
                .flatMap(known -> known.values().stream())
                .anyMatch(instances -> instances.contains(address));
    }

    // a page of text from the system's memory, at most ten times a second: not worth a thread of its own
    private void look(Path path) {
        if (System.nanoTime() - lookedAt < LOOK_AGAIN_NANOS) {
            return;
        }
        lookedAt = System.nanoTime();
        try (Reader lines = Files.newBufferedReader(path)) {
            Properties found = new Properties();
            found.load(lines);
            inFile = found.stringPropertyNames().stream()
                    .collect(Collectors.toMap(name -> name, name -> addresses(found.getProperty(name))));
        } catch (NoSuchFileException e) {
            inFile = Map.of();
        } catch (IOException | IllegalArgumentException e) {
            LOG.warnf("The addresses in %s can't be read, those known before are used: %s", path, e.toString());
        }
    }

    private static List<URI> addresses(String list) {
        return Stream.of(list.split(",")).map(String::strip).map(URI::create).toList();
    }
}
