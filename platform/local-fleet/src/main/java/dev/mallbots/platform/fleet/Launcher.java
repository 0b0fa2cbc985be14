package dev.mallbots.platform.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts the processes: sets the command and environment of each. Waits for none. */
final class Launcher {

    private static final String CLIENT_SECRET = "client-secret";

    private final Project project;
    private final Home home;
    private final Roster roster;
    private final Credentials credentials;
    private final AotCaches caches;
    private final List<String> jvmOptions;

    /** @param jvmOptions for every JVM, after our own: the last one of a kind wins */
    Launcher(
            Project project,
            Home home,
            Roster roster,
            Credentials credentials,
            AotCaches caches,
            List<String> jvmOptions) {
        this.project = project;
        this.home = home;
        this.roster = roster;
        this.credentials = credentials;
        this.caches = caches;
        this.jvmOptions = List.copyOf(jvmOptions);
    }

    LocalPostgres postgres(Lifetime lifetime) {
        return LocalPostgres.launch(
                home.data(Roster.POSTGRES),
                roster.port(Roster.POSTGRES),
                credentials.of(Databases.SUPERUSER),
                home.freshLog(Roster.POSTGRES),
                lifetime,
                Optional.empty());
    }

    LocalKafka kafka(Lifetime lifetime) {
        return LocalKafka.launch(
                home.data(Roster.KAFKA),
                roster.port(Roster.KAFKA),
                project.topics(),
                jvmOptions(Roster.KAFKA),
                home.freshLog(Roster.KAFKA),
                lifetime,
                Optional.of(kafkaAccess()));
    }

    /** A user with permissions for each service that uses topics. */
    KafkaAccess kafkaAccess() {
        List<TopicPermission> permissions = project.permissions();
        Map<String, String> passwords = Stream.concat(
                        Stream.of(KafkaAccess.ADMIN), permissions.stream().map(TopicPermission::service))
                .distinct()
                .collect(Collectors.toMap(user -> user, user -> credentials.of("kafka-" + user)));
        return new KafkaAccess(passwords, permissions);
    }

    /** @throws FleetFailure if the running Kafka has other permissions than the current ones */
    void checkKafkaPermits() {
        Path told = LocalKafka.accessFile(home.data(Roster.KAFKA));
        try {
            if (!Files.exists(told)) {
                throw new FleetFailure(
                        "Kafka was started by a version that lets in everybody: close the mall with make down first, then make up.");
            }
            if (!Files.readAllLines(told).equals(kafkaAccess().lines())) {
                throw new FleetFailure(
                        "What services may do with topics has changed since Kafka was started: run make restart SERVICE=kafka first.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Needs a running PostgreSQL. All instances of a service share its database and its role. */
    void makeDatabase(ServiceEntry service) {
        service.database()
                .ifPresent(name -> new Databases(roster.port(Roster.POSTGRES), credentials.of(Databases.SUPERUSER))
                        .make(name, credentials.of(name)));
    }

    ServerProcess service(Instance instance, Lifetime lifetime) {
        String service = instance.service().name();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // many small JVMs on few cores: the simplest collector and compiler start fastest and need the least
                // memory
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(jvmOptions(service));
        command.addAll(List.of("-jar", project.jar(service).toString()));
        return ServerProcess.start(lifetime, "TERM", command, environment(instance), home.freshLog(instance.name()));
    }

    private List<String> jvmOptions(String name) {
        return Stream.concat(caches.options(name, code(name)).stream(), jvmOptions.stream())
                .toList();
    }

    /** The program of a service or of Kafka. */
    Path code(String name) {
        return name.equals(Roster.KAFKA) ? LocalKafka.code() : project.jar(name);
    }

    /** The secret with which each service gets its own tokens. */
    String clientSecret() {
        return credentials.of(CLIENT_SECRET);
    }

    private Map<String, String> environment(Instance instance) {
        Map<String, String> environment = new HashMap<>();
        environment.put("MALLBOTS_HTTP_HOST", Ports.LOOPBACK);
        environment.put("MALLBOTS_HTTP_PORT", "" + roster.port(instance));
        environment.put("MALLBOTS_MANAGEMENT_PORT", "" + roster.managementPort(instance));
        environment.put("KAFKA_BOOTSTRAP_SERVERS", roster.bootstrapServers());
        KafkaAccess access = kafkaAccess();
        if (access.passwords().containsKey(instance.service().name())) {
            environment.putAll(access.environment(instance.service().name()));
        }
        environment.put("MALLBOTS_ADDRESSES", home.addresses().toString());
        environment.put("MALLBOTS_MODE", "development");
        environment.put("MALLBOTS_AUTH", home.isOpenToAll() ? "off" : "on");
        environment.put("MALLBOTS_CLIENT_SECRET", clientSecret());
        if (instance.service().name().equals(Roster.ISSUER)) {
            environment.put("MALLBOTS_ISSUER", roster.url(instance));
            environment.put("MALLBOTS_ISSUER_KEY", home.issuerKey().toString());
        } else {
            home.otherIssuer().or(roster::issuer).ifPresent(url -> environment.put("MALLBOTS_ISSUER", url));
        }
        for (ServiceEntry other : roster.services()) {
            environment.put("MALLBOTS_" + other.variable() + "_URL", roster.url(new Instance(other, 1)));
        }
        instance.service().database().ifPresent(name -> {
            environment.put("MALLBOTS_DB_HOST", Ports.LOOPBACK);
            environment.put("MALLBOTS_DB_PORT", "" + roster.port(Roster.POSTGRES));
            environment.put("MALLBOTS_DB_NAME", name);
            environment.put("MALLBOTS_DB_USER", name);
            environment.put("MALLBOTS_DB_PASSWORD", credentials.of(name));
        });
        return environment;
    }
}
