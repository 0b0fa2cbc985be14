package dev.mallbots.platform.fleet.broker;

import dev.mallbots.platform.fleet.KafkaAccess;
import dev.mallbots.platform.fleet.TopicPermission;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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

/** Asks everybody at the door who they are, and lets them do what is permitted to them, nothing else. */
final class Guard {

    private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule required";

    private final KafkaAccess access;

    Guard(KafkaAccess access) {
        this.access = access;
    }

    /** What the broker itself has to be told. Its controller lets nobody in but the broker. */
    Map<String, String> brokerSettings(String listener) {
        String broker = "%s username=\"%s\" password=\"%s\""
                .formatted(PLAIN, KafkaAccess.ADMIN, access.passwords().get(KafkaAccess.ADMIN));
        return Map.of(
                "sasl.enabled.mechanisms",
                "PLAIN",
                "sasl.mechanism.inter.broker.protocol",
                "PLAIN",
                "sasl.mechanism.controller.protocol",
                "PLAIN",
                "listener.name." + listener.toLowerCase(Locale.ROOT) + ".plain.sasl.jaas.config",
                broker + known(access.passwords().keySet()),
                "listener.name.controller.plain.sasl.jaas.config",
                broker + known(Set.of(KafkaAccess.ADMIN)),
                "authorizer.class.name",
                "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users",
                "User:" + KafkaAccess.ADMIN);
    }

    private String known(Set<String> users) {
        return users.stream()
                        .map(user -> " user_%s=\"%s\""
                                .formatted(user, access.passwords().get(user)))
                        .collect(Collectors.joining())
                + ";";
    }

    Map<String, Object> adminSettings() {
        return access.settings(KafkaAccess.ADMIN);
    }

    /** Afterwards the broker permits exactly this, whatever it has permitted before. */
    void permit(Admin admin) throws Exception {
        Set<AclBinding> wanted =
                access.permissions().stream().flatMap(Guard::bindings).collect(Collectors.toSet());
        Set<AclBinding> present =
                new HashSet<>(admin.describeAcls(AclBindingFilter.ANY).values().get());
        admin.createAcls(missing(wanted, present)).all().get();
        admin.deleteAcls(missing(present, wanted).stream()
                        .map(AclBinding::toFilter)
                        .toList())
                .all()
                .get();
    }

    private static List<AclBinding> missing(Set<AclBinding> all, Set<AclBinding> there) {
        return all.stream().filter(binding -> !there.contains(binding)).toList();
    }

    /** To write needs no more than that: since Kafka 3.0 whoever may write a topic may do so idempotently. */
    private static Stream<AclBinding> bindings(TopicPermission permission) {
        ResourcePattern topic = new ResourcePattern(ResourceType.TOPIC, permission.topic(), PatternType.LITERAL);
        ResourcePattern group = new ResourcePattern(ResourceType.GROUP, permission.service(), PatternType.LITERAL);
        return switch (permission.right()) {
            case WRITE -> Stream.of(binding(permission.service(), topic, AclOperation.WRITE));
            case READ ->
                Stream.of(
                        binding(permission.service(), topic, AclOperation.READ),
                        binding(permission.service(), topic, AclOperation.DESCRIBE_CONFIGS),
                        binding(permission.service(), group, AclOperation.READ));
        };
    }

    private static AclBinding binding(String user, ResourcePattern what, AclOperation operation) {
        return new AclBinding(what, new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
    }
}
