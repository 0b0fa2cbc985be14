package dev.mallbots.platform.service;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How clients of Kafka show who they are, and whom they trust. With {@code MALLBOTS_KAFKA_USER} and {@code MALLBOTS_KAFKA_PASSWORD} they come in by
 * SASL ({@code MALLBOTS_KAFKA_MECHANISM}, {@code SCRAM-SHA-512} unless it says otherwise). With {@code MALLBOTS_KAFKA_CA}, a file of authorities in PEM or
 * {@code system} for those that the JVM knows, they speak TLS and check the broker's host name. A key of Kafka's own, such as
 * {@code KAFKA_SECURITY_PROTOCOL}, wins over what follows from these.
 */
final class GuardedKafka {

    private static final String USER = "MALLBOTS_KAFKA_USER";
    private static final String PASSWORD = "MALLBOTS_KAFKA_PASSWORD";
    private static final String MECHANISM = "MALLBOTS_KAFKA_MECHANISM";
    private static final String CA = "MALLBOTS_KAFKA_CA";
    private static final String SYSTEM = "system";

    private GuardedKafka() {}

    /**
     * Keys of Kafka's clients; none where neither is set.
     *
     * @throws IllegalArgumentException with the setting that is wrong or missing
     */
    static Map<String, String> defaults(Function<String, Optional<String>> settings) {
        Map<String, String> defaults = new HashMap<>();
        Optional<String> user = settings.apply(USER);
        Optional<String> authorities = settings.apply(CA);
        if (user.isPresent() || authorities.isPresent()) {
            defaults.put(
                    "kafka.security.protocol",
                    (user.isPresent() ? "SASL_" : "") + (authorities.isPresent() ? "SSL" : "PLAINTEXT"));
        }
        user.ifPresent(name -> {
            String mechanism = settings.apply(MECHANISM).orElse("SCRAM-SHA-512");
            defaults.put("kafka.sasl.mechanism", mechanism);
            defaults.put("kafka.sasl.jaas.config", login(mechanism, name, password(settings)));
        });
        authorities.filter(file -> !file.equals(SYSTEM)).ifPresent(file -> {
            defaults.put("kafka.ssl.truststore.type", "PEM");
            defaults.put(
                    "kafka.ssl.truststore.location", Authorities.in(CA, file).toString());
        });
        return defaults;
    }

    private static String password(Function<String, Optional<String>> settings) {
        return settings.apply(PASSWORD)
                .orElseThrow(() -> new IllegalArgumentException(USER + " is set, and " + PASSWORD + " is missing"));
    }

    private static String login(String mechanism, String user, String password) {
        String module = switch (mechanism) {
            case "SCRAM-SHA-256", "SCRAM-SHA-512" -> "scram.ScramLoginModule";
            case "PLAIN" -> "plain.PlainLoginModule";
            default ->
                throw new IllegalArgumentException(
                        MECHANISM + " must be SCRAM-SHA-512, SCRAM-SHA-256 or PLAIN, not " + mechanism);
        };
        return "org.apache.kafka.common.security.%s required username=\"%s\" password=\"%s\";"
                .formatted(module, quoted(user), quoted(password));
    }

    /** JAAS takes a backslash for the beginning of something special, and SmallRye a dollar. */
    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "$$");
    }
}
