package dev.mallbots.deploy;

import dev.mallbots.platform.fleet.Fleet;
import dev.mallbots.platform.fleet.TopicCatalogue;
import dev.mallbots.platform.fleet.TopicPermission;
import dev.mallbots.platform.fleet.TopicPermission.Right;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the code says of the mall: its services, what each of them calls, and what Kafka keeps for them. */
final class Mall {

    static final Path ROOT = Path.of(System.getProperty("deploy.project"));

    private static final String ISSUER = "issuer";
    private static final Pattern GRPC_CLIENT =
            Pattern.compile("quarkus\\.grpc\\.clients\\.([a-z-]+)\\.(host|port)=\\$\\{([^:}]+):.*");
    private static final Pattern UPSTREAM = Pattern.compile("mallbots\\.upstream\\.([a-z-]+)=\\$\\{([^:}]+):.*");

    private static final Map<String, Service> SERVICES = readServices();
    private static final List<TopicPermission> PERMISSIONS =
            new Fleet(ROOT, Path.of("target/no-mall"), OptionalInt.empty(), false).topicPermissions();
    private static final List<Topic> TOPICS = readTopics();

    /**
     * One service as it is deployed. The development issuer is none: Keycloak takes its place.
     *
     * @param database its database and role, which have one name
     * @param addresses by environment variable, whom it calls: a service's name, a colon, and what the variable holds ({@code url},
     *     {@code host} or {@code port})
     */
    record Service(
            String name, Optional<String> database, SequencedMap<String, Address> addresses, boolean asksByGrpc) {

        List<String> calls() {
            return addresses.values().stream().map(Address::service).distinct().toList();
        }

        List<String> writes() {
            return topics(Right.WRITE);
        }

        List<String> reads() {
            return topics(Right.READ);
        }

        boolean usesKafka() {
            return PERMISSIONS.stream()
                    .anyMatch(permission -> permission.service().equals(name));
        }

        /** As part of the name of an environment variable. */
        String variable() {
            return name.toUpperCase(Locale.ROOT).replace('-', '_');
        }

        /** Only where it gets a token of its own: to ask another service. */
        boolean hasClientSecret() {
            return asksByGrpc;
        }

        private List<String> topics(Right right) {
            return PERMISSIONS.stream()
                    .filter(permission -> permission.service().equals(name) && permission.right() == right)
                    .map(TopicPermission::topic)
                    .toList();
        }
    }

    /** Part of where another service answers. */
    record Address(String service, Part part) {}

    enum Part {
        URL,
        HOST,
        PORT
    }

    /** A line of the catalogue. */
    record Topic(String name, int partitions, SequencedMap<String, String> settings) {}

    private Mall() {}

    static List<Service> services() {
        return List.copyOf(SERVICES.values());
    }

    static List<Service> withDatabase() {
        return services().stream()
                .filter(service -> service.database().isPresent())
                .toList();
    }

    static List<Topic> topics() {
        return TOPICS;
    }

    static int partitions(String topic) {
        return TOPICS.stream()
                .filter(one -> one.name().equals(topic))
                .findFirst()
                .orElseThrow()
                .partitions();
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Service> readServices() {
        return lines(text(ROOT.resolve("services/fleet.services")))
                .map(line -> line.split("\\s+"))
                .filter(words -> !words[0].equals(ISSUER))
                .map(words -> service(words[0], Optional.of(words[2]).filter(name -> !name.equals("-"))))
                .collect(Collectors.toMap(Service::name, it -> it, (a, b) -> a, LinkedHashMap::new));
    }

    private static Service service(String name, Optional<String> database) {
        SequencedMap<String, Address> addresses = new TreeMap<>();
        boolean grpc = false;
        for (Map.Entry<Object, Object> setting : settings(name).entrySet()) {
            String line = setting.getKey() + "=" + setting.getValue();
            Matcher client = GRPC_CLIENT.matcher(line);
            if (client.matches()) {
                grpc = true;
                addresses.put(
                        variable(client.group(3)),
                        new Address(client.group(1), client.group(2).equals("host") ? Part.HOST : Part.PORT));
            }
            Matcher upstream = UPSTREAM.matcher(line);
            if (upstream.matches()) {
                addresses.put(variable(upstream.group(2)), new Address(upstream.group(1), Part.URL));
            }
        }
        return new Service(name, database, addresses, grpc);
    }

    /** As MicroProfile Config looks for a property in the environment. */
    private static String variable(String property) {
        return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private static Properties settings(String service) {
        Properties settings = new Properties();
        Path file = ROOT.resolve("services").resolve(service).resolve("src/main/resources/application.properties");
        try (Reader reader = Files.newBufferedReader(file)) {
            settings.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return settings;
    }

    private static List<Topic> readTopics() {
        return lines(text(ROOT.resolve("shared-contracts/src/main/resources").resolve(TopicCatalogue.RESOURCE)))
                .map(line -> line.split("\\s+"))
                .map(Mall::topic)
                .toList();
    }

    private static Topic topic(String[] words) {
        SequencedMap<String, String> settings = new TreeMap<>(Arrays.stream(words)
                .skip(1)
                .map(word -> word.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1])));
        return new Topic(words[0], Integer.parseInt(settings.remove("partitions")), settings);
    }

    private static Stream<String> lines(String text) {
        return text.lines().map(line -> line.replaceFirst("#.*", "").strip()).filter(line -> !line.isEmpty());
    }
}
