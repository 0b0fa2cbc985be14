package dev.mallbots.gateway.routing;

import static java.util.stream.Collectors.toUnmodifiableMap;
import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.mallbots.platform.service.HostAddresses;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The current addresses of the instances of each service. The configuration names one or several URLs of each service; every address of a
 * URL's host name is an instance, as {@link HostAddresses} reports each second. A file with addresses, which the fleet writes when it
 * starts and stops instances, overrides both.
 *
 * <p>The host name of an https URL is not resolved, because the certificate is for the name: such a URL is one instance.
 */
@Singleton
class Addresses {

    private static final Logger LOG = Logger.getLogger(Addresses.class);
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Upstreams configured;
    private final HostAddresses hosts;
    private final Optional<Path> file;
    private final Map<URI, List<URI>> ofNames = new ConcurrentHashMap<>();
    private final List<Consumer<URI>> whoWantsToKnow = new CopyOnWriteArrayList<>();
    private volatile Map<String, List<URI>> resolved;
    private volatile Map<String, List<URI>> inFile = Map.of();
    private volatile long lookedAt = System.nanoTime() - LOOK_AGAIN_NANOS;

    /** @param file has one line {@code service=address,address} each */
    Addresses(
            Upstreams configured,
            HostAddresses hosts,
            @ConfigProperty(name = "mallbots.addresses") Optional<Path> file) {
        this.configured = configured;
        this.hosts = hosts;
        this.file = file;
        this.resolved = configured.addresses();
        urls().filter(Addresses::isOfName).distinct().forEach(this::follow);
    }

    List<URI> of(String service) {
        file.ifPresent(this::look);
        return inFile.getOrDefault(service, resolved.get(service));
    }

    /** Whether this is the address of any instance. */
    boolean name(URI address) {
        return named().contains(address);
    }

    /** @param forget receives the address of a removed instance */
    void onGone(Consumer<URI> forget) {
        whoWantsToKnow.add(forget);
    }

    private Stream<URI> urls() {
        return configured.addresses().values().stream().flatMap(Collection::stream);
    }

    private static boolean isOfName(URI url) {
        return "http".equals(url.getScheme())
                && url.getHost() != null
                && !HostAddresses.isAddress(url.getHost().replaceAll("[\\[\\]]", ""));
    }

    private void follow(URI url) {
        hosts.follow(
                url.getHost(),
                addresses -> change(() -> {
                    ofNames.put(
                            url,
                            addresses.stream().map(address -> at(address, url)).toList());
                    resolved = configured.addresses().entrySet().stream()
                            .collect(toUnmodifiableMap(Map.Entry::getKey, service -> instances(service.getValue())));
                }));
    }

    /** A name that is not resolved yet stands for itself. */
    private List<URI> instances(List<URI> urls) {
        return urls.stream()
                .flatMap(url -> ofNames.getOrDefault(url, List.of(url)).stream())
                .distinct()
                .toList();
    }

    private static URI at(String address, URI url) {
        String host = address.contains(":") ? "[" + address + "]" : address;
        return URI.create("http://" + host + (url.getPort() < 0 ? "" : ":" + url.getPort()));
    }

    // a page of text from the system's cache, at most ten times a second: too little for a thread of its own
    private void look(Path path) {
        if (System.nanoTime() - lookedAt < LOOK_AGAIN_NANOS) {
            return;
        }
        lookedAt = System.nanoTime();
        try (Reader lines = Files.newBufferedReader(path)) {
            Properties found = new Properties();
            found.load(lines);
            take(found.stringPropertyNames().stream()
                    .collect(toUnmodifiableMap(name -> name, name -> addresses(found.getProperty(name)))));
        } catch (NoSuchFileException e) {
            take(Map.of());
        } catch (IOException | IllegalArgumentException e) {
            LOG.warnf("The addresses in %s can't be read, those known before are used: %s", path, e.toString());
        }
    }

    private void take(Map<String, List<URI>> found) {
        if (!found.equals(inFile)) {
            change(() -> inFile = found);
        }
    }

    private synchronized void change(Runnable toWhatIsNow) {
        Set<URI> before = named();
        toWhatIsNow.run();
        Set<URI> now = named();
        before.stream()
                .filter(address -> !now.contains(address))
                .forEach(gone -> whoWantsToKnow.forEach(forget -> forget.accept(gone)));
    }

    private Set<URI> named() {
        return Stream.of(inFile, resolved)
                .flatMap(known -> known.values().stream())
                .flatMap(Collection::stream)
                .collect(toUnmodifiableSet());
    }

    private static List<URI> addresses(String list) {
        return Stream.of(list.split(",")).map(String::strip).map(URI::create).toList();
    }
}
