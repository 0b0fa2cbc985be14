package dev.mallbots.platform.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mallbots.platform.testing.Authority;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.PropertiesLocationConfigSourceFactory;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class DerivedDefaultsTest {

    @TempDir
    Path folder;

    @Test
    void without_a_user_and_an_authority_kafka_s_clients_and_connections_to_postgresql_are_as_they_are() {
        SmallRyeConfig config = config(Map.of());

        assertThat(config.getPropertyNames()).noneMatch(name -> name.startsWith("kafka."));
        assertThat(kafka(config)).isEmpty();
    }

    @Test
    void a_user_of_kafka_comes_in_by_scram_unless_another_mechanism_is_named() {
        Map<String, String> user = Map.of("MALLBOTS_KAFKA_USER", "ordering", "MALLBOTS_KAFKA_PASSWORD", "secret");

        assertThat(kafka(config(user)))
                .containsEntry("security.protocol", "SASL_PLAINTEXT")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry(
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"ordering\" password=\"secret\";");
        assertThat(kafka(config(with(user, "MALLBOTS_KAFKA_MECHANISM", "PLAIN"))))
                .containsEntry("sasl.mechanism", "PLAIN")
                .containsEntry(
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"ordering\" password=\"secret\";");
    }

    @Test
    void an_authority_encrypts_what_kafka_s_clients_send_with_a_user_and_without() {
        String authority = new Authority(folder).certificate().toString();

        assertThat(kafka(config(Map.of("MALLBOTS_KAFKA_CA", authority))))
                .isEqualTo(Map.of(
                        "security.protocol", "SSL",
                        "ssl.truststore.type", "PEM",
                        "ssl.truststore.location", authority));
        assertThat(kafka(config(Map.of(
                        "MALLBOTS_KAFKA_CA",
                        "system",
                        "MALLBOTS_KAFKA_USER",
                        "ordering",
                        "MALLBOTS_KAFKA_PASSWORD",
                        "s"))))
                .containsEntry("security.protocol", "SASL_SSL")
                .doesNotContainKey("ssl.truststore.location");
    }

    @Test
    void a_password_may_have_any_characters() {
        String password = "q\"uo\\te$x";

        assertThat(kafka(config(Map.of("MALLBOTS_KAFKA_USER", "ordering", "MALLBOTS_KAFKA_PASSWORD", password))))
                .hasEntrySatisfying(
                        "sasl.jaas.config", login -> assertThat(login).contains("password=\"q\\\"uo\\\\te$x\";"));
    }

    @Test
    void a_key_of_kafka_s_own_wins() {
        assertThat(kafka(config(Map.of(
                        "MALLBOTS_KAFKA_USER",
                        "ordering",
                        "MALLBOTS_KAFKA_PASSWORD",
                        "secret",
                        "kafka.sasl.mechanism",
                        "OAUTHBEARER"))))
                .containsEntry("sasl.mechanism", "OAUTHBEARER");
    }

    @Test
    void what_is_set_wrongly_ends_the_start_with_the_setting_s_name() throws IOException {
        assertThatThrownBy(() -> config(Map.of("MALLBOTS_KAFKA_USER", "ordering")))
                .hasMessageContaining("MALLBOTS_KAFKA_PASSWORD");
        assertThatThrownBy(() -> config(Map.of(
                        "MALLBOTS_KAFKA_USER",
                        "a",
                        "MALLBOTS_KAFKA_PASSWORD",
                        "b",
                        "MALLBOTS_KAFKA_MECHANISM",
                        "NONE")))
                .hasMessage("MALLBOTS_KAFKA_MECHANISM must be SCRAM-SHA-512, SCRAM-SHA-256 or PLAIN, not NONE");
        assertThatThrownBy(() -> config(Map.of("MALLBOTS_KAFKA_CA", "/nowhere/ca.pem")))
                .hasMessage(
                        "MALLBOTS_KAFKA_CA names /nowhere/ca.pem, which is not there or can't be read by this process");
        String text = Files.writeString(folder.resolve("text"), "nothing").toString();
        assertThatThrownBy(() -> config(Map.of("MALLBOTS_KAFKA_CA", text)))
                .hasMessageContaining("MALLBOTS_KAFKA_CA names " + text + ", which must have certificates in PEM");
    }

    @Test
    void a_setting_from_a_file_counts_as_one_from_the_environment() throws IOException {
        Path file = Files.write(
                folder.resolve("service.properties"),
                List.of(
                        "MALLBOTS_MODE=development",
                        "MALLBOTS_AUTH=off",
                        "MALLBOTS_LOG_FORMAT=json",
                        "MALLBOTS_STORES_URL=http://stores:8081",
                        "MALLBOTS_KAFKA_USER=ordering",
                        "MALLBOTS_KAFKA_PASSWORD=from the file",
                        "MALLBOTS_DB_PASSWORD=also from the file"));

        for (String location : List.of(file.toString(), file.toUri().toString())) {
            SmallRyeConfig config = config(Map.of("smallrye.config.locations", location));
            assertThat(config.getValue("mallbots.mode", String.class)).isEqualTo("development");
            assertThat(config.getValue("mallbots.auth.required", Boolean.class)).isFalse();
            assertThat(config.getValue("mallbots.log.json", Boolean.class)).isTrue();
            assertThat(config.getValue("MALLBOTS_DB_PASSWORD", String.class)).isEqualTo("also from the file");
            assertThat(config.getValue("mallbots.stores.host", String.class)).isEqualTo("stores");
            assertThat(kafka(config).get("sasl.jaas.config")).contains("from the file");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nowhere/service.properties", "file:/nowhere/service.properties"})
    void a_file_that_is_missing_ends_the_start(String location) {
        assertThatThrownBy(() -> config(Map.of("smallrye.config.locations", location)))
                .hasMessageContaining("/nowhere/service.properties");
    }

    @Test
    void connections_to_postgresql_are_encrypted_and_the_host_is_checked_where_an_authority_is_named() {
        String authority = new Authority(folder).certificate().toString();

        assertThat(EncryptedDatabase.defaults(name -> Optional.of(authority)))
                .containsEntry("quarkus.datasource.reactive.postgresql.ssl-mode", "verify-full")
                .containsEntry("quarkus.datasource.reactive.trust-certificate-pem.certs", authority)
                .hasEntrySatisfying(
                        "mallbots.database.tls",
                        end -> assertThat(end).startsWith("?sslmode=verify-full&sslrootcert=%2F"));
        assertThat(EncryptedDatabase.defaults(name -> Optional.empty()))
                .isEqualTo(Map.of("mallbots.database.tls", "?sslmode=disable"));
    }

    private static SmallRyeConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(settings, "a test", 300))
                .withSources(new PropertiesLocationConfigSourceFactory(), new DerivedDefaults(), new PeerAddresses())
                .build();
    }

    private static Map<String, String> with(Map<String, String> settings, String name, String value) {
        Map<String, String> more = new HashMap<>(settings);
        more.put(name, value);
        return more;
    }

    /** What Kafka's clients are told. */
    private static Map<String, String> kafka(SmallRyeConfig config) {
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(name -> name.startsWith("kafka."))
                .collect(Collectors.toMap(
                        name -> name.substring("kafka.".length()), name -> config.getValue(name, String.class)));
    }
}
