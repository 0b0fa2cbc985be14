package dev.mallbots.platform.messaging;

import static dev.mallbots.platform.messaging.Probe.ECHOES;
import static dev.mallbots.platform.messaging.Probe.NOTES;

import dev.mallbots.platform.fleet.Folders;
import dev.mallbots.platform.fleet.KafkaAccess;
import dev.mallbots.platform.fleet.Lifetime;
import dev.mallbots.platform.fleet.LocalKafka;
import dev.mallbots.platform.fleet.Ports;
import dev.mallbots.platform.fleet.ServerCertificate;
import dev.mallbots.platform.testing.Authority;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * A Kafka that speaks TLS, asks for passwords by SCRAM, and where the probe may do nothing until it is permitted. Stands in for that of the mall.
 */
public final class GuardedBroker implements QuarkusTestResourceLifecycleManager {

    private static final String ADMIN_SETTINGS = "guarded.";
    private static final String AUTHORITY = "guarded.authority";

    /** Of the probe; with what JAAS and SmallRye take for something special. */
    static final String PASSWORD = "p\"a\\s$w";

    private LocalKafka kafka;

    @Override
    public Map<String, String> start() {
        Path home = Path.of("target", "guarded").toAbsolutePath();
        try {
            Folders.deleteContents(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        KafkaAccess access = new KafkaAccess(
                Map.of(KafkaAccess.ADMIN, "a", "probe", PASSWORD),
                List.of(),
                Optional.of(new Authority(home).certificateFor(Ports.LOOPBACK)));
        kafka = LocalKafka.start(
                home.resolve("kafka"),
                Ports.free(1).getFirst(),
                List.of(NOTES, ECHOES, Probe.COMMANDS, Probe.REPLIES, Topics.deadLetters("probe")),
                List.of(),
                home.resolve("kafka.log"),
                Lifetime.TIED,
                Optional.of(access));
        String authority = access.certificate().orElseThrow().authority().toString();
        Map<String, String> settings = new HashMap<>(Map.of(
                "kafka.bootstrap.servers",
                kafka.bootstrapServers(),
                "MALLBOTS_KAFKA_USER",
                "probe",
                "MALLBOTS_KAFKA_PASSWORD",
                PASSWORD,
                "MALLBOTS_KAFKA_CA",
                authority,
                AUTHORITY,
                authority));
        access.settings(KafkaAccess.ADMIN)
                .forEach((name, value) -> settings.put(ADMIN_SETTINGS + name, value.toString()));
        return settings;
    }

    @Override
    public void stop() {
        kafka.stop();
    }

    /** Of a client that comes in as the probe. */
    static Map<String, Object> settings(String password) {
        return settings(password, Path.of(setting(AUTHORITY)));
    }

    /** Of one that comes in as the probe, and trusts this authority. */
    static Map<String, Object> settings(String password, Path authority) {
        KafkaAccess access = new KafkaAccess(
                Map.of("probe", password), List.of(), Optional.of(new ServerCertificate(authority, authority)));
        Map<String, Object> settings = new HashMap<>(access.settings("probe"));
        settings.put("bootstrap.servers", setting("kafka.bootstrap.servers"));
        return settings;
    }

    static Map<String, Object> adminSettings() {
        Map<String, Object> settings = new HashMap<>();
        for (String name : ConfigProvider.getConfig().getPropertyNames()) {
            if (name.startsWith(ADMIN_SETTINGS) && !name.equals(AUTHORITY)) {
                settings.put(name.substring(ADMIN_SETTINGS.length()), setting(name));
            }
        }
        settings.put("bootstrap.servers", setting("kafka.bootstrap.servers"));
        return settings;
    }

    private static String setting(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }

    static void permit(AclOperation operation, String... topics) {
        permit(ResourceType.TOPIC, operation, topics);
    }

    static void permitGroup() {
        permit(ResourceType.GROUP, AclOperation.READ, "probe");
    }

    private static void permit(ResourceType type, AclOperation operation, String... names) {
        change(admin -> admin.createAcls(Stream.of(names)
                        .map(name -> new AclBinding(
                                new ResourcePattern(type, name, PatternType.LITERAL),
                                new AccessControlEntry("User:probe", "*", operation, AclPermissionType.ALLOW)))
                        .toList())
                .all()
                .get());
    }

    static void forbidEverything() {
        change(admin -> admin.deleteAcls(List.of(AclBindingFilter.ANY)).all().get());
    }

    private interface Change {
        void make(Admin admin) throws ExecutionException, InterruptedException;
    }

    private static void change(Change change) {
        try (Admin admin = Admin.create(adminSettings())) {
            change.make(admin);
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
