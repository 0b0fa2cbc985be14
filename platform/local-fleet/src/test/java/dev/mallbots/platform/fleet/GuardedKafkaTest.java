package dev.mallbots.platform.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mallbots.platform.fleet.TopicPermission.Right;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The permissions of each service, with a real broker. */
@Tag("starts-processes")
@DisplayNameGeneration(ReplaceUnderscores.class)
class GuardedKafkaTest {

    private static final Path HOME = Path.of("target/guarded-kafka-test").toAbsolutePath();
    private static final String BAKED = "mallbots.bakery.events.Bread";
    private static final String EATEN = "mallbots.guest-house.events.Meal";
    private static final List<String> TOPICS = List.of(BAKED, EATEN);
    private static final KafkaAccess ACCESS = new KafkaAccess(
            Map.of(KafkaAccess.ADMIN, "a", "bakery", "b", "guest-house", "c"),
            List.of(
                    new TopicPermission("bakery", Right.WRITE, BAKED),
                    new TopicPermission("guest-house", Right.WRITE, EATEN),
                    new TopicPermission("guest-house", Right.READ, BAKED)));

    private static LocalKafka kafka;

    @BeforeAll
    static void open() throws Exception {
        Folders.deleteContents(HOME);
        kafka = start("data", Optional.of(ACCESS));
    }

    @AfterAll
    static void close() {
        kafka.stop();
    }

    @Test
    void a_service_writes_its_own_topic_and_is_refused_another_s() {
        assertThatCode(() -> write("bakery", BAKED, "a loaf")).doesNotThrowAnyException();

        assertThatThrownBy(() -> write("bakery", EATEN, "not true"))
                .hasCauseInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> write("guest-house", BAKED, "not ours"))
                .hasCauseInstanceOf(TopicAuthorizationException.class);
    }

    @Test
    void a_service_reads_the_topics_it_consumes_in_its_own_group_and_no_others() throws Exception {
        write("bakery", BAKED, "a roll");

        assertThat(read("guest-house", BAKED, "guest-house")).contains("a roll");
        assertThatThrownBy(() -> read("guest-house", BAKED, "bakery")).isInstanceOf(GroupAuthorizationException.class);
        assertThatThrownBy(() -> read("guest-house", EATEN, "guest-house"))
                .isInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> read("bakery", BAKED, "bakery")).isInstanceOf(AuthorizationException.class);
    }

    @Test
    void a_service_describes_settings_and_offsets_of_the_topics_it_consumes() throws Exception {
        ConfigResource baked = new ConfigResource(ConfigResource.Type.TOPIC, BAKED);
        try (Admin admin = Admin.create(settings(ACCESS.settings("guest-house")))) {
            assertThat(admin.describeConfigs(List.of(baked)).all().get()).containsKey(baked);
            assertThat(admin.listConsumerGroupOffsets("guest-house")
                            .partitionsToOffsetAndMetadata()
                            .get())
                    .isNotNull();
        }
    }

    @Test
    void a_service_can_not_create_or_delete_topics_or_grant_permissions() {
        try (Admin admin = Admin.create(settings(ACCESS.settings("bakery")))) {
            assertThatThrownBy(
                            () -> admin.createTopics(List.of(new NewTopic("mallbots.bakery.events.Cake", 1, (short) 1)))
                                    .all()
                                    .get())
                    .hasCauseInstanceOf(AuthorizationException.class);
            assertThatThrownBy(() -> admin.deleteTopics(List.of(BAKED)).all().get())
                    .hasCauseInstanceOf(TopicAuthorizationException.class);
            assertThatThrownBy(() ->
                            admin.describeAcls(AclBindingFilter.ANY).values().get())
                    .hasCauseInstanceOf(ClusterAuthorizationException.class);
        }
    }

    @Test
    void a_client_without_a_password_or_with_a_wrong_one_is_refused() {
        KafkaAccess wrong = new KafkaAccess(Map.of("bakery", "c", "burglar", "b"), List.of());

        assertThatThrownBy(() -> topics(Map.of("default.api.timeout.ms", "3000", "request.timeout.ms", "2000")))
                .hasCauseInstanceOf(TimeoutException.class);
        assertThatThrownBy(() -> topics(wrong.settings("bakery")))
                .hasCauseInstanceOf(SaslAuthenticationException.class);
        assertThatThrownBy(() -> topics(wrong.settings("burglar")))
                .hasCauseInstanceOf(SaslAuthenticationException.class);
    }

    @Test
    void the_file_with_the_users_is_readable_by_its_owner_only() throws Exception {
        Path file = LocalKafka.accessFile(HOME.resolve("data"));

        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(ACCESS.toString()).doesNotContain("bakery=b", "user");
    }

    @Test
    void the_data_of_an_open_broker_are_guarded_from_its_next_start_on_and_old_permissions_are_removed()
            throws Exception {
        LocalKafka open = start("old", Optional.empty());
        write(open, Map.of(), BAKED, "an old loaf");
        open.stop();

        LocalKafka guarded = start("old", Optional.of(ACCESS));
        assertThat(read(guarded, "guest-house", BAKED, "guest-house")).containsExactly("an old loaf");
        guarded.stop();

        LocalKafka stricter = start("old", Optional.of(new KafkaAccess(ACCESS.passwords(), List.of())));
        try {
            assertThatThrownBy(() -> read(stricter, "guest-house", BAKED, "guest-house"))
                    .isInstanceOf(AuthorizationException.class);
        } finally {
            stricter.stop();
        }
    }

    private static void write(String user, String topic, String text) throws Exception {
        write(kafka, ACCESS.settings(user), topic, text);
    }

    private static void write(LocalKafka broker, Map<String, Object> user, String topic, String text) throws Exception {
        Map<String, Object> settings = settings(broker, user);
        // as the outbox's relay does
        settings.put("enable.idempotence", true);
        settings.put("acks", "all");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, "key", text)).get();
        }
    }

    private static List<String> read(String user, String topic, String group) {
        return read(kafka, user, topic, group);
    }

    /** All existing ones, but at least one. */
    private static List<String> read(LocalKafka broker, String user, String topic, String group) {
        Map<String, Object> settings = settings(broker, ACCESS.settings(user));
        settings.put("group.id", group);
        settings.put("auto.offset.reset", "earliest");
        List<String> texts = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            Instant giveUp = Instant.now().plusSeconds(30);
            while (texts.isEmpty() && Instant.now().isBefore(giveUp)) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> texts.add(record.value()));
            }
            return texts;
        }
    }

    private static void topics(Map<String, Object> user) throws Exception {
        try (Admin admin = Admin.create(settings(user))) {
            admin.listTopics().names().get();
        }
    }

    private static Map<String, Object> settings(Map<String, Object> user) {
        return settings(kafka, user);
    }

    private static Map<String, Object> settings(LocalKafka broker, Map<String, Object> user) {
        Map<String, Object> settings = new HashMap<>(user);
        settings.put("bootstrap.servers", broker.bootstrapServers());
        return settings;
    }

    private static LocalKafka start(String data, Optional<KafkaAccess> access) {
        return LocalKafka.start(
                HOME.resolve(data),
                Ports.free(1).getFirst(),
                TOPICS,
                List.of(),
                HOME.resolve(data + ".log"),
                Lifetime.TIED,
                access);
    }
}
