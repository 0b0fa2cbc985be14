package dev.mallbots.platform.fleet;

import dev.mallbots.platform.fleet.broker.TopicAdmin;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/**
 * Creates in an existing PostgreSQL and Kafka what the local fleet creates on one machine: a database and a role for each service, the
 * topics of the catalogue, a user for each service, and exactly the permissions derived from the topics that services consume. It may run
 * repeatedly: existing databases, roles, topics and users stay, and passwords are set to the given ones.
 *
 * <p>Its settings are environment variables, or properties with the same names in the files that {@code SMALLRYE_CONFIG_LOCATIONS} names;
 * see the module's README. A failure is exit code 1 and one sentence on standard error.
 */
public final class Provision {

    private final Project project;
    private final Map<String, String> settings;

    Provision(Path root, Map<String, String> settings) {
        this.project = new Project(root);
        this.settings = Map.copyOf(settings);
    }

    /** @param args the folder with the services' settings and the catalogue of topics, laid out as in the project */
    public static void main(String[] args) {
        try {
            new Provision(Path.of(args[0]), read(System.getenv())).run();
        } catch (FleetFailure e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /** The environment overrides the files. */
    static Map<String, String> read(Map<String, String> environment) {
        Map<String, String> settings = new HashMap<>();
        Stream.of(environment.getOrDefault("SMALLRYE_CONFIG_LOCATIONS", "").split(","))
                .filter(file -> !file.isBlank())
                .forEach(file -> settings.putAll(properties(Path.of(file.strip()))));
        settings.putAll(environment);
        return settings;
    }

    private static Map<String, String> properties(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new FleetFailure("Could not read the settings in " + file + ": " + e.getMessage() + ".", e);
        }
        Map<String, String> all = new HashMap<>();
        properties.forEach((name, value) -> all.put(name.toString(), value.toString()));
        return all;
    }

    void run() {
        if (is("MALLBOTS_DB_HOST")) {
            makeDatabases();
        }
        if (is("KAFKA_BOOTSTRAP_SERVERS")) {
            makeTopics();
        }
    }

    private void makeDatabases() {
        Databases databases = new Databases(
                "jdbc:postgresql://%s:%s/postgres"
                        .formatted(needed("MALLBOTS_DB_HOST"), settings.getOrDefault("MALLBOTS_DB_PORT", "5432")),
                administrator());
        Stream.concat(
                        project.services().stream().flatMap(service -> service.database().stream()),
                        Stream.of(settings.getOrDefault("MALLBOTS_EXTRA_DATABASES", "")
                                        .split(","))
                                .map(String::strip)
                                .filter(name -> !name.isEmpty()))
                .forEach(name -> {
                    databases.make(name, needed("MALLBOTS_DB_PASSWORD_" + name.toUpperCase(Locale.ROOT)));
                    System.out.println("Database " + name + " is there, and its role.");
                });
    }

    private Map<String, String> administrator() {
        Map<String, String> connection =
                new HashMap<>(Map.of("user", needed("MALLBOTS_DB_USER"), "password", needed("MALLBOTS_DB_PASSWORD")));
        setting("MALLBOTS_DB_CA")
                .ifPresent(ca -> connection.putAll(Map.of("sslmode", "verify-full", "sslrootcert", ca)));
        return connection;
    }

    private void makeTopics() {
        List<TopicPermission> permissions = project.permissions();
        Map<String, String> users = new LinkedHashMap<>();
        permissions.stream()
                .map(TopicPermission::service)
                .distinct()
                .forEach(service -> setting("MALLBOTS_KAFKA_PASSWORD_" + variable(service))
                        .ifPresent(password -> users.put(service, password)));
        try (Admin admin = Admin.create(kafka())) {
            TopicAdmin topics = new TopicAdmin(admin);
            topics.createMissing(project.topics());
            if (!users.isEmpty()) {
                topics.makeUsers(users);
            }
            topics.permit(permissions, setting("MALLBOTS_KAFKA_USER"));
        } catch (ExecutionException e) {
            throw new FleetFailure("Kafka refused: " + e.getCause().getMessage() + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FleetFailure("Interrupted.");
        }
        System.out.println(
                "All topics are there, " + users.size() + " users, and " + permissions.size() + " permissions.");
    }

    private Map<String, Object> kafka() {
        Map<String, Object> client = new HashMap<>();
        client.put("bootstrap.servers", needed("KAFKA_BOOTSTRAP_SERVERS"));
        Optional<String> ca = setting("MALLBOTS_KAFKA_CA");
        ca.filter(authority -> !authority.equals("system")).ifPresent(file -> {
            client.put("ssl.truststore.type", "PEM");
            client.put("ssl.truststore.location", file);
        });
        Optional<String> user = setting("MALLBOTS_KAFKA_USER");
        user.ifPresent(name -> {
            String mechanism = settings.getOrDefault("MALLBOTS_KAFKA_MECHANISM", "SCRAM-SHA-512");
            client.put("sasl.mechanism", mechanism);
            client.put(
                    "sasl.jaas.config",
                    "org.apache.kafka.common.security.%s required username=\"%s\" password=\"%s\";"
                            .formatted(
                                    mechanism.equals("PLAIN") ? "plain.PlainLoginModule" : "scram.ScramLoginModule",
                                    name,
                                    needed("MALLBOTS_KAFKA_PASSWORD")));
        });
        client.put("security.protocol", (user.isPresent() ? "SASL_" : "") + (ca.isPresent() ? "SSL" : "PLAINTEXT"));
        return client;
    }

    private static String variable(String service) {
        return service.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private boolean is(String name) {
        return setting(name).isPresent();
    }

    private Optional<String> setting(String name) {
        return Optional.ofNullable(settings.get(name)).filter(value -> !value.isBlank());
    }

    private String needed(String name) {
        return setting(name).orElseThrow(() -> new FleetFailure("The setting " + name + " is missing."));
    }
}
