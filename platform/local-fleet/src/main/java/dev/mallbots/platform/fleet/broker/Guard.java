package dev.mallbots.platform.fleet.broker;

import dev.mallbots.platform.fleet.KafkaAccess;
import dev.mallbots.platform.fleet.TopicPermission;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Authenticates every client and enforces the permissions. */
final class Guard {

    private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule required";

    private final KafkaAccess access;

    Guard(KafkaAccess access) {
        this.access = access;
    }

    /** The broker's own settings. Only the broker may connect to its controller. */
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

    List<TopicPermission> permissions() {
        return access.permissions();
    }
}
