package dev.mallbots.platform.fleet.broker;

import dev.mallbots.platform.fleet.KafkaAccess;
import dev.mallbots.platform.fleet.TopicPermission;
import java.util.HashMap;
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

    /** Of the listener for clients. */
    String securityProtocol() {
        return access.securityProtocol();
    }

    /** What the broker itself has to be told. Its controller lets nobody in but the broker, which is in the same process. */
    Map<String, String> brokerSettings() {
        Map<String, String> settings = new HashMap<>(Map.of(
                "sasl.enabled.mechanisms",
                access.mechanism(),
                "sasl.mechanism.inter.broker.protocol",
                access.mechanism(),
                "sasl.mechanism.controller.protocol",
                "PLAIN",
                "listener.name.controller.sasl.enabled.mechanisms",
                "PLAIN",
                "listener.name.controller.plain.sasl.jaas.config",
                broker() + known(Set.of(KafkaAccess.ADMIN)) + ";",
                "authorizer.class.name",
                "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users",
                "User:" + KafkaAccess.ADMIN));
        String listener = "listener.name." + access.securityProtocol().toLowerCase(Locale.ROOT);
        access.certificate()
                .ifPresentOrElse(
                        shown -> {
                            // the broker looks whether it would trust itself
                            settings.put("ssl.truststore.type", "PEM");
                            settings.put(
                                    "ssl.truststore.location", shown.authority().toString());
                            settings.put("ssl.keystore.type", "PEM");
                            settings.put(
                                    "ssl.keystore.location",
                                    shown.keyAndCertificate().toString());
                            settings.put(
                                    listener + ".scram-sha-512.sasl.jaas.config",
                                    access.login(KafkaAccess.ADMIN) + ";");
                        },
                        () -> settings.put(
                                listener + ".plain.sasl.jaas.config",
                                broker() + known(access.passwords().keySet()) + ";"));
        return settings;
    }

    private String broker() {
        return "%s username=\"%s\" password=\"%s\""
                .formatted(PLAIN, KafkaAccess.ADMIN, access.passwords().get(KafkaAccess.ADMIN));
    }

    private String known(Set<String> users) {
        return users.stream()
                .map(user ->
                        " user_%s=\"%s\"".formatted(user, access.passwords().get(user)))
                .collect(Collectors.joining());
    }

    /** Whom the broker has to know before it starts, as its storage is told when it is formatted; all others come by {@link #scramUsers}. */
    List<String> scramArguments() {
        return access.certificate().isPresent()
                ? List.of("SCRAM-SHA-512=[name=%s,password=%s]"
                        .formatted(KafkaAccess.ADMIN, access.passwords().get(KafkaAccess.ADMIN)))
                : List.of();
    }

    Map<String, Object> adminSettings() {
        return access.settings(KafkaAccess.ADMIN);
    }

    List<TopicPermission> permissions() {
        return access.permissions();
    }

    /** With their passwords: those that an admin makes known to the broker. */
    Map<String, String> scramUsers() {
        return access.certificate().isPresent() ? access.passwords() : Map.of();
    }
}
