package dev.mallbots.platform.fleet;

import dev.mallbots.platform.fleet.TopicPermission.Right;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whom a guarded Kafka lets in, each with a password, and what each may do there. The admin may do everything;
 * all others only what is permitted here, so none of them makes or deletes a topic.
 *
 * @param passwords by user, the admin's among them
 * @param certificate with one, the broker speaks TLS and asks for passwords by SCRAM-SHA-512; without one, it speaks in the clear and asks by
 *     PLAIN
 */
public record KafkaAccess(
        Map<String, String> passwords, List<TopicPermission> permissions, Optional<ServerCertificate> certificate) {

    /** For the fleet and its tools. */
    public static final String ADMIN = "admin";

    /** In the clear. */
    public KafkaAccess(Map<String, String> passwords, List<TopicPermission> permissions) {
        this(passwords, permissions, Optional.empty());
    }

    /** What a client of Kafka needs beside the address to come in as this user. */
    public Map<String, Object> settings(String user) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("security.protocol", securityProtocol());
        settings.put("sasl.mechanism", mechanism());
        settings.put("sasl.jaas.config", login(user) + ";");
        certificate.ifPresent(shown -> {
            settings.put("ssl.truststore.type", "PEM");
            settings.put("ssl.truststore.location", shown.authority().toString());
        });
        return settings;
    }

    /** Of the listener for clients, as Kafka calls it. */
    public String securityProtocol() {
        return certificate.isPresent() ? "SASL_SSL" : "SASL_PLAINTEXT";
    }

    /** By which clients show their passwords, as Kafka calls it. */
    public String mechanism() {
        return certificate.isPresent() ? "SCRAM-SHA-512" : "PLAIN";
    }

    /** JAAS, without the semicolon at its end. */
    public String login(String user) {
        String module = certificate.isPresent() ? "scram.ScramLoginModule" : "plain.PlainLoginModule";
        return "org.apache.kafka.common.security.%s required username=\"%s\" password=\"%s\""
                .formatted(
                        module, user, passwords.get(user).replace("\\", "\\\\").replace("\"", "\\\""));
    }

    /** The same as environment variables of a service. */
    Map<String, String> environment(String user) {
        return settings(user).entrySet().stream()
                .collect(Collectors.toMap(
                        setting -> "KAFKA_" + setting.getKey().replace('.', '_').toUpperCase(Locale.ROOT),
                        setting -> setting.getValue().toString()));
    }

    /** For the broker's process, see {@link #read}; contains the passwords. */
    List<String> lines() {
        return Stream.of(
                        new TreeMap<>(passwords)
                                .entrySet().stream().map(user -> "user " + user.getKey() + " " + user.getValue()),
                        certificate.stream()
                                .map(shown -> "certificate %s %s"
                                        .formatted(
                                                shown.authority().toUri(),
                                                shown.keyAndCertificate().toUri())),
                        permissions.stream()
                                .map(permission -> "%s %s %s"
                                        .formatted(permission.right(), permission.service(), permission.topic())))
                .flatMap(lines -> lines)
                .toList();
    }

    /** Reads the output of {@link #lines}. */
    public static KafkaAccess read(Path file) throws IOException {
        List<String[]> lines =
                Files.readAllLines(file).stream().map(line -> line.split(" ")).toList();
        return new KafkaAccess(
                lines.stream()
                        .filter(words -> words[0].equals("user"))
                        .collect(Collectors.toMap(words -> words[1], words -> words[2])),
                lines.stream()
                        .filter(words -> !words[0].equals("user") && !words[0].equals("certificate"))
                        .map(words -> new TopicPermission(words[1], Right.valueOf(words[0]), words[2]))
                        .toList(),
                lines.stream()
                        .filter(words -> words[0].equals("certificate"))
                        .map(words ->
                                new ServerCertificate(Path.of(URI.create(words[1])), Path.of(URI.create(words[2]))))
                        .findFirst());
    }

    /** Without the passwords. */
    @Override
    public String toString() {
        return "KafkaAccess" + permissions;
    }
}
