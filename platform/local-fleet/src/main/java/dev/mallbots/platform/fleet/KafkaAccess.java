package dev.mallbots.platform.fleet;

import dev.mallbots.platform.fleet.TopicPermission.Right;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The users of a guarded Kafka, with passwords (SASL/PLAIN) and permissions. The admin may do everything; all others only what is permitted
 * here, so none of them can create or delete a topic.
 *
 * @param passwords by user, including the admin
 */
public record KafkaAccess(Map<String, String> passwords, List<TopicPermission> permissions) {

    /** For the fleet and its tools. */
    public static final String ADMIN = "admin";

    /** The settings with which a Kafka client authenticates as this user. */
    public Map<String, Object> settings(String user) {
        return Map.of(
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\";"
                        .formatted(user, passwords.get(user)));
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
        return Stream.concat(
                        new TreeMap<>(passwords)
                                .entrySet().stream().map(user -> "user " + user.getKey() + " " + user.getValue()),
                        permissions.stream()
                                .map(permission -> "%s %s %s"
                                        .formatted(permission.right(), permission.service(), permission.topic())))
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
                        .filter(words -> !words[0].equals("user"))
                        .map(words -> new TopicPermission(words[1], Right.valueOf(words[0]), words[2]))
                        .toList());
    }

    /** Without the passwords. */
    @Override
    public String toString() {
        return "KafkaAccess" + permissions;
    }
}
