package dev.mallbots.platform.messaging;

import static dev.mallbots.platform.messaging.Probe.ECHOES;
import static dev.mallbots.platform.messaging.Probe.NOTES;

import dev.mallbots.platform.fleet.Folders;
import dev.mallbots.platform.fleet.KafkaAccess;
import dev.mallbots.platform.fleet.Lifetime;
import dev.mallbots.platform.fleet.LocalKafka;
import dev.mallbots.platform.fleet.Ports;
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

/** A Kafka where the probe has no permissions at first. Replaces the mall's Kafka. */
public final class GuardedBroker implements QuarkusTestResourceLifecycleManager {

    private static final KafkaAccess ACCESS = new KafkaAccess(Map.of(KafkaAccess.ADMIN, "a", "probe", "p"), List.of());

    private LocalKafka kafka;

    @Override
    public Map<String, String> start() {
        Path home = Path.of("target", "guarded").toAbsolutePath();
        try {
            Folders.deleteContents(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        kafka = LocalKafka.start(
                home.resolve("kafka"),
                Ports.free(1).getFirst(),
                List.of(NOTES, ECHOES, Probe.COMMANDS, Probe.REPLIES, Topics.deadLetters("probe")),
                List.of(),
                home.resolve("kafka.log"),
                Lifetime.TIED,
                Optional.of(ACCESS));
        Map<String, String> settings = new HashMap<>();
        settings.put("kafka.bootstrap.servers", kafka.bootstrapServers());
        ACCESS.settings("probe").forEach((name, value) -> settings.put("kafka." + name, value.toString()));
        return settings;
    }

    @Override
    public void stop() {
        kafka.stop();
    }

    /** The probe's user, with this password. */
    static Map<String, Object> settings(String password) {
        return settings(new KafkaAccess(Map.of("probe", password), List.of()), "probe");
    }

    private static Map<String, Object> settings(KafkaAccess access, String user) {
        Map<String, Object> settings = new HashMap<>(access.settings(user));
        settings.put("bootstrap.servers", ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class));
        return settings;
    }

    static Map<String, Object> adminSettings() {
        return settings(ACCESS, KafkaAccess.ADMIN);
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
